"""Message updates: edits, deletions, reactions and reply notices, shown in the windows of a message."""

from typing import Any

from bridge.actions.delivery import outbox
from bridge.actions.delivery.desk import COPY_KINDS, DESK, DeliveryKind, lane
from bridge.actions.messages import albums
from bridge.actions.messages.bursts import parts_of
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message

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
            delivery = await _put(
                uow, DeliveryKind.EDIT, message, window, behind=coming, key=f"edit:{message.id}:{window.id}"
            )
            if with_file:
                delivery.body = {**delivery.body, "with_file": True}


async def edit_original(uow: UnitOfWork, message: Message, window_id: int) -> None:
    """Show what the message says now where the bot has written it for its author."""
    window = await uow.windows.get(window_id)
    delivery = await _put(uow, DeliveryKind.EDIT, message, window, key=f"edit:{message.id}:{window.id}")
    delivery.body = {**delivery.body, "own": True}


async def move(uow: UnitOfWork, message: Message, *, except_in: int | None = None) -> None:
    """Show where a location is now, as it is when it is painted."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.id != except_in:
            await _put(uow, DeliveryKind.MOVE, message, window, key=f"move:{message.id}:{window.id}")


async def erase(uow: UnitOfWork, message: Message) -> None:
    """Take the copies of a deleted message away, also where they are only coming; what an operator wrote with their
    own hands stays."""
    for window in await uow.windows.of_dialog(message.dialog_id):
        coming = await _coming(uow, message, window)
        if coming is not None or await uow.windows.mirror_of(message.id, window.id) is not None:
            await _put(uow, DeliveryKind.ERASE, message, window, behind=coming)


async def reaction(uow: UnitOfWork, message: Message) -> None:
    """Show the customer's reaction, as it is when it is painted, wherever the message is shown."""
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        await _put(uow, DeliveryKind.REACTION, message, window, key=f"reaction:{message.id}:{window.id}")


async def send_reply_notice(
    uow: UnitOfWork, message: Message, window: Window, text: str, because: Reason = None, **params: str
) -> None:
    """Send one sentence as a reply to a message; `because` fills the sentence's {reason}."""
    if isinstance(because, BridgeError):
        because = {"text": because.text, "params": {name: str(value) for name, value in because.params.items()}}
    delivery = await _put(uow, DeliveryKind.REPLY_NOTICE, message, window)
    delivery.body = {"text": text, "params": params}
    if because is not None:
        delivery.body = {**delivery.body, "reason": because}


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
    uow: UnitOfWork,
    kind: DeliveryKind,
    message: Message,
    window: Window,
    *,
    behind: Delivery | None = None,
    **more: Any,
) -> Delivery:
    """Show it in the window, `behind` the copy that may wait for long in a lane of its own."""
    return await outbox.put(
        uow,
        carrier=DESK,
        lane=lane(window.chat_id) if behind is None else behind.lane,
        kind=kind,
        dialog_id=message.dialog_id,
        message_id=message.id,
        window_id=window.id,
        **more,
    )
