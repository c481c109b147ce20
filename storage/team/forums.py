"""A forum: a Telegram group with topics, which shows a department's dialogs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import get, one, prepared


class Trouble(StrEnum):
    """Why the bot cannot show dialogs in a forum."""

    GONE = "gone"  # the bot was removed, or the group was deleted
    NO_RIGHTS = "no_rights"  # the bot is in the group, but misses rights that it needs
    NO_TOPICS = "no_topics"  # the group's topics were switched off
    ELSEWHERE = "elsewhere"  # Telegram puts messages into other topics than the requested ones
    TAKEN = "taken"  # the group became another group, which is already another department's forum


class Forum(Owned, table=True):
    id: int = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id", unique=True)
    chat_id: int = Field(sa_type=TelegramId, unique=True)
    title: str
    # While a forum has trouble, the department's dialogs are shown in private chats.
    trouble: Trouble | None = Field(default=None, sa_type=enum_type(Trouble))
    # True: the names of the forum's topics show that a customer's message is unread.
    marks_unread: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    bound_at: datetime

    @property
    def is_usable(self) -> bool:
        return self.trouble is None


class Forums:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, forum_id: int) -> Forum:
        return await get(self._session, Forum, forum_id)

    async def of_department(self, department_id: int) -> Forum | None:
        """The department's forum, with or without trouble; None when it has none."""
        return await one(self._session, _of_department(department_id))

    async def usable_of(self, department_id: int | None) -> Forum | None:
        """The forum that shows the department's dialogs; None when they are shown in private chats."""
        if department_id is None:
            return None
        forum = await self.of_department(department_id)
        return forum if forum is not None and forum.is_usable else None

    async def at(self, chat_id: int) -> Forum | None:
        return await one(self._session, _at(chat_id))

    async def at_anywhere(self, chat_id: int) -> Forum | None:
        """The forum in a group, in any organization: updates of a group do not name the organization."""
        return await one(self._session, _at(chat_id), SYSTEM_WIDE)

    async def all_anywhere(self) -> list[Forum]:
        return list(await self._session.scalars(select(Forum), execution_options=SYSTEM_WIDE))

    async def remove(self, forum: Forum) -> None:
        await self._session.delete(forum)


@prepared
def _of_department(department_id: int) -> SelectOfScalar[Forum]:
    return select(Forum).where(Forum.department_id == department_id)


@prepared
def _at(chat_id: int) -> SelectOfScalar[Forum]:
    return select(Forum).where(Forum.chat_id == chat_id)
