"""Screens that could not be shown because Telegram did not answer: they are shown afterwards."""

from dataclasses import dataclass
from datetime import datetime

from aiogram.methods import EditMessageText, SendMessage

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import ScreenPayload
from bridge.text.texts import _, spoken
from handlers.operator.kit.context import Place
from handlers.operator.kit.question_kinds import cause, subject
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question


@dataclass(frozen=True)
class Afterwards:
    """Shows screens later, for the people of one organization. A person without an organization has to try again.

    Args:
        asked_of: the employee who pressed or typed; 0 for a stranger in a group.
        since: when the handling of their update began.
        is_typed: they typed something, possibly a wrong answer to a question that they already see.
    """

    database: Database
    organization_id: int
    asked_of: int
    since: datetime
    is_typed: bool

    async def show(
        self, method: SendMessage | EditMessageText, place: Place, *, floor: int | None, may_be_there: bool
    ) -> None:
        """Show the screen when Telegram answers again; of several changes of one message only the newest.

        A question comes as a new message: text that was typed before that message is not an answer to it.

        Args:
            place: where the screen belongs.
            floor, may_be_there: as in a delivery whose first attempt has just failed (`Delivery.floor`, SENDING).
        """
        chat_id = int(method.chat_id or 0)
        fields = method.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        edited_id = method.message_id if isinstance(method, EditMessageText) else None
        async with self.database.begin(self.organization_id) as uow:
            question, payload = await self._question(uow, place), ScreenPayload(fields, spoken())
            if question is not None:
                fields |= {"message_thread_id": place.thread_id}
                fields.pop("message_id", None)
                which = (question.thread_id, question.asked_of, question.asked_at.isoformat())
                payload = ScreenPayload(fields, spoken(), question=which)
            delivery = await _put(uow, payload, chat_id, edited_id)
            if question is not None:
                await uow.flush()
                uow.questions.hide(question, shown_by=delivery.id)
            if may_be_there and edited_id is None:
                delivery.status, delivery.left_at, delivery.floor = DeliveryStatus.SENDING, uow.now, floor

    async def shown(self, place: Place, message_id: int) -> None:
        """Store that this message shows the question; the message says so when the question is over."""
        async with self.database.begin(self.organization_id) as uow:
            question = await uow.questions.asked_since(
                place.chat_id, place.thread_id, of=self.asked_of, since=self.since
            )
            if question is None:
                return
            if question.shown_in not in (None, message_id):
                await end(uow, question)
            uow.questions.show(question, message_id)

    async def _question(self, uow: UnitOfWork, place: Place) -> Question | None:
        """The question that the screen asks."""
        if self.is_typed:
            return None
        return await uow.questions.asked_since(place.chat_id, place.thread_id, of=self.asked_of, since=self.since)


async def end(uow: UnitOfWork, question: Question) -> None:
    """Make the message of a question say that the question is over."""
    if question.shown_in is None or question.shown_in == cause().pressed_on:
        return
    words = _("This question is over: {what}").format(what=subject(question.kind))
    fields = {"chat_id": question.chat_id, "message_id": question.shown_in, "text": words}
    await _put(uow, ScreenPayload(fields, spoken(), is_end=True), question.chat_id, question.shown_in)


async def _put(uow: UnitOfWork, payload: ScreenPayload, chat_id: int, edited_id: int | None) -> Delivery:
    """Put the screen into the outbox; it replaces an older screen for the same message."""
    key = f"screen:{chat_id}:{edited_id}" if edited_id is not None else None
    delivery = await desk.put(uow, payload, to=chat_id, key=key)
    delivery.body = payload.pack()
    return delivery
