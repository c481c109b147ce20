"""A message of a dialog, from the contact, an employee or the bot: text, attachments and delivery state."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Undeliverable, lazy
from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import every, get, one, prepared

# The key in a message's data that holds the kind of its auto-message.
AUTO_MESSAGE = "notice"
# Polls of one dialog whose votes are shown. Votes in older polls are ignored.
MAX_POLLS_PER_DIALOG = 100


class Author(StrEnum):
    CONTACT = "contact"
    EMPLOYEE = "employee"
    BOT = "bot"


class MessageKind(StrEnum):
    """The kind of a message's main content. A message of the kind `UNSUPPORTED` has its kind in `data["kind"]`."""

    TEXT = "text"
    PHOTO = "photo"
    LIVE_PHOTO = "live_photo"
    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"
    LOCATION = "location"
    VENUE = "venue"
    CONTACT = "contact"
    POLL = "poll"
    VOTE = "vote"
    DICE = "dice"
    RICH_MESSAGE = "rich_message"
    UNSUPPORTED = "unsupported"


FILE_KINDS = frozenset(
    {
        MessageKind.PHOTO,
        MessageKind.VIDEO,
        MessageKind.ANIMATION,
        MessageKind.DOCUMENT,
        MessageKind.AUDIO,
        MessageKind.VOICE,
    }
)
FILE_KINDS |= {MessageKind.VIDEO_NOTE, MessageKind.STICKER, MessageKind.LIVE_PHOTO}


class DeliveryState(StrEnum):
    """How far a message has come on its way to the customer."""

    NEEDS_CONFIRMATION = "held"  # it leaves only after its author has confirmed it
    QUEUED = "queued"
    ACCEPTED = "accepted"  # the channel has accepted it
    READ = "read"
    FAILED = "failed"
    DISCARDED = "discarded"


# A value in `Message.failure`: the missing parts of the message may have arrived.
REST_UNKNOWN = "unknown"


class StaysInside(Undeliverable):
    text = lazy("This is an internal note: it never goes to the customer")


