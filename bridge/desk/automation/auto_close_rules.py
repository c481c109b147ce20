"""«Автозакрытие»: the rules by which silent dialogs close, as managers see and change them."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import OpenAutoCloseRules, back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button
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


class OfAutoCloseRule(CallbackData, prefix="ac0"):
    """What every button of a rule carries: 0 is that of all departments."""

    department_id: Number


class ShowAutoCloseRule(OfAutoCloseRule, prefix="acs"):
    """One rule, with all that can be chosen."""


class CloseAfter(OfAutoCloseRule, prefix="aca"):
    """Of so many minutes of silence; 0 for never."""

    minutes: Number


class WarnBefore(OfAutoCloseRule, prefix="acw"):
    minutes: Number


class AskAutoCloseText(OfAutoCloseRule, prefix="act"):
    """Ask what the customer shall hear."""


class DropAutoCloseText(OfAutoCloseRule, prefix="acx"):
    """Say nothing to the customer."""


class DropAutoCloseRule(OfAutoCloseRule, prefix="acd"):
    """As in all departments."""


async def auto_close_rules_screen(uow: UnitOfWork) -> Screen:
    """The rule of all departments, and what goes for each."""
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
    """One rule; 0 is that of all departments."""
    department = await uow.departments.get(department_id) if department_id else None
    rule = await uow.auto_close_rules.of(department_id or None)
    lines = ["🗄 " + html.bold(html.quote(_("Auto-close"))) + " · " + html.quote(_title(department))]
    lines += [html.quote(line) for line in _description_lines(rule, department)]
    rows = in_rows([_after(department_id, rule, minutes) for minutes in CLOSE_AFTER_CHOICES], width=3)
    rows.insert(0, [_after(department_id, rule, 0)])
    if rule is not None and rule.after is not None:
        rows += in_rows([_warning(rule, minutes) for minutes in WARNING_CHOICES if 2 * minutes <= rule.after])
        rows.append(_text_buttons(department_id, rule))
    if rule is not None and department is not None:
        drop = DropAutoCloseRule(department_id=department.id).pack()
        rows.append([button(_("As in all departments"), drop)])
    rows.append([button("‹ " + _("Back"), OpenAutoCloseRules())])
    return Screen("\n".join(lines), rows)


def duration_in_words(minutes: int) -> str:
    """So much time in short words."""
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


def _after(department_id: int, rule: AutoCloseRule | None, minutes: int) -> Button:
    is_chosen = rule is not None and (rule.after or 0) == minutes
    words = duration_in_words(minutes) if minutes else _("Do not close")
    to = CloseAfter(department_id=department_id, minutes=minutes)
    return button(("✓ " if is_chosen else "") + words, to)


def _warning(rule: AutoCloseRule, minutes: int) -> Button:
    tick = "✓ " if rule.warning == minutes else ""
    to = WarnBefore(department_id=rule.department_id or 0, minutes=minutes)
    return button(tick + _("warn {time} before").format(time=duration_in_words(minutes)), to)


def _text_buttons(department_id: int, rule: AutoCloseRule) -> list[Button]:
    ask = button("✏️ " + _("Text for the customer"), AskAutoCloseText(department_id=department_id))
    drop = DropAutoCloseText(department_id=department_id).pack()
    no_text = button(_("Say nothing"), drop, style=ButtonStyle.DANGER)
    return [ask, no_text] if rule.text else [ask]
