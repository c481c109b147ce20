"""What an organization has decided about work schedules. Without any schedule nothing of it matters."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared


class OffDuty(StrEnum):
    """How customers' messages come to whoever is responsible and off duty."""

    SOUND = "sound"  # as at work
    SILENT = "silent"
    DEFERRED = "held"  # when they are back


class ShiftRules(Owned, table=True):
    __table_args__ = (UniqueConstraint("organization_id"),)

    id: int = Field(default=None, primary_key=True)
    # Whether employees who manage nobody may change their own schedules.
    own_schedules: bool = True
    off_duty: OffDuty = Field(default=OffDuty.SILENT, sa_type=enum_type(OffDuty))


class AllShiftRules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def current(self) -> ShiftRules:
        """What counts now; not among the rows yet when nobody has decided anything."""
        return await one(self._session, _rules()) or ShiftRules()


@prepared
def _rules() -> SelectOfScalar[ShiftRules]:
    return select(ShiftRules)
