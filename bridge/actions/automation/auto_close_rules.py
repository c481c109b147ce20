"""Rules of auto-close: managers set for all departments, or for one, after how long a silence dialogs close."""

from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from bridge.text import variables
from storage.automation.auto_close_rules import MAX_TEXT_LENGTH, AutoCloseRule, ensure_possible
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee


class NoRule(Refusal):
    text = lazy("There is no such rule any more")


class CloseTextTooLong(Refusal):
    text = lazy("The text is too long: at most {limit} characters, this one has {count}. Nothing was changed")


async def set_close_after(
    uow: UnitOfWork, department_id: int | None, minutes: int | None, *, by: Employee
) -> AutoCloseRule:
    """Set the silence in minutes after which dialogs close; None means never.

    Raises:
        ManagersOnly: `by` is no manager.
        ImpossibleAutoClose: the silence cannot be chosen.
    """
    by.ensure_manager()
    ensure_possible(minutes, None)
    rule = await _rule(uow, department_id)
    rule.after = minutes
    return _changed(uow, rule, by)


async def set_warning(uow: UnitOfWork, department_id: int | None, minutes: int, *, by: Employee) -> AutoCloseRule:
    """Set how many minutes before closing the warning comes.

    Raises:
        ManagersOnly: `by` is no manager.
        ImpossibleAutoClose: the warning time cannot be chosen.
        NoRule: there is no rule.
    """
    by.ensure_manager()
    ensure_possible(None, minutes)
    rule = await _rule(uow, department_id, must_exist=True)
    rule.warning = minutes
    return _changed(uow, rule, by)


async def set_warning_text(
    uow: UnitOfWork, department_id: int | None, text: str | None, *, by: Employee
) -> AutoCloseRule:
    """Set the text that the customer gets with the warning; None means no text.

    Raises:
        ManagersOnly: `by` is no manager.
        NoRule: there is no rule.
        CloseTextTooLong, UnknownVariable, Unclosed
    """
    by.ensure_manager()
    rule = await _rule(uow, department_id, must_exist=True)
    rule.text = check_text(text) if text is not None else None
    return _changed(uow, rule, by)


async def drop_rule(uow: UnitOfWork, department_id: int, *, by: Employee) -> None:
    """Delete a department's own rule; the rule of all departments applies to it again.

    Raises:
        ManagersOnly: `by` is no manager.
        NoRule: there is no rule.
    """
    by.ensure_manager()
    rule = await _rule(uow, department_id, must_exist=True)
    await uow.session.delete(rule)
    audit.record_event(uow, EventKind.AUTO_CLOSE_RULE_CHANGED, by=by.id, department_id=department_id, dropped=True)


def check_text(text: str) -> str:
    """The text as it is stored.

    Raises:
        CloseTextTooLong, UnknownVariable, Unclosed
    """
    text = text.strip()
    if len(text) > MAX_TEXT_LENGTH:
        raise CloseTextTooLong(limit=MAX_TEXT_LENGTH, count=len(text))
    variables.check(text)
    return text


async def _rule(uow: UnitOfWork, department_id: int | None, *, must_exist: bool = False) -> AutoCloseRule:
    """The department's own rule; it is created when it does not exist and `must_exist` is False."""
    # The lock makes two managers who create the rule at once create only one.
    await uow.organizations.lock(uow.organization_id)
    rule = await uow.auto_close_rules.of(department_id)
    if rule is None:
        if must_exist:
            raise NoRule
        if department_id is not None:
            await uow.departments.get(department_id)
        rule = AutoCloseRule(department_id=department_id)
        uow.add(rule)
    return rule


def _changed(uow: UnitOfWork, rule: AutoCloseRule, by: Employee) -> AutoCloseRule:
    rule_data = {"after": rule.after, "warning": rule.warning, "text": bool(rule.text)}
    audit.record_event(uow, EventKind.AUTO_CLOSE_RULE_CHANGED, by=by.id, department_id=rule.department_id, **rule_data)
    return rule
