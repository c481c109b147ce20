"""A task card: the message with a task in a window of its dialog. It is repainted when the task changes."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.owned import Owned


class TaskCard(Owned, table=True):
    __table_args__ = (UniqueConstraint("task_id", "window_id"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    window_id: int = Field(foreign_key="window.id", index=True)
    telegram_message_id: int


class TaskCards:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, task_id: int, window_id: int) -> TaskCard | None:
        found = select(TaskCard).where(TaskCard.task_id == task_id, TaskCard.window_id == window_id)
        return await self._session.scalar(found)

    async def of_task(self, task_id: int) -> list[TaskCard]:
        rows = select(TaskCard).where(TaskCard.task_id == task_id).order_by(col(TaskCard.id))
        return list(await self._session.scalars(rows))
