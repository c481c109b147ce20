"""Auto-close: after how much silence a dialog goes to the archive by itself, of all departments or of one."""

from datetime import timedelta

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from bridge.errors import Refusal, lazy
from storage.engine.owned import SYSTEM_WIDE, Owned

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
# Minutes that can be chosen by a press.
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
    """Minutes of silence, and how long before to warn; None for what is not said.

    Raises:
        ImpossibleSilence
    """
    if after is not None and not MIN_CLOSE_MINUTES <= after <= MAX_CLOSE_MINUTES:
        raise ImpossibleAutoClose
    if warning is not None and not 0 < warning <= MAX_CLOSE_MINUTES:
        raise ImpossibleAutoClose


class AutoCloseRule(Owned, table=True):
    """Of a department; without one the rule of all departments goes for it. In minutes by the clock."""

    __table_args__ = (Index("ix_auto_close_rule_department", "organization_id", "department_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    # None: of all departments that have none of their own, and of dialogs that have no department.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # Of silence since our last answer; None: dialogs stay open.
    after: int | None = None
    # So long before whoever answers is warned.
    warning: int = MINUTES_PER_HOUR
    # What the customer hears then; None for nothing.
    text: str | None = None

    @property
    def close_after(self) -> timedelta | None:
        return timedelta(minutes=self.after) if self.after is not None else None

    @property
    def warning_time(self) -> timedelta:
        """How long whoever answers has to say that the dialog stays open: never more than half of the silence."""
        return timedelta(minutes=min(self.warning, (self.after or 0) / 2))


class AutoCloseRules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[AutoCloseRule]:
        return list(await self._session.scalars(select(AutoCloseRule).order_by(col(AutoCloseRule.id))))

    async def of(self, department_id: int | None) -> AutoCloseRule | None:
        """The rule of just that department, or of all when it is None."""
        return next((rule for rule in await self.all() if rule.department_id == department_id), None)

    async def valid_for(self, department_id: int | None) -> AutoCloseRule | None:
        """What goes for a department's dialogs; None when they stay open."""
        own = [rule for rule in await self.all() if rule.department_id in (department_id, None)]
        rule = max(own, key=lambda rule: rule.department_id is not None, default=None)
        return rule if rule is not None and rule.after is not None else None

    async def organizations_anywhere(self) -> list[int]:
        """Organizations in which any dialog is ever closed by itself."""
        ruled = select(AutoCloseRule.organization_id).where(col(AutoCloseRule.after).is_not(None)).distinct()
        return list(await self._session.scalars(ruled, execution_options=SYSTEM_WIDE))
