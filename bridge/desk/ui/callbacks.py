"""The data of buttons that several modules share.

Cards live for days and anybody may press them, so a button names its dialog and the version that it was painted for.
Telegram allows 64 bytes for each button.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# Numbers that cannot be the id of a row come from forged buttons.
Number = Annotated[int, Field(ge=0, lt=2**31)]


class Take(CallbackData, prefix="t"):
    dialog_id: Number


class Close(CallbackData, prefix="c"):
    dialog_id: Number
    version: Number


class Reopen(CallbackData, prefix="r"):
    dialog_id: Number
    version: Number


class PickReceiver(CallbackData, prefix="p"):
    """Open the list of possible receivers of the dialog."""

    dialog_id: Number
    version: Number
    page: Number = 0


class Transfer(CallbackData, prefix="x"):
    """Hand the dialog over: `to` is "e" and an employee's id, or "d" and a department's."""

    dialog_id: Number
    version: Number
    to: str


class Comment(CallbackData, prefix="m"):
    """Ask for a comment to the receiver first."""

    dialog_id: Number
    version: Number


class ShowCard(CallbackData, prefix="k"):
    """Return to the card."""

    dialog_id: Number


class ShowClient(CallbackData, prefix="cl"):
    """Show the client card of a dialog's customer."""

    dialog_id: Number


class History(CallbackData, prefix="h"):
    """Show the page of messages before `before_id`; the newest page when it is 0."""

    dialog_id: Number
    before_id: Number = 0


class MarkRead(CallbackData, prefix="u"):
    dialog_id: Number


class Open(CallbackData, prefix="o"):
    """Show the dialog in this chat."""

    dialog_id: Number


class Release(CallbackData, prefix="s"):
    """Send an unconfirmed message."""

    message_id: Number


class Discard(CallbackData, prefix="n"):
    """Discard a message that needs a confirmation."""

    message_id: Number


class ShowVersions(CallbackData, prefix="v"):
    """Show an earlier version of a message, `back` versions before the last earlier one."""

    message_id: Number
    back: Number = 0


class Retry(CallbackData, prefix="y"):
    """Send a failed message again."""

    message_id: Number


class Withdraw(CallbackData, prefix="w"):
    """Cancel a message that does not get through."""

    message_id: Number


class KeepAsNote(CallbackData, prefix="f"):
    """Keep an unconfirmed message as a note."""

    message_id: Number
