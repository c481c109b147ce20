"""A window: the place in an operator's Telegram chat where a dialog is shown, and the copies of messages in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Index, UniqueConstraint, false, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, one, prepared
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.inbox.former_topics import FormerTopic
from storage.messages.messages import DeliveryState, Message

# Topics that are deleted in an hour: each is a call.
MAX_TOPICS_PER_SWEEP = 500
HAS_TOPIC = text("thread_id IS NOT NULL")


class Layout(StrEnum):
    TOPIC = "topic"  # a topic of its own in the operator's private chat
    REPLIES = "replies"  # messages with a header among those of other dialogs
    FORUM = "forum"  # a topic in the department's group, for everybody there


class Window(Owned, table=True):
    __table_args__ = (
        UniqueConstraint("dialog_id", "chat_id"),
        Index("ix_window_thread", "chat_id", "thread_id"),
        Index("ix_window_card", "chat_id", "card_id"),
        # Most windows have no topic any more.
        Index("ix_window_topic", "layout", "opened_at", sqlite_where=HAS_TOPIC, postgresql_where=HAS_TOPIC),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    # Whose chat it is in; None in a department's forum.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    chat_id: int = Field(sa_type=TelegramId)
    layout: Layout = Field(sa_type=enum_type(Layout))
    # message_thread_id of the topic; None until it is created, and in the replies layout.
    thread_id: int | None = None
    # The pinned card.
    card_id: int | None = None
    # The topic's name as we gave it last, so that an unchanged one is not painted again.
    title: str | None = None
    # The topic is closed in Telegram, as only those of forums can be.
    is_closed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # False for a former responsible: nothing new is mirrored here.
    is_live: bool = True
    # When the dialog was opened there last.
    opened_at: datetime

    @property
    def is_swept(self) -> bool:
        """Whether there is nothing of it to be seen any more: it has no topic, and needs none before it opens again."""
        return self.layout is Layout.TOPIC and self.thread_id is None and not self.is_live

    def forget_topic(self) -> None:
        """The topic is gone: whatever was in it is gone too."""
        self.thread_id = None
        self.card_id = None
        self.title = None
        self.is_closed = False


class Mirror(Owned, table=True):
    """A message's copy in an operator's chat; the original too, where the operator wrote it there.

    One Telegram message may be the copy of several of ours: a burst is shown in one.
    """

    __table_args__ = (
        UniqueConstraint("chat_id", "telegram_message_id", "message_id"),
        Index("ix_mirror_window", "window_id", "message_id"),
    )

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    window_id: int = Field(foreign_key="window.id")
    chat_id: int = Field(sa_type=TelegramId)
    telegram_message_id: int
    is_original: bool = False


class Offer(Owned, table=True):
    """A card with «Взять» in an employee's chat: a dialog that nobody is responsible for yet."""

    __table_args__ = (UniqueConstraint("dialog_id", "chat_id"), Index("ix_offer_chat", "chat_id", "is_live"))

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    employee_id: int = Field(foreign_key="employee.id")
    chat_id: int = Field(sa_type=TelegramId)
    telegram_message_id: int | None = None
    is_live: bool = True