class Message(Owned, table=True):
    __table_args__ = (
        UniqueConstraint("dialog_id", "external_id"),
        Index("ix_message_dialog_created", "dialog_id", "id"),
        # For the dialogs with a message on one day; the message's author and `is_hidden` are in the index too.
        Index("ix_message_day", "organization_id", "created_at", "dialog_id", "author", "is_hidden"),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    author: Author = Field(sa_type=enum_type(Author))
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    kind: MessageKind = Field(default=MessageKind.TEXT, sa_type=enum_type(MessageKind))
    # The text, or the caption of the attachment.
    text: str = ""
    # Bot API entities as dicts; offsets and lengths count UTF-16 units of `text`.
    entities: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    # Content without a column: {"latitude", "longitude"}, with {"title", "address"} for a venue; {"phone", "name"};
    # {"emoji"}; {"kind": "poll"}; {"live": True} for a live photo whose film is not available; {"rich": …} for an
    # InputRichMessage, whose words are the text.
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    reply_to_id: int | None = Field(default=None, foreign_key="message.id")
    album_id: str | None = None
    # A message among employees: it never goes to the customer.
    is_note: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # The customer was blocked when they wrote it. It is stored, but only managers find it until the customer is
    # unblocked.
    is_hidden: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # The channel's id of the message, or of its first part; None until the channel accepts it.
    external_id: str | None = None
    created_at: datetime
    accepted_at: datetime | None = None
    # None for the customer's messages and for notes.
    state: DeliveryState | None = Field(default=None, sa_type=enum_type(DeliveryState))
    # The reason of a failure: an English message id and its parameters, translated when it is shown; with
    # {"rest": "unknown"} when the missing parts may have arrived.
    failure: dict[str, Any] | None = Field(default=None, sa_type=Json)
    # It was sent again after an attempt with unknown outcome: the customer may have it twice.
    maybe_repeated: bool = False
    # When its author last edited it; the earlier contents are `Version` rows.
    edited_at: datetime | None = None
    # When an employee deleted it in the customer's chat.
    deleted_at: datetime | None = None

    @property
    def is_incoming(self) -> bool:
        return self.author is Author.CONTACT

    @property
    def may_have_arrived(self) -> bool:
        """Whether the next attempt may repeat parts that the customer already has, after an unknown outcome."""
        return (self.failure or {}).get("rest") == REST_UNKNOWN

    @property
    def is_outdated(self) -> bool:
        """Whether a later change (such as an edit) has not reached the customer; `failure` holds the reason."""
        return self.failure is not None and self.state in (DeliveryState.ACCEPTED, DeliveryState.READ)

    @property
    def is_auto_message(self) -> bool:
        """Whether this is an auto-message of the bot, which does not count as an answer (decided question 3)."""
        return self.author is Author.BOT and AUTO_MESSAGE in self.data

    def ensure_may_leave(self) -> None:
        if self.is_note:
            raise StaysInside

    def keep_inside(self) -> None:
        """Make the message an internal note. The caller makes sure that it has not left yet."""
        self.is_note = True
        self.state = None


class Attachment(Owned, table=True):
    """A file of a message. A live photo has two: first its picture, then its film."""

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    # The earlier version of the message that had this file; None while the message itself has it.
    version_id: int | None = Field(default=None, foreign_key="version.id")
    file_name: str | None = None
    mime: str | None = None
    # Bytes; None when the channel does not tell. Sizes above 2 GB do not fit into 32 bits.
    size: int | None = Field(default=None, sa_type=BigInteger)
    width: int | None = None
    height: int | None = None
    # Seconds.
    duration: int | None = None
    # The carrier that can fetch the original: "desk" or "channel:3".
    source: str
    # The file's id for each carrier: {"desk": "BQAC…", "channel:3": "AgAC…"}. Each bot has its own Telegram ids.
    file_ids: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    # Telegram's id of the content. All bots get the same one, and it never changes; a file_id may change any time.
    unique_id: str | None = None

    def known_to(self, carrier: str) -> str | None:
        return self.file_ids.get(carrier)

    def learn(self, carrier: str, file_id: str) -> None:
        self.file_ids = {**self.file_ids, carrier: file_id}


class Messages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, message_id: int) -> Message:
        return await get(self._session, Message, message_id)

    async def several(self, message_ids: list[int]) -> list[Message]:
        """The messages with these ids, in order of their ids; unknown ids are left out."""
        return await every(self._session, _several(message_ids))

    async def lock(self, message_id: int) -> Message:
        found = await one(self._session, _lock(message_id))
        if found is None:
            raise NotFound
        return found

    async def in_dialog(self, dialog_id: int, message_id: int) -> Message | None:
        """The message with this id, locked until the unit of work ends; None when it is not one of the dialog's."""
        found = await one(self._session, _lock(message_id))
        return found if found is not None and found.dialog_id == dialog_id else None

    async def by_external_id(self, dialog_id: int, external_id: str) -> Message | None:
        return await one(self._session, _by_external_id(dialog_id, external_id))

    async def newest(
        self, dialog_id: int, *, before_id: int | None = None, limit: int = 10, hidden: bool = False
    ) -> list[Message]:
        """The newest messages of the dialog, the oldest of them first; unconfirmed and discarded ones are left out.

        Args:
            before_id: only messages before this one.
            hidden: include messages that the customer wrote while blocked.
        """
        page = _taken_place(dialog_id, hidden=hidden)
        if before_id is not None:
            page = page.where(col(Message.id) < before_id)
        rows = await self._session.scalars(page.order_by(col(Message.id).desc()).limit(limit))
        return list(rows)[::-1]

    async def after(self, dialog_id: int, message_id: int, *, limit: int, hidden: bool = False) -> list[Message]:
        """The first messages after that one, the oldest first. Left-out messages and `hidden` are as in `newest`."""
        later = _taken_place(dialog_id, hidden=hidden).where(col(Message.id) > message_id)
        return list(await self._session.scalars(later.order_by(col(Message.id)).limit(limit)))

    async def of_album(self, dialog_id: int, album_id: str, author: Author) -> list[Message]:
        """The messages of an album, in the order in which they came."""
        rows = select(Message).where(Message.dialog_id == dialog_id, Message.album_id == album_id)
        return list(await self._session.scalars(rows.where(Message.author == author).order_by(col(Message.id))))

    async def polls(self, dialog_id: int) -> list[Message]:
        """Polls that were sent to the customer, the newest first, at most `MAX_POLLS_PER_DIALOG`."""
        rows = select(Message).where(Message.dialog_id == dialog_id, Message.kind == MessageKind.POLL)
        sent = rows.where(Message.author != Author.CONTACT, col(Message.external_id).is_not(None))
        return list(await self._session.scalars(sent.order_by(col(Message.id).desc()).limit(MAX_POLLS_PER_DIALOG)))

    async def awaiting_confirmation(self, dialog_id: int) -> list[Message]:
        """Messages that need a confirmation, the oldest first.

        An album is represented by its first message, whose confirmation is for the whole album.
        """
        rows = select(Message).where(Message.dialog_id == dialog_id, Message.state == DeliveryState.NEEDS_CONFIRMATION)
        pending = list(await self._session.scalars(rows.order_by(col(Message.id))))
        albums = {message.album_id: message.id for message in reversed(pending)}
        return [message for message in pending if message.album_id is None or albums[message.album_id] == message.id]

    async def heard_after(self, dialog_id: int, message_id: int) -> list[Message]:
        """The customer's messages after that message, the oldest first."""
        rows = select(Message).where(Message.dialog_id == dialog_id, col(Message.id) > message_id)
        return list(await self._session.scalars(rows.where(Message.author == Author.CONTACT).order_by(col(Message.id))))

    async def newest_answer(self, dialog_id: int, *, not_by: int) -> Message | None:
        """The newest answer to the customer by an employee other than `not_by`; None when there is none."""
        return await one(self._session, _newest_answer(dialog_id, not_by))

    async def next_answer(self, dialog_id: int, message_id: int) -> Message | None:
        """The first answer of any employee to the customer after that message; None when there is none."""
        later = _answers(dialog_id).where(col(Message.id) > message_id)
        return await self._session.scalar(later.order_by(col(Message.id)).limit(1))

    async def answered_since(self, answer: Message, *, by: int) -> bool:
        """Whether the employee `by` has answered the customer after that answer."""
        later = _answers(answer.dialog_id).where(Message.employee_id == by, col(Message.id) > answer.id)
        return await self._session.scalar(later.limit(1)) is not None

    async def attachments(self, message_id: int) -> list[Attachment]:
        """The message's current files in their order; files of earlier versions are left out."""
        return await every(self._session, _attachments(message_id))

    async def attachment(self, attachment_id: int) -> Attachment:
        return await self._session.get_one(Attachment, attachment_id)


