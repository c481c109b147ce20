"""A question of the operator bot in a chat: the next text typed there is the answer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json, TelegramId, enum_type
from storage.engine.prepared import one, prepared

# Keys in `Question.data`. The id of the delivery that will show the question; until then no text answers it.
UNSEEN_KEY = "unseen"
# The highest message id in the chat when the question came; messages up to this id do not answer it.
SEEN_FROM_KEY = "seen_from"
# The id of the message that shows only this question.
SHOWN_IN_KEY = "shown_in"


class QuestionKind(StrEnum):
    PHONE = "phone"
    PASSWORD = "password"
    TRANSFER_COMMENT = "transfer_comment"
    TASK = "task"
    SEARCH = "search"
    TAG = "tag"
    TAG_NAME = "tag_name"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    CONTACT_NOTE = "contact_note"
    FIELD_VALUE = "field_value"
    FIELD_NAME = "field_name"
    FIELD_OPTIONS = "field_options"
    NOTE = "note"
    SNOOZE = "snooze"
    TIME_ZONE = "time_zone"
    SCHEDULE = "schedule"
    NEW_PASSWORD = "new_password"
    TEMPLATE = "template"
    TEMPLATE_TITLE = "template_title"
    TEMPLATE_NAME = "template_name"
    TEMPLATE_TEXT = "template_text"
    TEMPLATE_FILES = "template_files"
    TEMPLATE_FOLDER = "template_folder"
    TEMPLATE_INSTEAD = "template_instead"
    AUTO_CLOSE_TEXT = "close_text"
    SCHEDULED_MESSAGE = "scheduled_message"
    SCHEDULED_TIME = "scheduled_time"
    ROUTING_WORDS = "routing_words"
    AUTO_MESSAGE_TEXT = "notice_text"
    AUTO_REPLY_KEYWORDS = "keyword_words"
    AUTO_REPLY_TEXT = "keyword_text"


class Question(SQLModel, table=True):
    """An open question. Each person has at most one in each chat and topic.

    It is stored in the database, so that a restart loses nothing.
    """

    chat_id: int = Field(primary_key=True, sa_type=TelegramId, sa_column_kwargs={"autoincrement": False})
    # The topic's id; 0 outside of topics.
    thread_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    # The employee who was asked, so that nobody in a group answers for another person; 0 before a sign-in.
    asked_of: int = Field(
        default=0, primary_key=True, sa_column_kwargs={"autoincrement": False, "server_default": text("0")}
    )
    kind: QuestionKind = Field(sa_type=enum_type(QuestionKind))
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_at: datetime

    @property
    def shown_by(self) -> int | None:
        """The id of the delivery that will show the question; None when the question was shown."""
        return self.data.get(UNSEEN_KEY)

    @property
    def shown_in(self) -> int | None:
        """The id of the message that shows only the question; None when the question is part of a card or a screen."""
        return self.data.get(SHOWN_IN_KEY)

    def is_older_than(self, message_id: int) -> bool:
        """Whether the question was in the chat before this message, which can therefore answer it."""
        return message_id > int(self.data.get(SEEN_FROM_KEY) or 0)


class Questions:
    """Queries of open questions.

    `of` and `by` are the id of the employee who was asked. `of=None` means any employee, `by=0` nobody signed in.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, chat_id: int, thread_id: int | None, *, of: int | None = None) -> Question | None:
        """The open question in a chat or topic; of several the newest; None when there is none."""
        if of is None:
            return await one(self._session, _at(chat_id, thread_id or 0))
        return await one(self._session, _asked(chat_id, thread_id or 0, of))

    async def ask(
        self,
        chat_id: int,
        thread_id: int | None,
        kind: QuestionKind,
        at: datetime,
        *,
        by: int = 0,
        heard: int | None = None,
        **data: Any,
    ) -> None:
        """Store a question. It replaces an older question to the same person in the same place.

        Args:
            heard: the highest message id known in the chat. None: messages that could answer the older question can
                answer the new one too.
            data: further values for `Question.data`.
        """
        place = {"chat_id": chat_id, "thread_id": thread_id or 0, "asked_of": by}
        former = await self._session.get(Question, tuple(place.values()))
        if former is not None and heard is None:
            heard = former.data.get(SEEN_FROM_KEY)
        if former is not None and former.kind is kind and former.shown_in is not None:
            # The old question's message may be edited to show the new one. If the new one comes as a message of its
            # own, the old message is edited to say that its question is over.
            data |= {SHOWN_IN_KEY: former.shown_in}
        data |= ({"by": by} if by else {}) | ({SEEN_FROM_KEY: heard} if heard else {})
        await self._session.merge(Question(**place, kind=kind, data=data, asked_at=at))

    async def asked_since(self, chat_id: int, thread_id: int | None, *, of: int, since: datetime) -> Question | None:
        """The open question that was asked there at or after `since`; None when there is none."""
        question = await self.at(chat_id, thread_id, of=of)
        return question if question is not None and question.asked_at >= since else None

    def hide(self, question: Question, *, shown_by: int) -> None:
        """Accept no answer to the question until a delivery has shown it; `shown_by` is the delivery's id."""
        question.data = {**question.data, UNSEEN_KEY: shown_by}

    async def reveal(self, chat_id: int, thread_id: int, *, of: int, asked_at: datetime, in_: int | None) -> None:
        """Mark a hidden question, if it is still open, as shown.

        Args:
            asked_at: identifies the question; a newer question in the same place stays as it is.
            in_: the id of the message that shows it; None: it cannot be shown, and is deleted.
        """
        question = await self.at(chat_id, thread_id, of=of)
        if question is None or question.asked_at != asked_at:
            return
        if in_ is None:
            await self._session.delete(question)
        else:
            known = {name: value for name, value in question.data.items() if name != UNSEEN_KEY}
            question.data = {**known, SEEN_FROM_KEY: in_, SHOWN_IN_KEY: in_}

    def show(self, question: Question, message_id: int) -> None:
        """Record the message that shows the question."""
        question.data = {**question.data, SHOWN_IN_KEY: message_id}

    async def forget(self, chat_id: int, thread_id: int | None, *, of: int | None = None) -> None:
        question = await self.at(chat_id, thread_id, of=of)
        if question is not None:
            await self._session.delete(question)

    async def forget_all(self, chat_id: int) -> None:
        """Delete all questions of the chat, because another person may sign in there next."""
        await self._session.execute(delete(Question).where(col(Question.chat_id) == chat_id))


@prepared
def _at(chat_id: int, thread_id: int) -> SelectOfScalar[Question]:
    there = select(Question).where(Question.chat_id == chat_id, Question.thread_id == thread_id)
    return there.order_by(col(Question.asked_at).desc()).limit(1)


@prepared
def _asked(chat_id: int, thread_id: int, of: int) -> SelectOfScalar[Question]:
    there = select(Question).where(Question.chat_id == chat_id, Question.thread_id == thread_id)
    return there.where(Question.asked_of == of)
