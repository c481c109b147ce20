"""An organization: a tenant. One organization never sees the data of another."""

from datetime import datetime

from sqlalchemy import false, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select, update

# The number of a PostgreSQL advisory lock; storage.engine.migrate uses the number before it.
LOCK_ID = 0x6272_6964_6766


class Organization(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    time_zone: str = "Europe/Moscow"
    language: str = "ru"
    # True: operators see only their own tasks and those of their departments; False: everybody sees all tasks.
    narrow_tasks: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # When managers get the next weekly report, which is about the week that ends then; None until it is computed.
    weekly_at: datetime | None = None


class Organizations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, organization_id: int) -> Organization:
        return await self._session.get_one(Organization, organization_id)

    async def named(self, name: str) -> Organization | None:
        return await self._session.scalar(select(Organization).where(Organization.name == name))

    async def due_for_week(self, now: datetime) -> list[Organization]:
        """Organizations whose weekly report is due, or has no time yet."""
        due = select(Organization).where(col(Organization.weekly_at).is_(None) | (col(Organization.weekly_at) <= now))
        return list(await self._session.scalars(due))

    async def claim_week(self, organization_id: int, due: datetime | None, following: datetime) -> bool:
        """Set the next weekly report to `following` if it is still due at `due`, and return whether it was.

        When two callers do so at the same time, only one of them gets True.
        """
        still = col(Organization.weekly_at).is_not_distinct_from(due)
        claimed = update(Organization).where(col(Organization.id) == organization_id, still).values(weekly_at=following)
        return await self._session.scalar(claimed.returning(col(Organization.id))) is not None

    async def lock(self, organization_id: int) -> None:
        """Make other units of work that give names in this organization wait until this one ends."""
        locked = select(Organization).where(Organization.id == organization_id)
        # With `key_share`, inserts of rows that only refer to the organization do not wait.
        await self._session.scalar(locked.with_for_update(key_share=True))

    async def lock_all(self) -> None:
        """Make other units of work that create or describe an organization wait until this one ends."""
        # SQLite needs no lock: it has only one writer at a time.
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_ID})

    async def all(self) -> list[Organization]:
        return list(await self._session.scalars(select(Organization).order_by(Organization.name)))
