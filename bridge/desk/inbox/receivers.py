"""The list of possible receivers of a dialog: the viewer, colleagues, departments."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.inbox.dialogs import Receiver, ToDepartment, ToEmployee
from bridge.desk.shifts.routing import why_button
from bridge.desk.ui import callbacks
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork

# Buttons on one page, so that the list fits on a phone's screen.
RECEIVERS_PER_PAGE = 8


class UnknownReceiver(Refusal):
    text = lazy("This button is not valid")


def receiver(to: str) -> Receiver:
    """The receiver that a button names: "e5" is an employee, "d2" a department."""
    kind, number = to[:1], to[1:]
    if kind not in ("e", "d") or not number.isascii() or not number.isdigit() or int(number) >= 2**31:
        raise UnknownReceiver
    return ToEmployee(int(number)) if kind == "e" else ToDepartment(int(number))


async def receivers(uow: UnitOfWork, dialog_id: int, *, viewer_id: int, comment: str = "", page: int = 0) -> Screen:
    """The list: signed-in colleagues first, those on duty at its top; then the departments."""
    dialog = await uow.dialogs.get(dialog_id)
    contact = await uow.contacts.get(dialog.contact_id)

    def option(text: str, to: str, style: str | None = None) -> InlineKeyboardButton:
        data = callbacks.Transfer(dialog_id=dialog.id, version=dialog.version, to=to)
        return button(text, data, style=style)

    here = {sign_in.employee_id for sign_in in await uow.sign_ins.of_department(None)}
    on_duty = await uow.schedules.on_duty(uow.now)
    choices = [
        option(f"{'👤' if employee.id in on_duty else '🌙'} {employee.name}", f"e{employee.id}")
        for employee in sorted(await uow.employees.all(), key=lambda employee: employee.id not in on_duty)
        if employee.id in here and employee.id not in (viewer_id, dialog.assignee_id)
    ]
    choices += [option(f"👥 {department.name}", f"d{department.id}") for department in await uow.departments.all()]
    shown = page_of(choices, page, size=RECEIVERS_PER_PAGE)
    rows = [[choice] for choice in shown.items]
    if dialog.assignee_id != viewer_id:
        rows.insert(0, [option(_("To myself"), f"e{viewer_id}", ButtonStyle.SUCCESS)])
    if pages := shown.last:
        more = shown.number + 1
        to = callbacks.PickReceiver(dialog_id=dialog.id, version=dialog.version, page=more % (pages + 1))
        rows.append([button(f"{more}/{pages + 1} ›", to)])
    rows.append([button("💬 " + _("Add a comment"), callbacks.Comment(dialog_id=dialog.id, version=dialog.version))])
    if dialog.assignee_id == viewer_id:
        rows.append([why_button(dialog.id)])
    rows.append([back(callbacks.ShowCard(dialog_id=dialog.id))])
    words = _("Hand the dialog with {name} over to:").format(name=contact.title)
    text = f"<b>{html.quote(words)}</b>"
    if comment:
        text += f"\n💬 {html.quote(comment)}"
    return Screen(text, rows)
