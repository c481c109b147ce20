"""Screens of «Безопасность»: whose password is changed, and the result."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.team.preferences import ShowSecurity
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_settings
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.team.employees import Employee

Button = InlineKeyboardButton

EMPLOYEES_PER_PAGE = 8


class ChangePassword(CallbackData, prefix="stc"):
    """Ask for the employee's new password."""

    employee_id: Number


class EndSignIns(CallbackData, prefix="ste"):
    """End all sign-ins of the employee except the one that pressed."""

    employee_id: Number


def whom_to_ask(names: Sequence[str]) -> Screen:
    """The screen for employees without access to administration: it names the administrators."""
    words = _("Passwords are changed by administrators. Please ask: {names}").format(names=", ".join(names))
    return _screen(words, [[back_to_settings()]])


def choice(employees: Sequence[Employee], *, viewer_id: int, page: int) -> Screen:
    """The choice of an employee; the viewer comes first."""
    ordered = sorted(employees, key=lambda employee: employee.id != viewer_id)
    shown = page_of(ordered, page, size=EMPLOYEES_PER_PAGE)
    rows = [
        [
            button(
                _("My own") if employee.id == viewer_id else f"👤 {employee.name}",
                ChangePassword(employee_id=employee.id),
            )
        ]
        for employee in shown.items
    ]
    rows += [*shown.turning(lambda to: ShowSecurity(page=to)), [back_to_settings()]]
    return _screen(_("Whose password is to be changed?"), rows)


def changed(employee: Employee, others: int) -> Screen:
    """The result; `others` is the number of the employee's other sign-ins."""
    words = [_("The password of {name} is changed").format(name=employee.name)]
    rows = [[back_to_settings()]]
    if others:
        words.append(_("They are still signed in elsewhere ({n}), with no need for the new password").format(n=others))
        data = EndSignIns(employee_id=employee.id)
        rows.insert(0, [button(_("End the other sign-ins"), data, style=ButtonStyle.DANGER)])
    return _screen("\n".join(words), rows)


def _screen(words: str, rows: list[list[Button]]) -> Screen:
    return Screen("🔑 " + html.quote(words), rows)
