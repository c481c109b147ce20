"""Screens of «Без ответа»: the working time after which the responsible employee and then managers are told."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts import unanswered
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import OpenUnanswered, back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button
from bridge.desk.ui.settings_rows import Setting
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.unanswered import ResponseLimit, Step

Button = InlineKeyboardButton

# This value stands for all departments without a rule of their own, in the place of a department's id.
ALL_DEPARTMENTS = 0


class ShowRule(CallbackData, prefix="uns"):
    department_id: Number


class ForgetRule(CallbackData, prefix="unf"):
    """Delete the department's rule: the rule of all departments applies again."""

    department_id: Number


async def rules_screen(uow: UnitOfWork) -> Screen:
    """The rules of all departments; a press on one changes it."""
    rules = await uow.unanswered.rules()
    everywhere = next((rule for rule in rules if rule.department_id is None), None)
    rows = [[_entry(_("All departments"), ALL_DEPARTMENTS, everywhere)]]
    own = {rule.department_id: rule for rule in rules}
    for department in await uow.departments.all():
        rows.append([_entry(department.name, department.id, own.get(department.id))])
    rows.append([back_to_management()])
    words = _(
        "When a customer waits too long, whoever should answer is reminded, and then the department's managers are "
        "told, or the administrators. Only working time counts. Who waits right now is on the board: /board"
    )
    head = "⏰ " + html.bold(html.quote(_("Waiting too long")))
    return Screen(f"{head}\n{html.quote(words)}", rows)


def _entry(name: str, department_id: int, rule: ResponseLimit | None) -> Button:
    state = _("as everywhere") if rule is None and department_id else _brief(rule)
    return button(f"{name}: {state}", ShowRule(department_id=department_id))


def _brief(rule: ResponseLimit | None) -> str:
    limits = [rule.remind_after, rule.escalate_after] if rule is not None else [None, None]
    if limits == [None, None]:
        return _("off")
    return " / ".join(_length(minutes or 0) for minutes in limits)


def _length(minutes: int) -> str:
    if not minutes:
        return _("no")
    if minutes % 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h").format(hours=minutes // 60)


async def rule_screen(uow: UnitOfWork, department_id: int) -> Screen:
    """One rule with the minutes to choose from."""
    department = await uow.departments.get(department_id) if department_id else None
    rule = await uow.unanswered.rule_for(department_id or None)
    remind, tell = (rule.remind_after, rule.escalate_after) if rule is not None else (None, None)
    to_answer = _("Remind the responsible, or the department when nobody has the dialog, after: {when}")
    to_manage = _("Tell the managers after: {when}")
    lines = [
        "⏰ " + html.bold(html.quote(department.name if department is not None else _("All departments"))),
        "👤 " + html.quote(to_answer.format(when=_length(remind) if remind else "—")),
        "👔 " + html.quote(to_manage.format(when=_length(tell) if tell else "—")),
    ]
    rows = in_rows(REMIND_AFTER.options(rule, department_id, marks=("✅ ", "👤 ")))
    rows += in_rows(ESCALATE_AFTER.options(rule, department_id, marks=("✅ ", "👔 ")))
    if department_id and rule is not None and rule.department_id == department_id:
        rows.append([button("↩️ " + _("As in all departments"), ForgetRule(department_id=department_id))])
    rows.append([back(OpenUnanswered())])
    return Screen("\n".join(lines), rows)


def _limit(
    name: str, step: Step, choices: Sequence[int], get: Callable[[ResponseLimit], int | None]
) -> Setting[ResponseLimit | None, int]:
    """Buttons with minutes of working time; 0 switches the limit off."""
    return Setting(
        name=name,
        title=_length,
        get=lambda rule: (get(rule) if rule is not None else None) or 0,
        set=lambda uow, of, minutes, by: unanswered.set_limit(uow, of or None, step, minutes or None, by=by),
        choices=choices,
        screen=lambda uow, of, _by: rule_screen(uow, of),
    )


REMIND_AFTER = _limit("remind_after", Step.REMIND, (0, 5, 10, 15, 30, 60), lambda rule: rule.remind_after)
ESCALATE_AFTER = _limit("escalate_after", Step.ESCALATE, (0, 15, 30, 60, 120, 240), lambda rule: rule.escalate_after)