class Windows:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, window_id: int) -> Window:
        return await get(self._session, Window, window_id)

    async def at(self, dialog_id: int, chat_id: int) -> Window | None:
        return await one(self._session, _at(dialog_id, chat_id))

    async def in_thread(self, chat_id: int, thread_id: int) -> Window | None:
        """The window whose topic it is, or was."""
        found = await one(self._session, _in_thread(chat_id, thread_id))
        return found or await one(self._session, _formerly_in_thread(chat_id, thread_id))

    def forget_topic(self, window: Window) -> None:
        """The window's topic is gone; what was typed in it until now is still known by it."""
        if window.thread_id is not None:
            self.remember(window, window.thread_id)
        window.forget_topic()

    def remember(self, window: Window, thread_id: int) -> None:
        """Whatever comes from that topic belongs to the window, though it is not the window's any more."""
        self._session.add(FormerTopic(window_id=window.id, chat_id=window.chat_id, thread_id=thread_id))

    async def with_card(self, chat_id: int, card_id: int) -> Window | None:
        found = select(Window).where(Window.chat_id == chat_id, Window.card_id == card_id)
        return await self._session.scalar(found)

    async def of_dialog(self, dialog_id: int, *, live: bool | None = None) -> list[Window]:
        found = _of_dialog(dialog_id) if live is None else _of_dialog_and_state(dialog_id, live)
        return await every(self._session, found)

    async def in_chat(self, chat_id: int) -> list[Window]:
        found = select(Window).where(Window.chat_id == chat_id).order_by(col(Window.id))
        return list(await self._session.scalars(found))

    async def live_in(self, chat_id: int) -> list[Window]:
        live = select(Window).where(Window.chat_id == chat_id, col(Window.is_live)).order_by(col(Window.id))
        return list(await self._session.scalars(live))

    async def open_in(self, chat_id: int) -> list[Window]:
        """The live ones of a chat whose dialogs are open."""
        there = select(Window).join(Dialog, col(Dialog.id) == Window.dialog_id)
        there = there.where(Window.chat_id == chat_id, col(Window.is_live), Dialog.status == DialogStatus.ACTIVE)
        return list(await self._session.scalars(there.order_by(col(Window.id))))

    async def unread_in(self, chat_id: int) -> list[Window]:
        """The live ones of a chat in whose dialogs a customer's message waits unread."""
        unread = select(Window).join(Dialog, col(Dialog.id) == Window.dialog_id)
        unread = unread.where(Window.chat_id == chat_id, col(Window.is_live), Dialog.unread > 0)
        return list(await self._session.scalars(unread.order_by(col(Window.id))))

    async def over_anywhere(self, before: datetime) -> list[tuple[int, int]]:
        """Windows with a topic in a private chat, of dialogs that were closed before that moment; some of many.

        Where somebody has looked since, or is asked about an answer of theirs, they may still work.
        """
        pending = select(Message.id).where(
            col(Message.dialog_id) == Window.dialog_id, Message.state == DeliveryState.NEEDS_CONFIRMATION
        )
        # Asked of each window, and not of all messages there are.
        first_pending = pending.limit(1).scalar_subquery()
        over = select(Window.organization_id, Window.id).join(Dialog, col(Dialog.id) == Window.dialog_id)
        over = over.where(Window.layout == Layout.TOPIC, col(Window.thread_id).is_not(None))
        over = over.where(Dialog.status == DialogStatus.CLOSED, col(Dialog.closed_at) < before)
        over = over.where(Window.opened_at < before, first_pending.is_(None))
        rows = await self._session.execute(
            over.order_by(col(Window.opened_at), col(Window.id)).limit(MAX_TOPICS_PER_SWEEP),
            execution_options=SYSTEM_WIDE,
        )
        return [(organization_id, window_id) for organization_id, window_id in rows]

    async def forget_copies(self, window_id: int) -> None:
        """Every copy in the window is gone, with its topic."""
        await self._session.execute(delete(Mirror).where(col(Mirror.window_id) == window_id))

    async def purge_copies(self, before: datetime, *, limit: int) -> int:
        """Forget copies of messages that were written before that moment; returns how many, `limit` at most."""
        old = select(Message.id).where(Message.created_at < before).order_by(col(Message.created_at).desc()).limit(1)
        # Ids grow in the order in which messages are written.
        if (newest_id := await self._session.scalar(old)) is None:
            return 0
        some = select(Mirror.id).where(Mirror.message_id <= newest_id).limit(limit)
        gone = await self._session.execute(
            delete(Mirror).where(col(Mirror.id).in_(some)), execution_options={"synchronize_session": False}
        )
        return cast(CursorResult[Any], gone).rowcount

    async def mirror_at(self, chat_id: int, telegram_message_id: int) -> Mirror | None:
        """The copy that a Telegram message is: what was replied to, edited, reacted to. Of a burst the last one's."""
        return await one(self._session, _mirror_at(chat_id, telegram_message_id))

    async def shown_with(self, mirror: Mirror) -> list[int]:
        """The ids of all messages that are shown in the Telegram message, in the order in which they are."""
        there = await every(self._session, _shown_with(mirror.chat_id, mirror.telegram_message_id))
        return [each.message_id for each in there]

    async def mirror_of(self, message_id: int, window_id: int) -> Mirror | None:
        """The first copy of a message in a window."""
        return next(iter(await every(self._session, _mirrors_of(message_id, window_id))), None)

    async def mirrors_of(self, message_id: int, window_id: int) -> list[Mirror]:
        """Every copy of a message in a window: a long one has several."""
        return await every(self._session, _mirrors_of(message_id, window_id))

    async def copies_of(self, message_id: int, window_id: int) -> list[Mirror]:
        """Those of them that the bot has made."""
        return [mirror for mirror in await self.mirrors_of(message_id, window_id) if not mirror.is_original]

    async def newest_mirrored(self, window_id: int) -> int:
        """The newest message with a copy in the window; 0 when there is none."""
        newest = select(func.max(col(Mirror.message_id))).where(Mirror.window_id == window_id)
        return await self._session.scalar(newest) or 0

    async def original_of(self, message_id: int) -> Mirror | None:
        """Where the operator wrote the message."""
        return await one(self._session, _original_of(message_id))

    async def offer(self, offer_id: int) -> Offer:
        return await get(self._session, Offer, offer_id)

    async def offers(self, dialog_id: int) -> list[Offer]:
        rows = select(Offer).where(Offer.dialog_id == dialog_id).order_by(col(Offer.id))
        return list(await self._session.scalars(rows))

    async def live_offers_in(self, chat_id: int) -> list[Offer]:
        rows = select(Offer).where(Offer.chat_id == chat_id, col(Offer.is_live)).order_by(col(Offer.id))
        return list(await self._session.scalars(rows))


