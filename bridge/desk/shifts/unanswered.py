"""«Без ответа»: after how much working time whoever should answer is reminded, and the managers are told."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.unanswered import ResponseLimit, Step

Button = InlineKeyboardButton

# Instead of a department's id: all that have no rule of their own.
ALL_DEPARTMENTS = 0
# Minutes of working time; 0 is not at all.
MINUTES_CHOICES = {Step.REMIND: (0, 5, 10, 15, 30, 60), Step.ESCALATE: (0, 15, 30, 60, 120, 240)}


class ShowUnanswered(CallbackData, prefix="unl"):
    """The rules of all departments."""


class ShowRule(CallbackData, prefix="uns"):
    department_id: Number


class SetLimit(CallbackData, prefix="unm"):
    """After so many minutes; not at all when it is 0."""

    department_id: Number
    step: Step
    minutes: Number


class ForgetRule(CallbackData, prefix="unf"):
    """As in all departments."""

    department_id: Number


async def rules_screen(uow: UnitOfWork) -> Screen:
    """What goes for whom; a press changes it."""
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
    rows = [*_choices("👤", remind, department_id, Step.REMIND), *_choices("👔", tell, department_id, Step.ESCALATE)]
    if department_id and rule is not None and rule.department_id == department_id:
        as_all = ForgetRule(department_id=department_id).pack()
        rows.append([button("↩️ " + _("As in all departments"), as_all)])
    rows.append([button("‹ " + _("Back"), ShowUnanswered())])
    return Screen("\n".join(lines), rows)


def _choices(sign: str, chosen: int | None, department_id: int, step: Step) -> list[list[Button]]:
    buttons = [
        button(
            f"{'✅' if minutes == (chosen or 0) else sign} {_length(minutes)}",
            SetLimit(department_id=department_id, step=step, minutes=minutes),
        )
        for minutes in MINUTES_CHOICES[step]
    ]
    return in_rows(buttons)
