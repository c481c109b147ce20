"""Message updates: edits, deletions, reactions and reply notices, shown in the windows of a message."""

from typing import Any

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import COPY_KINDS, UndeliveredNoticePayload, lane
from bridge.actions.messages import albums
from bridge.actions.messages.bursts import parts_of
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message


class EditPayload(Payload, kind="edit", rank=Rank.NOTICE, key="edit:{message_id}:{window_id}", merges=True):
    """Edits the copy of an edited message.

    with_file: the file has changed. own: also edit the message that the bot has written for the author.
    """

    with_file: bool = False
    own: bool = False


class MovePayload(Payload, kind="move", rank=Rank.NOTICE, key="move:{message_id}:{window_id}"):
    """Moves a location in a window."""


class ErasePayload(Payload, kind="erase", rank=Rank.NOTICE, is_free=True):
    """Deletes the copies of a deleted message."""


class ReactionPayload(
    Payload, kind="reaction", rank=Rank.NOTICE, key="reaction:{message_id}:{window_id}", is_free=True
):
    """Shows the reaction that somebody has put on a message."""


class ReplyNoticePayload(Payload, kind="remark", rank=Rank.NOTICE):
    """One sentence that replies to a message; `reason` fills the sentence's {reason}."""

    text: str
    params: dict[str, str]
    reason: dict[str, Any] | None = None

    def for_author(self) -> UndeliveredNoticePayload:
        """The same sentence as a private notice, for an author who cannot be shown it below the message."""
        return UndeliveredNoticePayload(self.text, self.params, self.reason)


Reason = BridgeError | dict[str, Any] | None
"""An error, or the stored form of an error from a failed message."""


async def is_kept_quiet(uow: UnitOfWork, message: Message) -> bool:
    """Whether a customer's update is stored but not shown, because the customer is blocked or the message is hidden."""
    if message.is_hidden:
        return True
    dialog = await uow.dialogs.get(message.dialog_id)
    return (await uow.contacts.get(dialog.contact_id)).blocked_at is not None


async def edit(uow: UnitOfWork, message: Message, *, except_in: int | None = None, with_file: bool = False) -> None:
    """Show the edited content in every live window, except in the window where it was edited."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.id != except_in:
            coming = await _coming(uow, message, window)
            await _put(uow, EditPayload(with_file=with_file), message, window, behind=coming)


async def edit_original(uow: UnitOfWork, message: Message, window_id: int) -> None:
    """Show the edited content in the message that the bot has written for the author."""
    window = await uow.windows.get(window_id)
    await _put(uow, EditPayload(own=True), message, window)


async def move(uow: UnitOfWork, message: Message, *, except_in: int | None = None) -> None:
    """Show the new position of a location in the live windows. The position is read when it is painted."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.id != except_in:
            await _put(uow, MovePayload(), message, window)


async def erase(uow: UnitOfWork, message: Message) -> None:
    """Delete the copies of a deleted message, including copies that are still on their way.

    A message that an operator typed themselves stays.
    """
    for window in await uow.windows.of_dialog(message.dialog_id):
        coming = await _coming(uow, message, window)
        if coming is not None or await uow.windows.mirror_of(message.id, window.id) is not None:
            await _put(uow, ErasePayload(), message, window, behind=coming)


async def reaction(uow: UnitOfWork, message: Message) -> None:
    """Show the customer's reaction in the live windows. The reaction is read when it is painted."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        await _put(uow, ReactionPayload(), message, window)


async def send_reply_notice(
    uow: UnitOfWork, message: Message, window: Window, text: str, because: Reason = None, **params: str
) -> None:
    """Send one sentence as a reply to a message; `because` fills the sentence's {reason}."""
    if isinstance(because, BridgeError):
        because = {"text": because.text, "params": {name: str(value) for name, value in because.params.items()}}
    await _put(uow, ReplyNoticePayload(text, params, because), message, window)


async def send_reply_notice_to_author(
    uow: UnitOfWork, message: Message, text: str, because: BridgeError | None = None, **params: str
) -> None:
    """Send the notice to the window where the operator wrote the message."""
    original = await uow.windows.original_of(message.id)
    if original is not None:
        await send_reply_notice(uow, message, await uow.windows.get(original.window_id), text, because, **params)


async def _coming(uow: UnitOfWork, message: Message, window: Window) -> Delivery | None:
    """The copy of the message that is still on its way into the window: a single copy, a burst or an album."""
    for copy in await uow.deliveries.unsettled_in(window.id, COPY_KINDS):
        if message.id in parts_of(copy) or albums.is_shown_by(message, copy):
            return copy
    return None


async def _put(
    uow: UnitOfWork, payload: Payload, message: Message, window: Window, *, behind: Delivery | None = None
) -> None:
    """Put an update into the outbox, in the lane of the copy `behind`, which may wait for long in a lane of its own."""
    place = lane(window.chat_id) if behind is None else behind.lane
    await desk.put_into(uow, payload, window, lane=place, message_id=message.id)