@prepared
def _at(dialog_id: int, chat_id: int) -> SelectOfScalar[Window]:
    return select(Window).where(Window.dialog_id == dialog_id, Window.chat_id == chat_id)


@prepared
def _in_thread(chat_id: int, thread_id: int) -> SelectOfScalar[Window]:
    return select(Window).where(Window.chat_id == chat_id, Window.thread_id == thread_id)


@prepared
def _formerly_in_thread(chat_id: int, thread_id: int) -> SelectOfScalar[Window]:
    found = select(Window).join(FormerTopic, col(FormerTopic.window_id) == col(Window.id))
    found = found.where(FormerTopic.chat_id == chat_id, FormerTopic.thread_id == thread_id)
    return found.order_by(col(FormerTopic.id).desc())


@prepared
def _of_dialog(dialog_id: int) -> SelectOfScalar[Window]:
    return select(Window).where(Window.dialog_id == dialog_id).order_by(col(Window.id))


@prepared
def _of_dialog_and_state(dialog_id: int, live: bool) -> SelectOfScalar[Window]:
    found = select(Window).where(Window.dialog_id == dialog_id, col(Window.is_live) == live)
    return found.order_by(col(Window.id))


@prepared
def _mirror_at(chat_id: int, telegram_message_id: int) -> SelectOfScalar[Mirror]:
    return _there(chat_id, telegram_message_id).order_by(col(Mirror.message_id).desc()).limit(1)


@prepared
def _shown_with(chat_id: int, telegram_message_id: int) -> SelectOfScalar[Mirror]:
    return _there(chat_id, telegram_message_id).order_by(col(Mirror.message_id))


def _there(chat_id: int, telegram_message_id: int) -> SelectOfScalar[Mirror]:
    return select(Mirror).where(Mirror.chat_id == chat_id, Mirror.telegram_message_id == telegram_message_id)


@prepared
def _mirrors_of(message_id: int, window_id: int) -> SelectOfScalar[Mirror]:
    found = select(Mirror).where(Mirror.message_id == message_id, Mirror.window_id == window_id)
    return found.order_by(col(Mirror.id))


@prepared
def _original_of(message_id: int) -> SelectOfScalar[Mirror]:
    return select(Mirror).where(Mirror.message_id == message_id, col(Mirror.is_original))
