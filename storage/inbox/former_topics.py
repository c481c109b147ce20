"""A former topic: a topic that a window had before. Messages typed in it may still be on their way to us."""

from sqlalchemy import Index
from sqlmodel import Field

from storage.engine.columns import TelegramId
from storage.engine.owned import Owned


class FormerTopic(Owned, table=True):
    __table_args__ = (Index("ix_former_topic_thread", "chat_id", "thread_id"),)

    id: int = Field(default=None, primary_key=True)
    window_id: int = Field(foreign_key="window.id", index=True)
    chat_id: int = Field(sa_type=TelegramId)
    thread_id: int
