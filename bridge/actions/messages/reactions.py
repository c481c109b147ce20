"""Reactions: a customer or an employee puts a reaction on a message or takes it back."""

from dataclasses import dataclass, field

from bridge.actions.delivery import changes, desk, outbox
from bridge.actions.delivery.changes import MessageReactionPayload
from bridge.actions.messages import message_updates
from bridge.actions.reports import audit
from bridge.channel import Reacted
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message
from storage.messages.reactions import BOT_REACTIONS, RESERVED_REACTIONS, Reaction, plain
from storage.reports.events import EventKind
from storage.team.channels import Channel
from storage.team.employees import Employee


@dataclass(frozen=True)
class Put:
    """All reactions of an employee to a Telegram message."""

    chat_id: int
    telegram_message_id: int
    emojis: list[str] = field(default_factory=list)


async def receive_reaction(uow: UnitOfWork, channel: Channel, reacted: Reacted) -> Message | None:
    """Store a customer's reaction and show it; None when we do not know the message."""
    address = await uow.contacts.address_at(channel.id, reacted.recipient_id)
    dialog = await uow.dialogs.of_contact(address.contact_id, channel.id) if address else None
    message = await uow.parts.whole(dialog.id, reacted.external_id) if dialog else None
    if message is None:
        if dialog is not None:
            await outbox.await_ids(uow, channel.lane(reacted.recipient_id))
        return None
    was = await _keep(uow, message, None, reacted.emojis)
    await message_updates.reaction(uow, message)
    await _tell(uow, message, was, [plain(emoji) for emoji in reacted.emojis])
    return message


async def _tell(uow: UnitOfWork, message: Message, was: list[str], now: list[str]) -> None:
    """Say in words what the bot's single reaction cannot show.

    On an employee's message some emoji are left out too, because they could be taken for our own marks.
    """
    own = message.is_incoming
    hidden = [
        emoji
        for emoji in now
        if emoji not in was and (emoji not in BOT_REACTIONS or (emoji in RESERVED_REACTIONS and not own))
    ]
    # The bot shows only the newest of several reactions.
    hidden += [emoji for emoji in now[:-1] if emoji not in was and emoji not in hidden]
    if not hidden:
        return
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if await uow.windows.mirror_of(message.id, window.id) is not None:
            text = lazy("The customer's reaction: {emoji}")
            await message_updates.send_reply_notice(uow, message, window, text, emoji=" ".join(hidden))


async def put_reaction(uow: UnitOfWork, reaction: Put, *, by: Employee) -> Message | None:
    """Carry an employee's reaction to the customer's message; None when it is on another kind of message.

    The customer sees only the newest of the team's reactions.
    """
    mirror = await uow.windows.mirror_at(reaction.chat_id, reaction.telegram_message_id)
    if mirror is None:
        await outbox.await_ids(uow, desk.lane(reaction.chat_id))
    message = await uow.messages.get(mirror.message_id) if mirror else None
    if mirror is None or message is None or not message.is_incoming:
        return None
    window = await uow.windows.get(mirror.window_id)
    emojis = [plain(emoji) for emoji in reaction.emojis]
    carried = [emoji for emoji in emojis if emoji in BOT_REACTIONS]
    was = await _keep(uow, message, by.id, carried)
    if len(carried) < len(emojis) and not carried:
        await _refuse(uow, message, window.id, by=by)
    if carried != was:
        audit.record_event(uow, EventKind.REACTED, by=by.id, dialog_id=message.dialog_id, message_id=message.id)
        await changes.put_to_customer(uow, MessageReactionPayload(), message)
    return message


async def _refuse(uow: UnitOfWork, message: Message, window_id: int, *, by: Employee) -> None:
    """Tell each employee once that bots can only use the stock emoji."""
    told = await uow.events.of_kind(EventKind.REACTION_REFUSED)
    if any(event.employee_id == by.id for event in told):
        return
    audit.record_event(uow, EventKind.REACTION_REFUSED, by=by.id, dialog_id=message.dialog_id, message_id=message.id)
    window = await uow.windows.get(window_id)
    text = lazy("The customer does not see this reaction: a bot can only pass on Telegram's usual ones")
    await message_updates.send_reply_notice(uow, message, window, text)


async def _keep(uow: UnitOfWork, message: Message, employee_id: int | None, emojis: list[str]) -> list[str]:
    """Store the current reactions; returns the former ones."""
    kept = await uow.reactions.of(message.id, employee_id)
    if kept is None:
        kept = Reaction(message_id=message.id, employee_id=employee_id, at=uow.now)
        uow.add(kept)
    was, kept.emojis, kept.at = kept.emojis, [plain(emoji) for emoji in emojis], uow.now
    return was
