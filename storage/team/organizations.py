"""An organization: a tenant. Nothing of one organization is ever visible to another."""

from datetime import datetime

from sqlalchemy import false, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select, update

# PostgreSQL's locks are numbers; storage.engine.migrate holds the one before.
LOCK_ID = 0x6272_6964_6766


class Organization(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    time_zone: str = "Europe/Moscow"
    language: str = "ru"
    # Everybody sees all tasks; narrowed, only their own and those of their departments.
    narrow_tasks: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # When managers get the figures of the week that ends then; None until that is reckoned.
    weekly_at: datetime | None = None


class Organizations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, organization_id: int) -> Organization:
        return await self._session.get_one(Organization, organization_id)

    async def named(self, name: str) -> Organization | None:
        return await self._session.scalar(select(Organization).where(Organization.name == name))

    async def due_for_week(self, now: datetime) -> list[Organization]:
        """Those whose managers are to get the figures of a week by now, or of which it is not known yet when."""
        due = select(Organization).where(col(Organization.weekly_at).is_(None) | (col(Organization.weekly_at) <= now))
        return list(await self._session.scalars(due))

    async def claim_week(self, organization_id: int, due: datetime | None, following: datetime) -> bool:
        """Say when the figures are due next; of two who do so at once only one is told that it was still due."""
        still = col(Organization.weekly_at).is_not_distinct_from(due)
        claimed = update(Organization).where(col(Organization.id) == organization_id, still).values(weekly_at=following)
        return await self._session.scalar(claimed.returning(col(Organization.id))) is not None

    async def lock(self, organization_id: int) -> None:
        """Have whoever else is about to give a name to something in it wait until this unit of work ends."""
        locked = select(Organization).where(Organization.id == organization_id)
        # New rows that only refer to the organization do not wait.
        await self._session.scalar(locked.with_for_update(key_share=True))

    async def lock_all(self) -> None:
        """Have whoever else is about to make or describe an organization wait until this unit of work ends."""
        # SQLite lets nobody else write anyway.
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_ID})

    async def all(self) -> list[Organization]:
        return list(await self._session.scalars(select(Organization).order_by(Organization.name)))
