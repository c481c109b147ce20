"""The bridge's errors. The name of a class tells its catcher what to do about the error."""

from datetime import timedelta


def lazy(text: str) -> str:
    """Mark `text` for translation. It is translated when it is shown, into the reader's language."""
    return text


class BridgeError(Exception):
    """The base class of the bridge's errors.

    `text` is an English message id with {placeholders}, which `params` fill. The log gets the class and the names of
    the params; people get the translated sentence.
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
    """A person's request is impossible or not allowed. Tell them the reason; nothing was changed."""


class NotFound(Refusal):
    """The row does not exist or belongs to another owner. The text is the same in both cases on purpose."""

    text = lazy("It is no longer there")


class Misconfigured(BridgeError):
    """The owner has to correct a setting or a file. The text says which one, and how."""


class TryLater(BridgeError):
    """The request has to wait; usually the other side asks for this.

    Args:
        after: the time before the next attempt.
        whole_bot: the wait is for all chats of the bot, not only for this one.
    """

    text = lazy("The other side asks to wait")

    def __init__(self, after: timedelta, *, whole_bot: bool = False) -> None:
        super().__init__()
        self.after = after
        self.whole_bot = whole_bot


class Unreachable(TryLater):
    """The request never left. Nothing happened on the other side, so it is safe to repeat the request."""

    text = lazy("The other side cannot be reached")

    def __init__(self, after: timedelta = timedelta(seconds=1), *, reason: str = "") -> None:
        """Set the wait and the reason.

        Args:
            after: the time before the next attempt.
            reason: an English text for the log. It must not contain text from outside the bridge.
        """
        super().__init__(after)
        self.reason = reason


class ReadElsewhere(TryLater):
    """Another process or a webhook takes this bot's updates."""

    text = lazy("Another process takes this bot's updates")

    def __init__(self, after: timedelta = timedelta(seconds=15)) -> None:
        super().__init__(after)


class DestinationGone(TryLater):
    """The delivery's destination is gone, with everything that arrived there. The delivery starts again elsewhere."""

    text = lazy("The place is gone")

    def __init__(self, after: timedelta = timedelta(0)) -> None:
        super().__init__(after)


class UnauthorizedToken(TryLater):
    """The bot's token is not accepted, or not any more. All work of the bot waits until an administrator renews it."""

    text = lazy("The channel's token is not accepted; an administrator has to renew it")

    def __init__(self, after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(after, whole_bot=True)


class OutcomeUnknown(BridgeError):
    """The request left, but no usable answer came: the other side may or may not have carried it out."""

    text = lazy("The connection broke while sending")


class CannotSettle(BridgeError):
    """Nobody can find out whether a message has arrived. It is sent again, marked as a possible repeat."""

    text = lazy("It cannot be found out whether the message has arrived")


class Withdrawn(BridgeError):
    """The author has taken the message back while it was waiting. This does not count as a failure."""

    text = lazy("The message was withdrawn before it was sent")


class Undeliverable(BridgeError):
    """The message will never arrive in its current form. The text gives the reason to its author."""

    text = lazy("The message was not accepted: {detail}")


class WebhookRefused(BridgeError):
    """Telegram refuses to send a bot's updates to PUBLIC_URL."""

    text = "Telegram does not accept PUBLIC_URL for webhooks: {detail}"


class Blocked(Undeliverable):
    """The recipient has blocked the bot."""

    text = lazy("The customer has blocked the bot")


class RecipientGone(Undeliverable):
    """The recipient's account or chat no longer exists, or never wrote to the bot."""

    text = lazy("The customer cannot be reached: the chat does not exist any more")


class FileTooBig(Undeliverable):
    """The channel does not accept a file of this size. `size` and `limit` are in bytes."""

    text = lazy("The file is too big for a bot: {size}, the limit is {limit}. A link or a smaller file gets through")


class FileGone(Undeliverable):
    """The file can no longer be fetched from its source."""

    text = lazy("The file is no longer available")


class TooLong(Undeliverable):
    """The text is longer than the channel accepts."""

    text = lazy("The text is too long")


class MessageMissing(Undeliverable):
    """The message that should change no longer exists in the customer's chat."""

    text = lazy("The customer no longer has this message")


class TooOldToDelete(Undeliverable):
    """Telegram deletes a message for both sides only within 48 hours."""

    text = lazy("A message can be deleted at the customer's only within 48 hours")
