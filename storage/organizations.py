"""An organization: a tenant. Nothing of one organization is ever visible to another."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, select


class Organization(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    time_zone: str = "Europe/Moscow"
    language: str = "ru"


class Organizations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, organization_id: int) -> Organization:
        return await self._session.get_one(Organization, organization_id)

    async def named(self, name: str) -> Organization | None:
        return await self._session.scalar(select(Organization).where(Organization.name == name))

    async def all(self) -> list[Organization]:
        return list(await self._session.scalars(select(Organization).order_by(Organization.name)))
