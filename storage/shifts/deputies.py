"""A deputy: the colleague who is offered an employee's tasks that are due before the employee's next shift."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, select

from bridge.errors import Refusal, lazy
from storage.engine.owned import Owned


class OwnDeputy(Refusal):
    text = lazy("Nobody can be their own deputy")


class Deputy(Owned, table=True):
    employee_id: int = Field(primary_key=True, foreign_key="employee.id")
    deputy_id: int = Field(foreign_key="employee.id")


class Deputies:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, employee_id: int) -> Deputy | None:
        return await self._session.scalar(select(Deputy).where(Deputy.employee_id == employee_id))
