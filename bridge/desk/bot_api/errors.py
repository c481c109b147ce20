"""Telegram's refusals of the operator bot's calls, by their meaning for the desk."""

from bridge.errors import BridgeError, FileTooBig, Undeliverable, lazy
from storage.team.forums import Trouble


class OperatorGone(Undeliverable):
    """The operator has blocked the bot or deleted the account. Nothing can be shown there."""

    text = lazy("The operator has blocked the bot")


class ForumLost(OperatorGone):
    """Nothing can be shown in a department's group.

    Args:
        trouble: the reason.
    """

    text = lazy("The department's group cannot be used")

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class NoRights(ForumLost):
    """The bot is in the group, but lacks rights that it needs."""

    def __init__(self) -> None:
        super().__init__(Trouble.NO_RIGHTS)


class GroupMoved(OperatorGone):
    """Telegram has given the group another id.

    Args:
        to: the new id.
    """

    def __init__(self, to: int) -> None:
        super().__init__()
        self.to = to


class SignedOut(Undeliverable):
    """Nobody is signed in at this chat any more. People who have left see nothing new of the organization."""

    text = lazy("The operator has signed out")


class TopicGone(BridgeError):
    """The topic does not exist, or topics were switched off without our knowledge."""


class TopicClosed(BridgeError):
    """The topic was closed, and the bot may not write into closed topics."""


class NoTopics(BridgeError):
    """The bot may not make topics in this chat."""


class MessageGone(BridgeError):
    """The message to edit, pin or mark does not exist any more."""


class NotModified(BridgeError):
    """The message already looks like this, which counts as success."""


class PressTooOld(BridgeError):
    """The button press is too old to be answered."""


class TooBig(FileTooBig):
    """The file is too big; Telegram does not say what the limit is."""

    text = lazy("The file is too big for a bot")


class BadEntities(BridgeError):
    """Telegram does not accept the formatting."""
