"""What the bot sends after a customer's message: auto-messages and auto-replies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.actions.automation import bot
from bridge.actions.automation.auto_message_texts import fill_text, spoken_with, wording
from bridge.actions.reports import audit
from storage.automation.auto_messages import AutoMessage, AutoMessageKind, heard_in
from storage.automation.auto_replies import KEYWORD_KEY as IN_ANSWER
from storage.automation.bot_states import BotState
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import AUTO_MESSAGE, Message
from storage.reports.events import EventKind
from storage.team.channels import Channel

# A customer who comes back from the archive after this long is greeted again.
GREETING_INTERVAL = timedelta(days=1)
# A dialog gets the queue message at most once in this interval.
QUEUE_NOTICE_INTERVAL = timedelta(hours=1)
# An employee's answer from before this period does not matter for the present off-hours.
OFF_HOURS_LOOKBACK = timedelta(days=14)
NO_TIME = timedelta()


async def respond_to_message(uow: UnitOfWork, channel: Channel, dialog: Dialog, message: Message) -> None:
    """Send the fitting auto-messages: a greeting, and an auto-reply, or the off-hours message, or the queue message.

    A channel without any of them costs no query. The dialog is locked, so that no message is sent twice.
    """
    if not channel.has_bot:
        return
    conversation = Conversation(uow, channel, dialog, message, await uow.auto_messages.all(), await _state(uow, dialog))
    greeted = await conversation.greet()
    if not await conversation.answer() and not await conversation.tell_hours() and not greeted:
        await conversation.tell_queue()


async def _state(uow: UnitOfWork, dialog: Dialog) -> BotState:
    known = await uow.bot_states.of_dialog(dialog.id)
    if known is None:
        known = BotState(dialog_id=dialog.id)
        uow.add(known)
    return known


@dataclass(frozen=True)
class Conversation:
    """A customer's message, with everything that decides about the auto-messages.

    Each method returns whether it has sent a message.
    """

    uow: UnitOfWork
    channel: Channel
    dialog: Dialog
    message: Message
    rows: list[AutoMessage]
    state: BotState

    async def greet(self) -> bool:
        """Greet the customer at the first message of a new or reopened dialog."""
        now, last = self.uow.now, self.state.greeted_at
        is_first = self.dialog.opened_at == now and (last is None or now - last >= GREETING_INTERVAL)
        if not is_first or not await self._say(AutoMessageKind.GREETING):
            return False
        self.state.greeted_at = now
        return True

    async def answer(self) -> bool:
        """Send the auto-reply to a keyword.

        After an employee has answered, the bot sends no auto-reply until the dialog is closed.
        """
        rules = await self.uow.auto_replies.all() if self.message.text else []
        own = [rule for rule in rules if rule.is_on and rule.channel_id in (None, self.channel.id)]
        found = next((rule for rule in own if rule.hears(self.message.text)), None)
        if found is None or await self._answered_since(self.dialog.opened_at) is not None:
            return False
        if not await bot.may_speak(self.uow, self.dialog):
            return False
        words = await fill_text(self.uow, self.dialog, found.text, await self._spoken())
        answer = await bot.send_message(self.uow, self.dialog, words, {IN_ANSWER: found.id})
        self.dialog.answered_by_bot(self.uow.now)
        kind = EventKind.BOT_ANSWERED
        audit.record_event(self.uow, kind, dialog_id=self.dialog.id, keyword_id=found.id, message_id=answer.id)
        return True

    async def tell_hours(self) -> bool:
        """Say that nobody is on duty, once per off-hours period, unless somebody answers all the same."""
        if not self._is_on(AutoMessageKind.OFF_HOURS):
            return False
        now, hours = self.uow.now, await self.uow.schedules.hours_of_department(self.dialog.department_id)
        if hours.is_on(now) or await self._is_served():
            return False
        told = [
            at
            for at in (self.state.off_hours_at, await self._answered_since(now - OFF_HOURS_LOOKBACK))
            if at is not None
        ]
        if told and hours.working_time(max(told), now) == NO_TIME:
            return False
        if not await self._say(AutoMessageKind.OFF_HOURS, back=hours.next_start(now)):
            return False
        self.state.off_hours_at = now
        return True

    async def tell_queue(self) -> bool:
        """Tell the customer's place in the queue, when a wait has begun in an unassigned dialog."""
        now, last = self.uow.now, self.state.queued_at
        waits = self.dialog.assignee_id is None and self.dialog.waiting_since == now
        if (
            not waits
            or not self._is_on(AutoMessageKind.QUEUE)
            or (last is not None and now - last < QUEUE_NOTICE_INTERVAL)
        ):
            return False
        if await self._answered_since(self.dialog.opened_at) is not None:
            return False
        if not await self._say(AutoMessageKind.QUEUE, place=await self.uow.bot_states.place_of(self.dialog)):
            return False
        self.state.queued_at = now
        return True

    async def _say(self, kind: AutoMessageKind, *, back: datetime | None = None, place: int | None = None) -> bool:
        if not self._is_on(kind) or not await bot.may_speak(self.uow, self.dialog):
            return False
        spoken = await self._spoken()
        text = wording(heard_in(self.rows, kind, self.channel.id), kind, spoken)
        words = await fill_text(self.uow, self.dialog, text, spoken, back=back, place=place)
        await bot.send_message(self.uow, self.dialog, words, {AUTO_MESSAGE: kind})
        return True

    def _is_on(self, kind: AutoMessageKind) -> bool:
        notice = heard_in(self.rows, kind, self.channel.id)
        return notice is not None and notice.is_on

    async def _spoken(self) -> str:
        contact = await self.uow.contacts.get(self.dialog.contact_id)
        return spoken_with(contact, await self.uow.organizations.get(self.uow.organization_id))

    async def _answered_since(self, moment: datetime) -> datetime | None:
        return await self.uow.bot_states.answered_at(self.dialog.id, moment)

    async def _is_served(self) -> bool:
        """Whether the responsible employee is on duty, regardless of the department's hours."""
        if self.dialog.assignee_id is None:
            return False
        return (await self.uow.schedules.hours_of(self.dialog.assignee_id)).is_on(self.uow.now)
