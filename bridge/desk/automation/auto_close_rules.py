"""Screens of «Автозакрытие»: managers see and change the rules by which silent dialogs close."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.automation import auto_close_rules
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import OpenAutoCloseRules, back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button
from bridge.desk.ui.settings_rows import Setting
from bridge.text.texts import _, ngettext
from storage.automation.auto_close_rules import (
    CLOSE_AFTER_CHOICES,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    WARNING_CHOICES,
    AutoCloseRule,
)
from storage.engine.unit_of_work import UnitOfWork
from storage.team.departments import Department

Button = InlineKeyboardButton

MARKS = ("✓ ", "")


class OfAutoCloseRule(CallbackData, prefix="ac0"):
    """Base of the buttons of a rule; `department_id` 0 is the rule of all departments."""

    department_id: Number


class ShowAutoCloseRule(OfAutoCloseRule, prefix="acs"):
    """Show one rule with everything that can be chosen."""


class AskAutoCloseText(OfAutoCloseRule, prefix="act"):
    """Ask for the text that the customer gets before the dialog closes."""


class DropAutoCloseText(OfAutoCloseRule, prefix="acx"):
    """Remove the text: the customer is told nothing."""


class DropAutoCloseRule(OfAutoCloseRule, prefix="acd"):
    """Delete a department's own rule: the rule of all departments applies again."""


async def auto_close_rules_screen(uow: UnitOfWork) -> Screen:
    """The list: the rule of all departments, then the rule that applies in each department."""
    rules = {rule.department_id: rule for rule in await uow.auto_close_rules.all()}
    rows = [[_entry(_("All departments"), 0, rules.get(None))]]
    rows += [[_entry(each.name, each.id, rules.get(each.id))] for each in await uow.departments.all()]
    words = _(
        "A dialog in which the customer says nothing after your answer goes to the archive by itself. "
        "Never while they wait for an answer, a task is open, or anything is put off or leaves later."
    )
    lines = ["🗄 " + html.bold(html.quote(_("Auto-close"))), "", html.quote(words)]
    return Screen("\n".join(lines), [*rows, [back_to_management()]])


async def auto_close_rule_screen(uow: UnitOfWork, department_id: int) -> Screen:
    """The screen of one rule; `department_id` 0 is the rule of all departments."""
    department = await uow.departments.get(department_id) if department_id else None
    rule = await uow.auto_close_rules.of(department_id or None)
    lines = ["🗄 " + html.bold(html.quote(_("Auto-close"))) + " · " + html.quote(_title(department))]
    lines += [html.quote(line) for line in _description_lines(rule, department)]
    never, *after = CLOSE_AFTER.options(rule, department_id, marks=MARKS)
    rows = [[never], *in_rows(after, width=3)]
    if rule is not None and rule.after is not None:
        before = [minutes for minutes in WARNING_CHOICES if 2 * minutes <= rule.after]
        rows += in_rows(WARNING.options(rule, department_id, choices=before, marks=MARKS))
        rows.append(_text_buttons(department_id, rule))
    if rule is not None and department is not None:
        rows.append([button(_("As in all departments"), DropAutoCloseRule(department_id=department.id))])
    rows.append([back(OpenAutoCloseRules())])
    return Screen("\n".join(lines), rows)


def duration_in_words(minutes: int) -> str:
    """A duration in short words."""
    if minutes % MINUTES_PER_DAY == 0:
        return ngettext("{count} day", "{count} days", minutes // MINUTES_PER_DAY).format(
            count=minutes // MINUTES_PER_DAY
        )
    if minutes % MINUTES_PER_HOUR == 0:
        return _("{count} h").format(count=minutes // MINUTES_PER_HOUR)
    return _("{count} min").format(count=minutes)


def _title(department: Department | None) -> str:
    return department.name if department is not None else _("All departments")


def _description_lines(rule: AutoCloseRule | None, department: Department | None) -> list[str]:
    if rule is None and department is not None:
        return [_("As in all departments")]
    if rule is None or rule.after is None:
        return [_("Dialogs stay open")]
    lines = [_("Closes after so much silence: {time}").format(time=duration_in_words(rule.after))]
    minutes = int(rule.warning_time.total_seconds()) // 60
    lines.append(_("Warns so long before: {time}").format(time=duration_in_words(minutes)))
    customer = rule.text if rule.text else _("nothing")
    return [*lines, _("The customer hears then: {text}").format(text=customer)]


def _entry(title: str, department_id: int, rule: AutoCloseRule | None) -> Button:
    state = _("as in all") if department_id else _("off")
    if rule is not None:
        state = duration_in_words(rule.after) if rule.after is not None else _("off")
    return button(f"{title}: {state}", ShowAutoCloseRule(department_id=department_id))


def _text_buttons(department_id: int, rule: AutoCloseRule) -> list[Button]:
    ask = button("✏️ " + _("Text for the customer"), AskAutoCloseText(department_id=department_id))
    no_text = button(_("Say nothing"), DropAutoCloseText(department_id=department_id), style=ButtonStyle.DANGER)
    return [ask, no_text] if rule.text else [ask]


CLOSE_AFTER = Setting[AutoCloseRule | None, int](
    name="close_after",
    title=lambda minutes: duration_in_words(minutes) if minutes else _("Do not close"),
    get=lambda rule: (rule.after or 0) if rule is not None else None,
    set=lambda uow, of, minutes, by: auto_close_rules.set_close_after(uow, of or None, minutes or None, by=by),
    choices=(0, *CLOSE_AFTER_CHOICES),
    screen=lambda uow, of, _by: auto_close_rule_screen(uow, of),
)
WARNING = Setting[AutoCloseRule, int](
    name="close_warning",
    title=lambda minutes: _("warn {time} before").format(time=duration_in_words(minutes)),
    get=lambda rule: rule.warning,
    set=lambda uow, of, minutes, by: auto_close_rules.set_warning(uow, of or None, minutes, by=by),
    choices=WARNING_CHOICES,
    screen=lambda uow, of, _by: auto_close_rule_screen(uow, of),
)
