"""Notes: texts that begin with // or /note stay among employees, also as replies to a customer."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import Message

from bridge.actions.messages import notes
from bridge.actions.messages.drafts import Draft
from bridge.desk.messages.notes import NameColleague, WriteNote, colleagues
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.text.entities import beyond
from bridge.text.texts import _
from handlers.operator.kit.commands import NOTE_PATTERN
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import forget, open_question, question_screen
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import NoDialogHere, find_target
from handlers.operator.messages import wordy
from handlers.operator.messages.reading import draft
from storage.inbox.questions import QuestionKind
from storage.messages.messages import MessageKind

part = BotPart(__name__)


class NotAsked(Refusal):
    text = lazy("This note was written or cancelled already, or somebody else is asked for it")


class NoteWords(QuestionData):
    """The text of a note; `picked` are the employees who are notified of it."""

    kind = QuestionKind.NOTE
    about = lazy("the note")

    dialog_id: int
    picked: tuple[int, ...] = ()


def is_note(message: Message) -> bool:
    return NOTE_PATTERN.match(message.text or message.caption or wordy.words_of(message)) is not None


def unmarked(written: Draft) -> Draft:
    """The draft without the sign that makes it a note."""
    mark = NOTE_PATTERN.match(written.text)
    if mark is None:
        return written
    words = beyond(mark.end(), written.text, written.entities)
    kind = MessageKind.TEXT if written.kind is MessageKind.RICH_MESSAGE else written.kind  # the blocks contain the sign
    return replace(written, kind=kind, text=words.text, entities=words.entities)


async def write(message: Message, operator: Operator, place: Place, begin: Begin) -> None:
    async with begin() as uow:
        target = await find_target(uow, message, place, operator)
        written = draft(message, reply_to_id=target.reply_to_id, addressed=target.addressed, is_gone=target.is_gone)
        await notes.write(uow, target.window, unmarked(written), by=await operator.employee(uow))
        asked = await open_question(uow, place, operator, NoteWords)
        if asked is not None and asked.dialog_id == target.window.dialog_id:
            await forget(uow, place, operator)


@part.writes(WriteNote)
async def ask_words(press: Press, button: WriteNote) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    return Response(await _ask(press, NoteWords(dialog_id=dialog.id)), is_new=True)


@part.writes(NameColleague)
async def pick_colleague(press: Press, button: NameColleague) -> Screen:
    """Choose a colleague who is notified of the note, or undo the choice."""
    asked = await open_question(press.uow, press.place, press.operator, NoteWords)
    if asked is None or asked.dialog_id != button.dialog_id or button.asked_of != press.by.id:
        raise NotAsked
    employee = await press.uow.employees.get(button.employee_id)
    picked = {*asked.picked} | {employee.id} if button.on else {*asked.picked} - {employee.id}
    return await _ask(press, NoteWords(dialog_id=asked.dialog_id, picked=tuple(sorted(picked))))


async def _ask(press: Press, question: NoteWords) -> Screen:
    await press.keep_asking(question)
    words = _("Write the note; the customer will not see it. Who is to hear of it? Press, or write @ and the name")
    screen = question_screen(words, press.place, press.operator)
    rows = await colleagues(press.uow, question.dialog_id, asked_of=press.by.id, picked=question.picked)
    return Screen(screen.text, [*rows, *screen.rows])


@part.answers(NoteWords)
async def write_asked(typed: Typed, asked: NoteWords) -> None:
    window = await typed.uow.windows.at(asked.dialog_id, typed.place.chat_id)
    if window is None:
        raise NoDialogHere
    written = unmarked(draft(typed.message, reply_to_id=None, addressed=True))
    await notes.write(typed.uow, window, written, by=typed.by, picked=asked.picked)


@part.writes(callbacks.KeepAsNote)
async def keep(press: Press, button: callbacks.KeepAsNote) -> Response:
    await notes.keep(press.uow, button.message_id, by=press.by)
    return Response(toast=_("Kept as a note"), ends_question="🔒 " + _("Kept as a note"))


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(write, is_note)
    router.include_router(part.router())
    return router
