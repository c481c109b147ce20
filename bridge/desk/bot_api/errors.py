"""Telegram's refusals on the operators' side, by what they mean for the desk."""

from bridge.errors import BridgeError, FileTooBig, Undeliverable, lazy
from storage.team.forums import Trouble


class OperatorGone(Undeliverable):
    """The operator has blocked the bot or deleted the account: nothing can be shown there."""

    text = lazy("The operator has blocked the bot")


class ForumLost(OperatorGone):
    """Nothing can be shown in a department's group.

    Args:
        trouble: why.
    """

    text = lazy("The department's group cannot be used")

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class NoRights(ForumLost):
    """The bot is in the group and may not do what it has to."""

    def __init__(self) -> None:
        super().__init__(Trouble.NO_RIGHTS)


class GroupMoved(OperatorGone):
    """Telegram has given the group another id.

    Args:
        to: the new one.
    """

    def __init__(self, to: int) -> None:
        super().__init__()
        self.to = to


class SignedOut(Undeliverable):
    """Nobody is signed in at this chat any more: whoever has left sees nothing new of the organization."""

    text = lazy("The operator has signed out")


class TopicGone(BridgeError):
    """The topic does not exist (any more), or topics were switched off behind our back."""


class TopicClosed(BridgeError):
    """The topic was closed, and the bot may not write into closed ones."""


class NoTopics(BridgeError):
    """The bot may not make topics in this chat."""


class MessageGone(BridgeError):
    """The message to edit, pin or mark is not there any more."""


class NotModified(BridgeError):
    """It looks like this already: for us that is success."""


class PressTooOld(BridgeError):
    """The button press is too old to be answered."""


class TooBig(FileTooBig):
    """As Telegram says it, without the numbers."""

    text = lazy("The file is too big for a bot")


class BadEntities(BridgeError):
    """Telegram does not accept the formatting."""
