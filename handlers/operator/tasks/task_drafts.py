"""A new task: from a dialog's card, from the menu, or by /task; and the texts that were asked for about one."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bridge import when
from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.messages.message_summaries import excerpt
from bridge.desk.tasks.task_edits import confirm_screen
from bridge.desk.tasks.tasks import NewTask
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _, translate
from handlers.operator.kit import questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.pressing import card_here, only_card, screen_of, seen_by, stop_asking
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import NoDialogHere, UnknownTopic, UseTheTopic, find_target
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.tasks.tasks import Task


async def begin_here(
    query: CallbackQuery,
    callback_data: NewTask,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    """Ask what is to be done; the card with the button stays as it is."""
    async with begin() as uow:
        if callback_data.dialog_id:
            await uow.dialogs.get(callback_data.dialog_id)
        question = await _ask(uow, operator, place, callback_data.dialog_id or None)
    await responder.toast(query)
    await _put(question, operator, place, database, responder)


async def begin_by_command(
    message: Message,
    command: CommandObject,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    """`/task tomorrow 10:30 call back`; as a reply to a message without words of its own it is about that message."""
    said = command.args or ""
    async with begin() as uow:
        dialog_id, found = await _about(uow, message, said, operator, place)
        if found.rest:
            _task, screen = await _draft(uow, found, operator, place, dialog_id)
        else:
            screen = await _ask(uow, operator, place, dialog_id, said=said)
    if found.rest:
        await responder.show(screen)
    else:
        await _put(screen, operator, place, database, responder)


async def _about(
    uow: UnitOfWork, message: Message, said: str, operator: Operator, place: Place
) -> tuple[int | None, when.FoundTime]:
    """The dialog that the command is about, if any; and what it says, or the message that it is a reply to."""
    found = when.find(said, uow.now, operator.time_zone)
    try:
        target = await find_target(uow, message, place, operator)
    except (NoDialogHere, UnknownTopic, UseTheTopic):
        # A task need not be about a dialog.
        return None, found
    if not found.rest and target.reply_to_id is not None:
        found = replace(found, rest=excerpt(await uow.messages.get(target.reply_to_id)))
    return target.window.dialog_id, found


async def take_answer(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """What was asked for: the words of a new task, other words for one, or when it is due."""
    reads = {"new": _write, "text": _reword, "due": _reschedule}[question.data["ask"]]
    async with begin() as uow:
        await stop_asking(uow, operator, place)
        task, screen = await reads(uow, words, question, operator, place)
        card_id = await card_here(uow, task, place)
    screen_id = question.data.get("screen_id")
    if screen_id and screen_id != card_id:
        # The screen that asked goes; the answer's is the newest in the chat.
        await responder.erase(screen_id)
    await responder.show(screen)


async def _write(
    uow: UnitOfWork, words: str, question: Question, operator: Operator, place: Place
) -> tuple[Task, Screen]:
    """A draft; when the words do not say when, what the command said before holds."""
    found = when.find(words, uow.now, operator.time_zone)
    if found.when is None and found.fault is None:
        found = replace(when.find(question.data["said"], uow.now, operator.time_zone), rest=found.rest)
    return await _draft(uow, found, operator, place, question.data["dialog_id"])


async def _draft(
    uow: UnitOfWork, found: when.FoundTime, operator: Operator, place: Place, dialog_id: int | None
) -> tuple[Task, Screen]:
    by = await operator.employee(uow)
    task = await tasks.draft(uow, found.rest, by=by, zone=operator.time_zone, when=found.when, dialog_id=dialog_id)
    warning = translate(found.fault) if found.fault is not None else ""
    return task, await screen_of(uow, task, operator, place, warning=warning)


async def _reword(
    uow: UnitOfWork, words: str, question: Question, operator: Operator, place: Place
) -> tuple[Task, Screen]:
    task = await tasks.change_text(uow, TaskReference(question.data["task_id"]), words, by=await operator.employee(uow))
    return task, await only_card(uow, task, operator, place, listed=question.data["listed"])


async def _reschedule(
    uow: UnitOfWork, words: str, question: Question, operator: Operator, place: Place
) -> tuple[Task, Screen]:
    """A draft shows its new due time before it is agreed upon; about a task that exists one is asked first."""
    by, pressed, zone = await operator.employee(uow), TaskReference(question.data["task_id"]), operator.time_zone
    due = when.read(words, uow.now, zone)
    task = await tasks.lock(uow, pressed, by=by)
    if task.is_draft:
        await tasks.schedule(uow, pressed, due, zone=zone, by=by)
        return task, await screen_of(uow, task, operator, place)
    seen = await seen_by(uow, task, operator, place)
    return task, confirm_screen(seen, due, zone, listed=question.data["listed"])


async def _ask(uow: UnitOfWork, operator: Operator, place: Place, dialog_id: int | None, said: str = "") -> Screen:
    """Ask what is to be done.

    Args:
        said: when it is due, as far as that was said already.
    """
    await questions.ask(uow, place, operator, QuestionKind.TASK, ask="new", dialog_id=dialog_id, said=said)
    words = _("What is to be done? Write it, with the time if you like: “call back tomorrow at 10:30”")
    return questions.question_screen(words, place, operator)


async def _put(question: Screen, operator: Operator, place: Place, database: Database, responder: Responder) -> None:
    """Put the question, and keep where it stands: when it is answered it goes."""
    message_id = await responder.show(question)
    async with database.begin(operator.organization_id) as uow:
        open_question = await uow.questions.at(place.chat_id, place.thread_id, of=operator.employee_id)
        if open_question is not None and message_id is not None:
            open_question.data = {**open_question.data, "screen_id": message_id}


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(begin_here, NewTask.filter())
    router.message.register(begin_by_command, Command("task"))
    router.message.register(take_answer, questions.answers_to(QuestionKind.TASK))
    return router
