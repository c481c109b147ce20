"""Auto-close rules: after how much silence a dialog is closed automatically. A rule covers all departments or one."""

from datetime import timedelta

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from bridge.errors import Refusal, lazy
from storage.engine.owned import SYSTEM_WIDE, Owned

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
# The periods of silence, in minutes, that have a button.
CLOSE_AFTER_CHOICES = [
    4 * MINUTES_PER_HOUR,
    12 * MINUTES_PER_HOUR,
    MINUTES_PER_DAY,
    2 * MINUTES_PER_DAY,
    3 * MINUTES_PER_DAY,
    7 * MINUTES_PER_DAY,
    14 * MINUTES_PER_DAY,
    30 * MINUTES_PER_DAY,
]
WARNING_CHOICES = [15, MINUTES_PER_HOUR, 3 * MINUTES_PER_HOUR, MINUTES_PER_DAY]
MIN_CLOSE_MINUTES, MAX_CLOSE_MINUTES = MINUTES_PER_HOUR, 365 * MINUTES_PER_DAY
MAX_TEXT_LENGTH = 1000


class ImpossibleAutoClose(Refusal):
    text = lazy("A dialog can close after an hour to a year of silence, and be warned of before. Nothing was changed")


def ensure_possible(after: int | None, warning: int | None) -> None:
    """Check the settings of a rule before they are stored.

    Args:
        after: minutes of silence before a dialog closes; None is not checked.
        warning: minutes between the warning and the closing; None is not checked.

    Raises:
        ImpossibleAutoClose: a value is outside its range.
    """
    if after is not None and not MIN_CLOSE_MINUTES <= after <= MAX_CLOSE_MINUTES:
        raise ImpossibleAutoClose
    if warning is not None and not 0 < warning <= MAX_CLOSE_MINUTES:
        raise ImpossibleAutoClose


class AutoCloseRule(Owned, table=True):
    """The rule of one department, or of all departments that have no rule. It counts minutes on the clock.

    Working hours do not matter.
    """

    __table_args__ = (Index("ix_auto_close_rule_department", "organization_id", "department_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    # None: the rule is for all departments without a rule, and for dialogs without a department.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # Minutes of silence since our last answer; None: dialogs stay open.
    after: int | None = None
    # The dialog's windows show a warning this many minutes before the dialog closes.
    warning: int = MINUTES_PER_HOUR
    # The message that the customer gets together with the warning; None: the customer gets no message.
    text: str | None = None

    @property
    def close_after(self) -> timedelta | None:
        return timedelta(minutes=self.after) if self.after is not None else None

    @property
    def warning_time(self) -> timedelta:
        """Time between the warning and the closing, in which an employee can keep the dialog open.

        It is at most half of the allowed silence.
        """
        return timedelta(minutes=min(self.warning, (self.after or 0) / 2))


class AutoCloseRules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[AutoCloseRule]:
        return list(await self._session.scalars(select(AutoCloseRule).order_by(col(AutoCloseRule.id))))

    async def of(self, department_id: int | None) -> AutoCloseRule | None:
        """The department's own rule, or None. With `department_id=None`: the rule for all departments."""
        return next((rule for rule in await self.all() if rule.department_id == department_id), None)

    async def valid_for(self, department_id: int | None) -> AutoCloseRule | None:
        """The rule that applies to a department's dialogs: its own rule before the rule for all departments.

        None when these dialogs are never closed automatically.
        """
        own = [rule for rule in await self.all() if rule.department_id in (department_id, None)]
        rule = max(own, key=lambda rule: rule.department_id is not None, default=None)
        return rule if rule is not None and rule.after is not None else None

    async def organizations_anywhere(self) -> list[int]:
        """Ids of the organizations that have at least one rule that closes dialogs."""
        ruled = select(AutoCloseRule.organization_id).where(col(AutoCloseRule.after).is_not(None)).distinct()
        return list(await self._session.scalars(ruled, execution_options=SYSTEM_WIDE))
