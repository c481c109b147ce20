"""The department menu: a customer with a new dialog chooses a department by a button or by its number."""

from collections.abc import Sequence

from bridge import buttons
from bridge.actions.automation import bot
from bridge.actions.automation.auto_message_texts import spoken_with
from bridge.actions.delivery.changes import MessageEditPayload, put_to_customer
from bridge.actions.inbox import dialogs, offers, windows
from bridge.actions.shifts import routing
from bridge.buttons import OUTDATED_TEXT
from bridge.errors import lazy
from bridge.text.texts import _, language
from storage.engine.normalization import normalize
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import AUTO_MESSAGE, Message
from storage.reports.events import EventKind
from storage.shifts.routings import DepartmentQuestion
from storage.team.departments import Department

DEPARTMENT_ACTION = "dept"
# After one of these events, employees decide about the dialog's department.
OWNERSHIP_EVENTS = (
    EventKind.DIALOG_TAKEN,
    EventKind.DIALOG_TRANSFERRED,
    EventKind.DIALOG_ROUTED,
    EventKind.DIALOG_CLOSED,
)
ALREADY_ANSWERED_TEXT = lazy("You are being answered already")


async def choices(uow: UnitOfWork) -> list[Department]:
    """The departments that a customer can choose from; empty when there are fewer than two."""
    offered = {row.department_id for row in await uow.routings.all() if row.in_menu}
    found = [department for department in await uow.departments.all() if department.id in offered]
    return found if len(found) > 1 else []


async def ask_customer(uow: UnitOfWork, dialog: Dialog, departments: Sequence[Department]) -> None:
    """Ask the customer for a department. Meanwhile employees of the channel's department can take the dialog."""
    if not await bot.may_speak(uow, dialog):
        return
    names = [f"{number}. {department.name}" for number, department in enumerate(departments, start=1)]
    with language(await _spoken(uow, dialog)):
        text = "\n".join([_("Whom do you want to write to? Press a button or send the number"), *names])
    rows = [
        [buttons.row(name, f"{DEPARTMENT_ACTION}:{department.id}")]
        for name, department in zip(names, departments, strict=True)
    ]
    message = await bot.send_message(uow, dialog, text, {AUTO_MESSAGE: DEPARTMENT_ACTION}, buttons=rows)
    question = await uow.routings.question_in(dialog.id)
    if question is None:
        question = DepartmentQuestion(dialog_id=dialog.id, message_id=message.id, asked_at=uow.now)
        uow.add(question)
    question.message_id, question.asked_at, question.is_open = message.id, uow.now, True
    question.department_ids = [department.id for department in departments]


async def choose(uow: UnitOfWork, dialog: Dialog, message: Message, value: str) -> str:
    """Handle a press on a department's button; a `bridge.actions.messages.presses.Act`."""
    question = await uow.routings.question_in(dialog.id)
    if question is None or not question.is_open or question.message_id != message.id or not dialog.is_open:
        return OUTDATED_TEXT
    if dialog.assignee_id is not None:
        question.is_open = False
        return ALREADY_ANSWERED_TEXT
    await _go_to(uow, dialog, question, int(value))
    if await routing.assign(uow, dialog):
        await dialogs.show_to_new_assignee(uow, dialog, dialog.assignee_id or 0)
    else:
        await offers.make(uow, dialog)
        await windows.repaint(uow, dialog)
    return ""


async def receive_choice(uow: UnitOfWork, dialog: Dialog, text: str) -> None:
    """Handle a text that may answer the question by a department's number or name."""
    question = await uow.routings.question_in(dialog.id)
    if question is None or not question.is_open:
        return
    if any(event.at >= question.asked_at for event in await uow.events.about([dialog.id], OWNERSHIP_EVENTS)):
        question.is_open = False
        return
    typed = normalize(text).strip(" .!")
    for number, department_id in enumerate(question.department_ids, start=1):
        if typed in (str(number), normalize((await uow.departments.get(department_id)).name)):
            await _go_to(uow, dialog, question, department_id)
            return


async def _go_to(uow: UnitOfWork, dialog: Dialog, question: DepartmentQuestion, department_id: int) -> None:
    question.is_open = False
    department = await uow.departments.get(department_id)
    await routing.move_to_department(uow, dialog, department.id, by_customer=True)
    message = await uow.messages.get(question.message_id)
    with language(await _spoken(uow, dialog)):
        message.text = "✅ " + _("You write to: {department}").format(department=department.name)
    message.data = buttons.without(message)
    await put_to_customer(uow, MessageEditPayload(), message)


async def _spoken(uow: UnitOfWork, dialog: Dialog) -> str:
    contact = await uow.contacts.get(dialog.contact_id)
    return spoken_with(contact, await uow.organizations.get(uow.organization_id))
