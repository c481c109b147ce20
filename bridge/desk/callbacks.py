"""What buttons carry. Cards live for days and anybody may press them, so a button names its dialog and the version
that it was painted for; 64 bytes hold no more than that."""

from aiogram.filters.callback_data import CallbackData


class Take(CallbackData, prefix="t"):
    dialog_id: int


class Close(CallbackData, prefix="c"):
    dialog_id: int
    version: int


class Reopen(CallbackData, prefix="r"):
    dialog_id: int
    version: int


class PickReceiver(CallbackData, prefix="p"):
    """Open the list of those to whom the dialog can be handed over."""

    dialog_id: int
    version: int
    page: int = 0


class Transfer(CallbackData, prefix="x"):
    """Hand it over: `to` is "e" and an employee's id, or "d" and a department's."""

    dialog_id: int
    version: int
    to: str


class Comment(CallbackData, prefix="m"):
    """Ask for a comment to the receiver first."""

    dialog_id: int
    version: int


class ShowCard(CallbackData, prefix="k"):
    """Back to the card."""

    dialog_id: int


class History(CallbackData, prefix="h"):
    """The page of messages before `before_id`; the newest when it is 0."""

    dialog_id: int
    before_id: int = 0


class Open(CallbackData, prefix="o"):
    """Show the dialog here."""

    dialog_id: int


class DialogList(CallbackData, prefix="l"):
    page: int = 0


class Release(CallbackData, prefix="s"):
    """Send a held message."""

    message_id: int


class Discard(CallbackData, prefix="n"):
    """Do not send a held message."""

    message_id: int


class Retry(CallbackData, prefix="y"):
    """Send a failed message again."""

    message_id: int
