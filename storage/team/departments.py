"""A department: a group of employees. A dialog can wait in a department's queue."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import Owned
from storage.engine.prepared import every, get, prepared


class Department(Owned, table=True):
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    name: str


class Departments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, department_id: int) -> Department:
        return await get(self._session, Department, department_id)

    async def named(self, name: str) -> Department | None:
        return await self._session.scalar(select(Department).where(Department.name == name))

    async def all(self) -> list[Department]:
        return await every(self._session, _all())


@prepared
def _all() -> SelectOfScalar[Department]:
    return select(Department).order_by(col(Department.name))
