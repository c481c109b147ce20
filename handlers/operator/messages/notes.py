"""Words that begin with // or /note stay among employees, whatever they stand under."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.messages import notes
from bridge.actions.messages.drafts import Draft
from bridge.desk.messages.notes import NameColleague, WriteNote, colleagues
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.text.entities import beyond
from bridge.text.texts import _
from handlers.operator.kit import questions
from handlers.operator.kit.commands import NOTE_PATTERN
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import NoDialogHere, find_target
from handlers.operator.messages import wordy
from handlers.operator.messages.reading import draft
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.messages.messages import MessageKind


class NotAsked(Refusal):
    text = lazy("This note was written or cancelled already, or somebody else is asked for it")


def is_note(message: Message) -> bool:
    return NOTE_PATTERN.match(message.text or message.caption or wordy.words_of(message)) is not None


def unmarked(written: Draft) -> Draft:
    """The draft without the mark that makes it a note."""
    mark = NOTE_PATTERN.match(written.text)
    if mark is None:
        return written
    words = beyond(mark.end(), written.text, written.entities)
    kind = (
        MessageKind.TEXT if written.kind is MessageKind.RICH_MESSAGE else written.kind
    )  # its blocks have the mark in them
    return replace(written, kind=kind, text=words.text, entities=words.entities)


async def write(message: Message, operator: Operator, place: Place, begin: Begin) -> None:
    async with begin() as uow:
        target = await find_target(uow, message, place, operator)
        written = draft(message, reply_to_id=target.reply_to_id, addressed=target.addressed, is_gone=target.is_gone)
        await notes.write(uow, target.window, unmarked(written), by=await operator.employee(uow))
        if await _open_question(uow, place, operator, target.window.dialog_id) is not None:
            await questions.forget(uow, place, operator)


async def ask_words(
    query: CallbackQuery, callback_data: WriteNote, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        await questions.ask(uow, place, operator, QuestionKind.NOTE, dialog_id=dialog.id, picked=[])
        screen = await _question(uow, dialog.id, [], place, operator)
    await responder.toast(query)
    await responder.show(screen)


async def pick_colleague(
    query: CallbackQuery,
    callback_data: NameColleague,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """Tick a colleague who is to hear of the note, or take the tick away."""
    dialog_id = callback_data.dialog_id
    async with begin() as uow:
        question = await _open_question(uow, place, operator, dialog_id)
        if question is None or callback_data.asked_of != operator.employee_id:
            raise NotAsked
        employee = await uow.employees.get(callback_data.employee_id)
        picked = sorted({*question.data["picked"]} - {employee.id} | ({employee.id} if callback_data.on else set()))
        await questions.ask(uow, place, operator, QuestionKind.NOTE, dialog_id=dialog_id, picked=picked)
        screen = await _question(uow, dialog_id, picked, place, operator)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def take_words(message: Message, question: Question, operator: Operator, place: Place, begin: Begin) -> None:
    """The words that were asked for."""
    async with begin() as uow:
        window = await uow.windows.at(question.data["dialog_id"], place.chat_id)
        if window is None:
            raise NoDialogHere
        by, picked = await operator.employee(uow), question.data["picked"]
        await notes.write(uow, window, unmarked(draft(message, reply_to_id=None, addressed=True)), by=by, picked=picked)
        await questions.forget(uow, place, operator)


async def _open_question(uow: UnitOfWork, place: Place, operator: Operator, dialog_id: int) -> Question | None:
    """The open question for a note about this dialog."""
    question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
    is_it = question is not None and question.kind is QuestionKind.NOTE and question.data["dialog_id"] == dialog_id
    return question if is_it else None


async def _question(uow: UnitOfWork, dialog_id: int, picked: list[int], place: Place, operator: Operator) -> Screen:
    words = _("Write the note; the customer will not see it. Who is to hear of it? Press, or write @ and the name")
    screen = questions.question_screen(words, place, operator)
    rows = await colleagues(uow, dialog_id, asked_of=operator.employee_id, picked=picked)
    ways = screen.keyboard.inline_keyboard if screen.keyboard else []
    return Screen(screen.text, [*rows, *ways])


async def keep(
    query: CallbackQuery, callback_data: callbacks.KeepAsNote, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await notes.keep(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Kept as a note"))
    await responder.strip(query, "🔒 " + _("Kept as a note"))


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(keep, callbacks.KeepAsNote.filter())
    router.callback_query.register(ask_words, WriteNote.filter())
    router.callback_query.register(pick_colleague, NameColleague.filter())
    router.message.register(write, is_note)
    router.message.register(take_words, questions.answers_to(QuestionKind.NOTE))
    return router
