"""What buttons carry. Cards live for days and anybody may press them, so a button names its dialog and the version
that it was painted for; 64 bytes hold no more than that."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# What no row's id can be was written by somebody else than us: such a button is none of ours.
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
    """Open the list of those to whom the dialog can be handed over."""

    dialog_id: Number
    version: Number
    page: Number = 0


class Transfer(CallbackData, prefix="x"):
    """Hand it over: `to` is "e" and an employee's id, or "d" and a department's."""

    dialog_id: Number
    version: Number
    to: str


class Comment(CallbackData, prefix="m"):
    """Ask for a comment to the receiver first."""

    dialog_id: Number
    version: Number


class ShowCard(CallbackData, prefix="k"):
    """Back to the card."""

    dialog_id: Number


class ShowClient(CallbackData, prefix="cl"):
    """The card of the customer of a dialog."""

    dialog_id: Number


class History(CallbackData, prefix="h"):
    """The page of messages before `before_id`; the newest when it is 0."""

    dialog_id: Number
    before_id: Number = 0


class MarkRead(CallbackData, prefix="u"):
    dialog_id: Number


class Open(CallbackData, prefix="o"):
    """Show the dialog here."""

    dialog_id: Number


class Release(CallbackData, prefix="s"):
    """Send an unconfirmed message."""

    message_id: Number


class Discard(CallbackData, prefix="n"):
    """Discard a message that needs a confirmation."""

    message_id: Number


class ShowVersions(CallbackData, prefix="v"):
    """What a message said before it was edited, `back` versions before the last of them."""

    message_id: Number
    back: Number = 0


class Retry(CallbackData, prefix="y"):
    """Send a failed message again."""

    message_id: Number


class Withdraw(CallbackData, prefix="w"):
    """Do not send a message that does not get through."""

    message_id: Number


class KeepAsNote(CallbackData, prefix="f"):
    """Keep an unconfirmed message as a note."""

    message_id: Number
