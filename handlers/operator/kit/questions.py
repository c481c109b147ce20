"""Questions: an employee answers by the next text in the same place, or cancels."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _
from handlers.operator.kit.afterwards import end
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.copied import written
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.question_kinds import Cancel, QuestionData, cause, subject
from handlers.operator.kit.responder import Responder
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind

Asked = TypeVar("Asked", bound=QuestionData)


class NotWords(Refusal):
    text = lazy("The answer to the question above has to be a text. To leave it: /cancel")


class NothingAsked(Refusal):
    text = lazy("You are asked nothing here, so there is nothing to cancel")


async def ask(uow: UnitOfWork, place: Place, operator: Operator, question: QuestionData) -> None:
    """Ask the employee: the next text that they type here is the answer. A question that was open is over."""
    former = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
    if former is not None and former.kind is not question.kind:
        await end(uow, former)
    await uow.questions.ask(
        place.chat_id,
        place.thread_id,
        question.kind,
        uow.now,
        by=operator.employee_id,
        heard=cause().heard,
        **question.kept(),
    )


async def forget(uow: UnitOfWork, place: Place, operator: Operator) -> None:
    """Forget the open question, because it was answered or left."""
    question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
    if question is not None:
        await end(uow, question)
        await uow.questions.forget(place.chat_id, place.thread_id, of=operator.employee_id)


async def open_question(uow: UnitOfWork, place: Place, operator: Operator, kind: type[Asked]) -> Asked | None:
    """The open question's data, if it is of this kind; otherwise None."""
    question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
    found = QuestionData.of(question) if question is not None else None
    return found if isinstance(found, kind) else None


async def forget_questions(uow: UnitOfWork, place: Place, operator: Operator, *kinds: type[QuestionData]) -> None:
    """Forget the open question if it is one of these."""
    question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
    if question is not None and question.kind in {kind.kind for kind in kinds}:
        await forget(uow, place, operator)


def question_screen(words: str, place: Place, operator: Operator, *instead: InlineKeyboardButton) -> Screen:
    """The question with buttons to press instead and a button to cancel; in a group it names the employee."""
    question = f"{operator.name}, {words[:1].lower()}{words[1:]}" if place.is_group else words
    cancel = button(_("Cancel"), Cancel())
    return Screen(html.quote(question), [*([each] for each in instead), [cancel]])


def answers_to(*kinds: QuestionKind, anything: bool = False) -> Callable[..., Awaitable[bool | dict[str, Any]]]:
    """A filter for the answers to questions of these kinds; the handler gets the `question` and the typed `words`.

    Commands and notes are not answers. A message without text is refused: it must not go to a customer.

    Args:
        anything: any message is an answer, also a file.
    """

    async def is_answer(message: Message, open_question: OpenQuestion) -> bool | dict[str, Any]:
        if (message.text or "").startswith("/"):
            return False
        question = await open_question.get()
        if question is None or question.kind not in kinds:
            return False
        data = QuestionData.of(question)
        if data is not None and data.is_answered:
            return False
        if message.text is None and not anything:
            raise NotWords
        return {"question": question, "words": written(message.text or "", [])[0]}

    return is_answer


async def cancel(message: Message, operator: Operator, place: Place, begin: Begin, responder: Responder) -> None:
    await responder.say(await _cancel(operator, place, begin))


async def cancel_by_button(
    query: CallbackQuery, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    words = await _cancel(operator, place, begin)
    await responder.toast(query)
    await responder.strip(query, words)


async def _cancel(operator: Operator, place: Place, begin: Begin) -> str:
    """Forget the question; returns the words that tell what was cancelled."""
    async with begin() as uow:
        question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
        if question is None:
            raise NothingAsked
        kind = question.kind
        await forget(uow, place, operator)
    return _("Cancelled: {what}").format(what=subject(kind))


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(cancel, Command("cancel"))
    router.callback_query.register(cancel_by_button, Cancel.filter(), F.message)
    return router
