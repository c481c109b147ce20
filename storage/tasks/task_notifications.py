"""A task notification: a message that told an employee of a due task. It is repainted when the task changes."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import TelegramId
from storage.engine.owned import Owned
from storage.engine.prepared import every, get, prepared


class TaskNotification(Owned, table=True):
    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    # None when the message is not in a window of the task's dialog.
    window_id: int | None = Field(default=None, foreign_key="window.id")
    chat_id: int = Field(sa_type=TelegramId)
    telegram_message_id: int


class TaskNotifications:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, task_notification_id: int) -> TaskNotification:
        return await get(self._session, TaskNotification, task_notification_id)

    async def forget(self, task_notification_id: int) -> None:
        await self._session.execute(delete(TaskNotification).where(col(TaskNotification.id) == task_notification_id))

    async def of_task(self, task_id: int) -> list[TaskNotification]:
        return await every(self._session, _of_task(task_id))


@prepared
def _of_task(task_id: int) -> SelectOfScalar[TaskNotification]:
    return select(TaskNotification).where(TaskNotification.task_id == task_id)
