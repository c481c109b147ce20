"""A prompt: what the operator bot has asked in a chat, so that the next text typed there is the answer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.columns import Json, TelegramId, choice
from storage.prepared import one, prepared


class PromptKind(StrEnum):
    PHONE = "phone"
    PASSWORD = "password"
    TRANSFER_COMMENT = "transfer_comment"
    TASK = "task"


class Prompt(SQLModel, table=True):
    """One open question for each chat and topic. It lives in the database, so a restart halfway loses nothing."""

    chat_id: int = Field(primary_key=True, sa_type=TelegramId, sa_column_kwargs={"autoincrement": False})
    # 0 outside of topics.
    thread_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: PromptKind = Field(sa_type=choice(PromptKind))
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_at: datetime


class Prompts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, chat_id: int, thread_id: int | None) -> Prompt | None:
        return await one(self._session, _at(chat_id, thread_id or 0))

    async def ask(self, chat_id: int, thread_id: int | None, kind: PromptKind, at: datetime, **data: Any) -> None:
        """Ask; an older question in the same place is forgotten."""
        prompt = Prompt(chat_id=chat_id, thread_id=thread_id or 0, kind=kind, data=data, asked_at=at)
        await self._session.merge(prompt)

    async def forget(self, chat_id: int, thread_id: int | None) -> None:
        asked = await self.at(chat_id, thread_id)
        if asked is not None:
            await self._session.delete(asked)

    async def forget_all(self, chat_id: int) -> None:
        """Forget every question of the chat: somebody else may sign in there next."""
        await self._session.execute(delete(Prompt).where(col(Prompt.chat_id) == chat_id))


@prepared
def _at(chat_id: int, thread_id: int) -> SelectOfScalar[Prompt]:
    return select(Prompt).where(Prompt.chat_id == chat_id, Prompt.thread_id == thread_id)
