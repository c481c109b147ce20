"""Telegram's refusals on the operators' side, by what they mean for the desk."""

from bridge.errors import BridgeError, FileTooBig, Undeliverable, lazy


class OperatorGone(Undeliverable):
    """The operator has blocked the bot or deleted the account: nothing can be shown there."""

    text = lazy("The operator has blocked the bot")


class SignedOut(Undeliverable):
    """Nobody is signed in at this chat any more: whoever has left sees nothing new of the organization."""

    text = lazy("The operator has signed out")


class TopicGone(BridgeError):
    """The topic does not exist (any more), or topics were switched off behind our back."""


class NoTopics(BridgeError):
    """The bot may not make topics in this chat."""


class MessageGone(BridgeError):
    """The message to edit, pin or mark is not there any more."""


class NotModified(BridgeError):
    """It looks like this already: for us that is success."""


class TooLate(BridgeError):
    """The button press is too old to be answered."""


class TooBig(FileTooBig):
    """As Telegram says it, without the numbers."""

    text = lazy("The file is too big for a bot")


class BadEntities(BridgeError):
    """Telegram does not accept the formatting."""
