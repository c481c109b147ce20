"""An event: who changed what and when. The audit reads it, and the analytics."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned


class EventKind(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGN_IN_UNLOCKED = "sign_in_unlocked"
    SIGN_IN_REVOKED = "sign_in_revoked"
    INVITED = "invited"
    DIALOG_OPENED = "dialog_opened"
    DIALOG_REOPENED = "dialog_reopened"
    DIALOG_TAKEN = "dialog_taken"
    DIALOG_TRANSFERRED = "dialog_transferred"
    DIALOG_CLOSED = "dialog_closed"
    DIALOG_SNOOZED = "dialog_snoozed"
    DIALOG_WOKEN = "dialog_woken"
    DIALOG_READ = "dialog_read"
    ANSWERED = "answered"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    EDITED = "edited"
    DELETED = "deleted"
    REACTED = "reacted"
    REACTION_REFUSED = "reaction_refused"
    NOTED = "noted"
    CUSTOMER_BLOCKED = "customer_blocked"
    CUSTOMER_RETURNED = "customer_returned"
    FORUM_BOUND = "forum_bound"
    FORUM_UNBOUND = "forum_unbound"
    FORUM_LOST = "forum_lost"
    FORUM_REGAINED = "forum_regained"
    FORUM_MOVED = "forum_moved"
    TASK_CREATED = "task_created"
    TASK_CHANGED = "task_changed"
    TASK_DONE = "task_done"
    TASK_REOPENED = "task_reopened"
    TASK_DELETED = "task_deleted"
    TASK_RESTORED = "task_restored"
    TASK_REMINDED = "task_reminded"
    TASK_PUT_OFF = "task_put_off"
    OVERDUE_TOLD = "overdue_told"
    AUTO_CLOSE_RULE_CHANGED = "close_rule_changed"
    CLOSE_WARNED = "close_warned"
    CLOSE_STOPPED = "close_stopped"
    TAG_CREATED = "tag_created"
    TAG_RENAMED = "tag_renamed"
    TAG_COLOURED = "tag_coloured"
    TAG_MERGED = "tag_merged"
    TAG_DELETED = "tag_deleted"
    TAG_RESTORED = "tag_restored"
    DIALOG_TAGGED = "dialog_tagged"
    DIALOG_UNTAGGED = "dialog_untagged"
    CONTACT_TAGGED = "contact_tagged"
    CONTACT_UNTAGGED = "contact_untagged"
    CONTACT_RENAMED = "contact_renamed"
    CONTACT_PHONE_SET = "contact_phone_set"
    CONTACT_BLOCKED = "contact_banned"
    CONTACT_UNBLOCKED = "contact_unbanned"
    CONTACT_NOTED = "contact_noted"
    CONTACT_NOTE_EDITED = "contact_note_edited"
    CONTACT_NOTE_DELETED = "contact_note_deleted"
    CONTACT_NOTE_RESTORED = "contact_note_restored"
    FIELD_CREATED = "field_created"
    FIELD_RENAMED = "field_renamed"
    FIELD_DELETED = "field_deleted"
    FIELD_RESTORED = "field_restored"
    FIELD_FILLED = "field_filled"
    TEMPLATE_CREATED = "template_created"
    TEMPLATE_CHANGED = "template_changed"
    TEMPLATE_DELETED = "template_deleted"
    TEMPLATE_RESTORED = "template_restored"
    TEMPLATE_SENT = "template_sent"
    MESSAGE_SCHEDULED = "message_scheduled"
    SCHEDULED_CHANGED = "scheduled_changed"
    SCHEDULED_CANCELLED = "scheduled_cancelled"
    SCHEDULED_SENT = "scheduled_sent"
    SCHEDULED_NEEDS_CONFIRMATION = "scheduled_held"
    DIALOG_ROUTED = "dialog_routed"
    DIALOG_SORTED = "dialog_sorted"
    ROUTING_CHANGED = "routing_changed"
    PREFERENCE_CHANGED = "preference_changed"
    SCHEDULE_CHANGED = "schedule_changed"
    PAUSE_BEGUN = "pause_begun"
    PAUSE_ENDED = "pause_ended"
    SHIFT_BEGUN = "shift_begun"
    SHIFT_ENDED = "shift_ended"
    PASSWORD_CHANGED = "password_changed"
    APPLIED = "applied"
    BOT_ANSWERED = "bot_answered"
    RATED = "rated"
    RATING_COMMENTED = "rating_commented"
    AUTO_MESSAGE_CHANGED = "notice_changed"
    AUTO_REPLY_CREATED = "keyword_created"
    AUTO_REPLY_CHANGED = "keyword_changed"
    AUTO_REPLY_DELETED = "keyword_deleted"
    AUTO_REPLY_RESTORED = "keyword_restored"
    UNANSWERED_TOLD = "unanswered_told"
    UNANSWERED_RULE_CHANGED = "unanswered_rule_changed"


# Besides when it was.
COUNTED_COLUMNS = ("employee_id", "dialog_id", "department_id", "waited", "is_first")


class Event(Owned, table=True):
    __table_args__ = (
        Index("ix_event_dialog", "dialog_id", "kind", "id"),
        # With all that reports count: to look up half a million rows of a year would take them seconds.
        Index("ix_event_kind_at", "organization_id", "kind", "at", *COUNTED_COLUMNS),
    )

    id: int = Field(default=None, primary_key=True)
    kind: EventKind = Field(sa_type=enum_type(EventKind))
    # Who did it; None for a customer or the system.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    # Whose the dialog was then.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # Of an answer: for how many seconds the customer had waited; None when they did not wait for one.
    waited: int | None = None
    # It is the first answer since the customer opened the dialog.
    is_first: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    at: datetime


class Events:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_dialog(self, dialog_id: int) -> list[Event]:
        return list(
            await self._session.scalars(select(Event).where(Event.dialog_id == dialog_id).order_by(col(Event.id)))
        )

    async def about(self, dialog_ids: Iterable[int], kinds: Iterable[EventKind]) -> list[Event]:
        """What of these kinds has happened in these dialogs, the newest first."""
        found = select(Event).where(col(Event.dialog_id).in_(list(dialog_ids)), col(Event.kind).in_(list(kinds)))
        return list(await self._session.scalars(found.order_by(col(Event.id).desc())))

    async def answer(self, dialog_id: int, message_id: int) -> Event | None:
        """That the customer was answered with this message."""
        answers = select(Event).where(Event.dialog_id == dialog_id, Event.kind == EventKind.ANSWERED)
        this = answers.where(col(Event.data)["message_id"].as_integer() == message_id)
        return await self._session.scalar(this.order_by(col(Event.id).desc()).limit(1))

    async def of_kind(self, kind: EventKind) -> list[Event]:
        return list(await self._session.scalars(select(Event).where(Event.kind == kind).order_by(col(Event.id))))
