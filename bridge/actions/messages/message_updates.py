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
    """What a copy says since the message was edited.

    with_file: it has another file since. own: what the bot has written for the message's author changes, too.
    """

    with_file: bool = False
    own: bool = False


class MovePayload(Payload, kind="move", rank=Rank.NOTICE, key="move:{message_id}:{window_id}"):
    """Where a location is now."""


class ErasePayload(Payload, kind="erase", rank=Rank.NOTICE, is_free=True):
    """The copies of a deleted message go."""


class ReactionPayload(
    Payload, kind="reaction", rank=Rank.NOTICE, key="reaction:{message_id}:{window_id}", is_free=True
):
    """What somebody has put on a message."""


class ReplyNoticePayload(Payload, kind="remark", rank=Rank.NOTICE):
    """One sentence about a message, below it; `reason` fills the sentence's {reason}."""

    text: str
    params: dict[str, str]
    reason: dict[str, Any] | None = None

    def for_author(self) -> UndeliveredNoticePayload:
        """The same, where the author cannot be shown it below the message."""
        return UndeliveredNoticePayload(self.text, self.params, self.reason)


Reason = BridgeError | dict[str, Any] | None
"""An error, or what a message that has failed keeps of one."""


async def is_kept_quiet(uow: UnitOfWork, message: Message) -> bool:
    """Whether what its customer makes of it now is kept and shown in no window: they are blocked."""
    if message.is_hidden:
        return True
    dialog = await uow.dialogs.get(message.dialog_id)
    return (await uow.contacts.get(dialog.contact_id)).blocked_at is not None


async def edit(uow: UnitOfWork, message: Message, *, except_in: int | None = None, with_file: bool = False) -> None:
    """Show what the message says now in every live window, except where it was written."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.id != except_in:
            coming = await _coming(uow, message, window)
            await _put(uow, EditPayload(with_file=with_file), message, window, behind=coming)


async def edit_original(uow: UnitOfWork, message: Message, window_id: int) -> None:
    """Show what the message says now where the bot has written it for its author."""
    window = await uow.windows.get(window_id)
    await _put(uow, EditPayload(own=True), message, window)


async def move(uow: UnitOfWork, message: Message, *, except_in: int | None = None) -> None:
    """Show where a location is now, as it is when it is painted."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.id != except_in:
            await _put(uow, MovePayload(), message, window)


async def erase(uow: UnitOfWork, message: Message) -> None:
    """Take the copies of a deleted message away, also where they are only coming; what an operator wrote with their
    own hands stays."""
    for window in await uow.windows.of_dialog(message.dialog_id):
        coming = await _coming(uow, message, window)
        if coming is not None or await uow.windows.mirror_of(message.id, window.id) is not None:
            await _put(uow, ErasePayload(), message, window, behind=coming)


async def reaction(uow: UnitOfWork, message: Message) -> None:
    """Show the customer's reaction, as it is when it is painted, wherever the message is shown."""
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
    """Send the notice where the operator wrote the message."""
    original = await uow.windows.original_of(message.id)
    if original is not None:
        await send_reply_notice(uow, message, await uow.windows.get(original.window_id), text, because, **params)


async def _coming(uow: UnitOfWork, message: Message, window: Window) -> Delivery | None:
    """The copy of the message that is still on its way into the window: alone, of a burst, or of an album."""
    for copy in await uow.deliveries.unsettled_in(window.id, COPY_KINDS):
        if message.id in parts_of(copy) or albums.is_shown_by(message, copy):
            return copy
    return None


async def _put(
    uow: UnitOfWork, payload: Payload, message: Message, window: Window, *, behind: Delivery | None = None
) -> None:
    """Show it in the window, `behind` the copy that may wait for long in a lane of its own."""
    place = lane(window.chat_id) if behind is None else behind.lane
    await desk.put_into(uow, payload, window, lane=place, message_id=message.id)
