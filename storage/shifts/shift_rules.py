"""An organization's rules for shifts. They have no effect in an organization without schedules."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared


class OffDuty(StrEnum):
    """How customers' messages come to a responsible employee who is off duty."""

    SOUND = "sound"  # with sound, as on duty
    SILENT = "silent"
    DEFERRED = "held"  # deferred copies, which come when the shift begins


class ShiftRules(Owned, table=True):
    __table_args__ = (UniqueConstraint("organization_id"),)

    id: int = Field(default=None, primary_key=True)
    # Whether operators may change their own schedules.
    own_schedules: bool = True
    off_duty: OffDuty = Field(default=OffDuty.SILENT, sa_type=enum_type(OffDuty))


class AllShiftRules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def current(self) -> ShiftRules:
        """The organization's rules. Default rules, which are not in the database yet, when nobody has set any."""
        return await one(self._session, _rules()) or ShiftRules()


@prepared
def _rules() -> SelectOfScalar[ShiftRules]:
    return select(ShiftRules)