def _taken_place(dialog_id: int, *, hidden: bool) -> SelectOfScalar[Message]:
    unsaid = [DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED]
    there = select(Message).where(Message.dialog_id == dialog_id)
    there = there.where(col(Message.state).is_(None) | col(Message.state).not_in(unsaid))
    return there if hidden else there.where(col(Message.is_hidden).is_(False))


def _answers(dialog_id: int) -> SelectOfScalar[Message]:
    """Employees' messages to the customer that were sent or will be; notes and failed ones are left out."""
    untold = [DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED, DeliveryState.FAILED]
    answers = select(Message).where(Message.dialog_id == dialog_id, Message.author == Author.EMPLOYEE)
    return answers.where(col(Message.is_note).is_(False), col(Message.state).not_in(untold))


@prepared
def _lock(message_id: int) -> SelectOfScalar[Message]:
    locked = select(Message).where(Message.id == message_id).with_for_update()
    return locked.execution_options(populate_existing=True)


@prepared
def _several(message_ids: list[int]) -> SelectOfScalar[Message]:
    return select(Message).where(col(Message.id).in_(message_ids)).order_by(col(Message.id))


@prepared
def _by_external_id(dialog_id: int, external_id: str) -> SelectOfScalar[Message]:
    return select(Message).where(Message.dialog_id == dialog_id, Message.external_id == external_id)


@prepared
def _newest_answer(dialog_id: int, not_by: int) -> SelectOfScalar[Message]:
    return _answers(dialog_id).where(Message.employee_id != not_by).order_by(col(Message.id).desc()).limit(1)


@prepared
def _attachments(message_id: int) -> SelectOfScalar[Attachment]:
    own = select(Attachment).where(Attachment.message_id == message_id, col(Attachment.version_id).is_(None))
    return own.order_by(col(Attachment.id))
