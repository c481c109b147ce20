"""What can go wrong, named by what the one who meets it can do about it."""

from datetime import timedelta


def lazy(text: str) -> str:
    """Mark `text` for translation; it is translated where it is shown, in the reader's language."""
    return text


class BridgeError(Exception):
    """The root of our own errors.

    `text` is an English message id with {placeholders}; `params` fills them. The log gets the params' names and
    the class, the person gets the translated sentence.
    """

    text: str = lazy("Something went wrong; it was written down and will be looked at")

    def __init__(self, text: str | None = None, **params: object) -> None:
        super().__init__(text or self.text)
        if text is not None:
            self.text = text
        self.params = params

    def __str__(self) -> str:
        return self.text.format(**self.params)


class Refusal(BridgeError):
    """A person asked for what cannot be done: tell them why. Nothing was changed."""


class NotFound(Refusal):
    """The row does not exist, or belongs to somebody else; the two are not told apart."""

    text = lazy("It is no longer there")


class Misconfigured(BridgeError):
    """The owner must mend a setting or a file; the text says which and how."""


class TryLater(BridgeError):
    """The other side asks to wait.

    Args:
        after: how long before the next try is allowed.
        whole_bot: the wait is for every chat of the bot, not just for this one.
    """

    text = lazy("The other side asks to wait")

    def __init__(self, after: timedelta, *, whole_bot: bool = False) -> None:
        super().__init__()
        self.after = after
        self.whole_bot = whole_bot


class Unreachable(TryLater):
    """The request never left: nothing happened on the other side, so it is safe to repeat."""

    text = lazy("The other side cannot be reached")

    def __init__(self, after: timedelta = timedelta(seconds=1), *, reason: str = "") -> None:
        """`reason`: why, in English words for the log, with nothing in them that somebody else has written."""
        super().__init__(after)
        self.reason = reason


class ReadElsewhere(TryLater):
    """Somebody else takes this bot's updates: another process, or a webhook."""

    text = lazy("Another process takes this bot's updates")

    def __init__(self, after: timedelta = timedelta(seconds=15)) -> None:
        super().__init__(after)


class DestinationGone(TryLater):
    """The place that it went to is gone, and what has arrived there too: it begins anew in another place."""

    text = lazy("The place is gone")

    def __init__(self, after: timedelta = timedelta(0)) -> None:
        super().__init__(after)


class UnauthorizedToken(TryLater):
    """The bot's token is not accepted (any more): what concerns the bot waits until an administrator renews it."""

    text = lazy("The channel's token is not accepted; an administrator has to renew it")

    def __init__(self, after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(after, whole_bot=True)


class OutcomeUnknown(BridgeError):
    """The request left and no usable answer came back: it may or may not have been carried out."""

    text = lazy("The connection broke while sending")


class CannotSettle(BridgeError):
    """Nobody can find out whether what was sent has arrived: it is sent again, and says that it may be a repeat."""

    text = lazy("It cannot be found out whether the message has arrived")


class Withdrawn(BridgeError):
    """Its author thought better of it while it was waiting. That is no failure of the message."""

    text = lazy("The message was withdrawn before it was sent")


class Undeliverable(BridgeError):
    """This will never arrive as it is; the text says why, in words for the one who wrote it."""

    text = lazy("The message was not accepted: {detail}")


class WebhookRefused(BridgeError):
    """Telegram does not bring a bot's updates to PUBLIC_URL."""

    text = "Telegram does not accept PUBLIC_URL for webhooks: {detail}"


class Blocked(Undeliverable):
    """The recipient has blocked the bot."""

    text = lazy("The customer has blocked the bot")


class RecipientGone(Undeliverable):
    """The recipient's account or chat does not exist any more, or never wrote to the bot."""

    text = lazy("The customer cannot be reached: the chat does not exist any more")


class FileTooBig(Undeliverable):
    """The channel does not carry a file of this `size`; both it and the `limit` in bytes."""

    text = lazy("The file is too big for a bot: {size}, the limit is {limit}. A link or a smaller file gets through")


class FileGone(Undeliverable):
    """The file can no longer be fetched from where it was."""

    text = lazy("The file is no longer available")


class TooLong(Undeliverable):
    """The text is longer than the channel carries."""

    text = lazy("The text is too long")


class MessageMissing(Undeliverable):
    """The message to change is not there any more."""

    text = lazy("The customer no longer has this message")


class TooOldToDelete(Undeliverable):
    """Telegram deletes for both sides only what is younger than 48 hours."""

    text = lazy("A message can be deleted at the customer's only within 48 hours")
