"""A window: the place in an operator's chat where a dialog is shown. Also its mirrors, and offers of dialogs."""

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

# Topics that are deleted in one hour; each deletion is a call of the Bot API.
MAX_TOPICS_PER_SWEEP = 500
HAS_TOPIC = text("thread_id IS NOT NULL")


class Layout(StrEnum):
    TOPIC = "topic"  # a topic of its own in the operator's private chat
    REPLIES = "replies"  # messages with headers, mixed with those of other dialogs
    FORUM = "forum"  # a topic in the department's group, for all its members


class Window(Owned, table=True):
    __table_args__ = (
        UniqueConstraint("dialog_id", "chat_id"),
        Index("ix_window_thread", "chat_id", "thread_id"),
        Index("ix_window_card", "chat_id", "card_id"),
        # A partial index: most windows have no topic any more.
        Index("ix_window_topic", "layout", "opened_at", sqlite_where=HAS_TOPIC, postgresql_where=HAS_TOPIC),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    # The employee whose chat it is; None in a department's forum.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    chat_id: int = Field(sa_type=TelegramId)
    layout: Layout = Field(sa_type=enum_type(Layout))
    # The topic's message_thread_id; None until the topic is created, and in the replies layout.
    thread_id: int | None = None
    # The message id of the pinned card.
    card_id: int | None = None
    # The topic's name that we set last, so that an unchanged name is not sent again.
    title: str | None = None
    # Whether the topic is closed in Telegram; only topics of forums can be closed.
    is_closed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # False for a former responsible's window, which gets no new copies.
    is_live: bool = True
    # When the dialog was last opened in this window.
    opened_at: datetime

    @property
    def is_swept(self) -> bool:
        """Whether nothing of the window is visible: it has no topic, and gets one only when it is opened again."""
        return self.layout is Layout.TOPIC and self.thread_id is None and not self.is_live

    def forget_topic(self) -> None:
        """Clear everything that was in the topic, because Telegram has deleted it."""
        self.thread_id = None
        self.card_id = None
        self.title = None
        self.is_closed = False


class Mirror(Owned, table=True):
    """The copy of a message in a window, or the original when an operator wrote the message there.

    One Telegram message may be the copy of several of our messages: a burst is shown in one Telegram message.
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
    """A card with «Взять» in an employee's chat, for a dialog that nobody is responsible for yet."""

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
        """The window that the topic belongs to, or belonged to; None when no window ever had it."""
        found = await one(self._session, _in_thread(chat_id, thread_id))
        return found or await one(self._session, _formerly_in_thread(chat_id, thread_id))

    def forget_topic(self, window: Window) -> None:
        """Clear the window's deleted topic, but remember it: messages typed in it may still come."""
        if window.thread_id is not None:
            self.remember(window, window.thread_id)
        window.forget_topic()

    def remember(self, window: Window, thread_id: int) -> None:
        """Store a former topic, so that messages that still come from it reach this window."""
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
        """Live windows of a chat whose dialogs are open."""
        there = select(Window).join(Dialog, col(Dialog.id) == Window.dialog_id)
        there = there.where(Window.chat_id == chat_id, col(Window.is_live), Dialog.status == DialogStatus.ACTIVE)
        return list(await self._session.scalars(there.order_by(col(Window.id))))

    async def unread_in(self, chat_id: int) -> list[Window]:
        """Live windows of a chat whose dialogs have an unread customer's message."""
        unread = select(Window).join(Dialog, col(Dialog.id) == Window.dialog_id)
        unread = unread.where(Window.chat_id == chat_id, col(Window.is_live), Dialog.unread > 0)
        return list(await self._session.scalars(unread.order_by(col(Window.id))))

    async def over_anywhere(self, before: datetime) -> list[tuple[int, int]]:
        """Windows whose topic in a private chat can be deleted: pairs of organization id and window id.

        Their dialogs were closed before that moment. At most `MAX_TOPICS_PER_SWEEP` are returned, ordered by when they
        were last opened. A window that was opened later, or whose dialog has a message that needs a confirmation, is
        left out: somebody may still work there.
        """
        pending = select(Message.id).where(
            col(Message.dialog_id) == Window.dialog_id, Message.state == DeliveryState.NEEDS_CONFIRMATION
        )
        # A scalar subquery is run for each window, and does not read all messages.
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
        """Delete all mirrors of the window, because its topic is gone."""
        await self._session.execute(delete(Mirror).where(col(Mirror.window_id) == window_id))

    async def purge_copies(self, before: datetime, *, limit: int) -> int:
        """Delete mirrors of messages that were written before that moment, at most `limit`. Returns their number."""
        old = select(Message.id).where(Message.created_at < before).order_by(col(Message.created_at).desc()).limit(1)
        # Message ids grow with time, so all messages up to this id are older.
        if (newest_id := await self._session.scalar(old)) is None:
            return 0
        some = select(Mirror.id).where(Mirror.message_id <= newest_id).limit(limit)
        gone = await self._session.execute(
            delete(Mirror).where(col(Mirror.id).in_(some)), execution_options={"synchronize_session": False}
        )
        return cast(CursorResult[Any], gone).rowcount

    async def mirror_at(self, chat_id: int, telegram_message_id: int) -> Mirror | None:
        """The mirror for a Telegram message that an operator has replied to, edited or reacted to.

        When a burst is shown in this Telegram message, it is the mirror of the burst's last message.
        """
        return await one(self._session, _mirror_at(chat_id, telegram_message_id))

    async def shown_with(self, mirror: Mirror) -> list[int]:
        """Ids of all messages that the mirror's Telegram message shows, in their order."""
        there = await every(self._session, _shown_with(mirror.chat_id, mirror.telegram_message_id))
        return [each.message_id for each in there]

    async def mirror_of(self, message_id: int, window_id: int) -> Mirror | None:
        """The first copy of a message in a window."""
        return next(iter(await every(self._session, _mirrors_of(message_id, window_id))), None)

    async def mirrors_of(self, message_id: int, window_id: int) -> list[Mirror]:
        """All mirrors of a message in a window; a long message has several."""
        return await every(self._session, _mirrors_of(message_id, window_id))

    async def copies_of(self, message_id: int, window_id: int) -> list[Mirror]:
        """The mirrors of a message in a window that the bot has sent; the operator's original is left out."""
        return [mirror for mirror in await self.mirrors_of(message_id, window_id) if not mirror.is_original]

    async def newest_mirrored(self, window_id: int) -> int:
        """Id of the newest message with a mirror in the window; 0 when there is none."""
        newest = select(func.max(col(Mirror.message_id))).where(Mirror.window_id == window_id)
        return await self._session.scalar(newest) or 0

    async def original_of(self, message_id: int) -> Mirror | None:
        """The mirror for the original that an operator wrote; None when the message was not written in a window."""
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
