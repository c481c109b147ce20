"""The first tables, and what search needs.

SQLite looks parts of words up in tables of its own; `engine.search_index` keeps them in step. PostgreSQL has indexes,
which need its extension pg_trgm.
"""

import logging
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import SchemaItem

from bridge.errors import Misconfigured

revision = "0035"
down_revision = None
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)

TABLES = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
CHOICE = String(32)
MOMENT = DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# What of a row can be found, by the index that it is found with.
SEARCHED = {
    "message_search": ("message", ("text",)),
    "contact_search": ("contact", ("name", "own_name", "phone")),
    "address_search": ("contact_address", ("username", "external_id")),
}
# Knows what `normalization.normalize` knows. Were it not said to be dear, whole tables would be read with it.
FOLDED = """
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
    IF words IS NOT NFKC NORMALIZED THEN
        words = normalize(words, NFKC);
    END IF;
    RETURN replace(lower(words), 'ё', 'е');
END $$
"""
SCHEMA = "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'"


class SearchUnavailable(Misconfigured):
    text = (
        "Search needs PostgreSQL's extension pg_trgm, which could not be made: {reason}. Install the package"
        " postgresql-contrib, or have an administrator of the server run in this database: CREATE EXTENSION pg_trgm"
    )


def upgrade() -> None:
    connection = op.get_bind()
    TABLES.create_all(connection, checkfirst=False)
    if connection.dialect.name == "sqlite":
        # What it is made of is kept once, in the table; nobody asks how well a row fits.
        options = "content='', columnsize=0, tokenize='trigram case_sensitive 1'"
        for index in SEARCHED:
            op.execute(f"CREATE VIRTUAL TABLE {index} USING fts5(words, owner, {options})")
    else:
        _index_postgresql(connection)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for index in SEARCHED:
            op.execute(f"DROP TABLE {index}")
    TABLES.drop_all(connection, checkfirst=False)
    if connection.dialect.name != "sqlite":
        op.execute("DROP FUNCTION folded(text)")


def _index_postgresql(connection: sa.Connection) -> None:
    schema = connection.scalar(text(SCHEMA)) or _make_extension(connection)
    if not connection.scalar(text(f'SELECT cardinality("{schema}".show_trgm(:word)) > 0'), {"word": "слово"}):
        log.warning(
            "This database's locale takes Cyrillic letters for punctuation: search will be slow, and tell small letters"
            " from capitals. A database made with LC_CTYPE 'C.UTF-8' or 'ru_RU.UTF-8' has no such trouble"
        )
    connection.exec_driver_sql(FOLDED)
    for index, (name, columns) in SEARCHED.items():
        words = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
        op.execute(f'CREATE INDEX ix_{index} ON {name} USING gin ((folded({words})) "{schema}".gin_trgm_ops)')


def _make_extension(connection: sa.Connection) -> str:
    try:
        connection.execute(text("CREATE EXTENSION pg_trgm"))
    except DBAPIError as error:
        raise SearchUnavailable(reason=error.orig) from error
    return str(connection.scalar(text(SCHEMA)))


def table(name: str, *items: SchemaItem) -> None:
    Table(name, TABLES, *items)


def owned(name: str, *items: SchemaItem) -> None:
    """A table whose rows belong to organizations."""
    table(name, Column("organization_id", Integer, ForeignKey("organization.id"), nullable=False), *items)


def where(condition: str) -> dict[str, Any]:
    """Of an index: of which rows it is."""
    return {f"{dialect}_where": text(condition) for dialect in ("sqlite", "postgresql")}


table(
    "journal_cursor",
    Column("source", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("moved_at", MOMENT, nullable=False),
)
table(
    "journal_entry",
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("payload", String, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("state", CHOICE, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", String),
    Column("handled_at", MOMENT),
    UniqueConstraint("source", "external_id"),
    Index("ix_journal_handled", "state", "handled_at"),
    Index("ix_journal_state", "state", "id"),
)
table(
    "organization",
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("language", String, nullable=False),
    Column("narrow_tasks", Boolean, server_default=false(), nullable=False),
    Column("weekly_at", MOMENT),
)
table(
    "outage",
    Column("id", Integer, primary_key=True),
    Column("carrier", String, nullable=False),
    Column("also", String, nullable=False),
    Column("reason", CHOICE, nullable=False),
    Column("began_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("first_delivery_id", Integer, nullable=False),
    Column("last_delivery_id", Integer),
    Column("told_at", MOMENT),
    Column("is_told_over", Boolean, nullable=False),
    Column("settled_at", MOMENT),
    Index("ix_outage_settled_at", "settled_at"),
)
table(
    "question",
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", Integer, primary_key=True, autoincrement=False),
    Column("asked_of", Integer, primary_key=True, autoincrement=False, server_default=text("0")),
    Column("kind", CHOICE, nullable=False),
    Column("data", JSON, nullable=False),
    Column("asked_at", MOMENT, nullable=False),
)
table(
    "sign_in_guard",
    Column("telegram_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", MOMENT),
)
owned(
    "contact",
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("phone", String, index=True),
    Column("language", String),
    Column("created_at", MOMENT, nullable=False),
    Column("own_name", String),
    Column("blocked_at", MOMENT),
    Column("is_spam", Boolean, server_default=false(), nullable=False),
)
owned(
    "custom_field",
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", CHOICE, nullable=False),
    Column("options", JSON, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
    Index("ix_custom_field_key", "organization_id", "key", unique=True, **where("deleted_at IS NULL")),
)
owned(
    "department",
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    UniqueConstraint("organization_id", "name"),
)
owned(
    "employee",
    Column("id", Integer, primary_key=True),
    Column("phone", String, unique=True, nullable=False),
    Column("name", String, nullable=False),
    Column("role", CHOICE, nullable=False),
    Column("password_hash", String),
    Column("password_source", CHOICE, server_default="team_file", nullable=False),
    Column("language", String, nullable=False),
    Column("time_zone", String),
    Column("has_sound", Boolean, server_default=true(), nullable=False),
    Column("undo_seconds", Integer, server_default=text("0"), nullable=False),
    Column("hears_of_new", Boolean, server_default=true(), nullable=False),
    Column("hears_weekly", Boolean, server_default=true(), nullable=False),
    Column("lead_time", CHOICE, server_default="never", nullable=False),
    Column("digest_at", MOMENT),
    Column("marks_unread", Boolean, server_default=false(), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("failed_sign_ins", Integer, nullable=False),
    Column("locked_until", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Index("ix_employee_name", "organization_id", "name"),
)
owned(
    "outage_notice",
    Column("id", Integer, primary_key=True),
    Column("outage_id", Integer, ForeignKey("outage.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_message_id", Integer),
    Index("ix_outage_notice_outage", "outage_id", "chat_id", unique=True),
)
owned(
    "routing_rules",
    Column("id", Integer, primary_key=True),
    Column("reopening", CHOICE, nullable=False),
    UniqueConstraint("organization_id"),
)
owned(
    "shift_rules",
    Column("id", Integer, primary_key=True),
    Column("own_schedules", Boolean, nullable=False),
    Column("off_duty", CHOICE, nullable=False),
    UniqueConstraint("organization_id"),
)
owned(
    "tag",
    Column("id", Integer, primary_key=True),
    Column("scope", CHOICE, nullable=False),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("colour", CHOICE),
    Column("created_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
    Index("ix_tag_key", "organization_id", "scope", "key", unique=True, **where("deleted_at IS NULL")),
)
owned(
    "auto_close_rule",
    Column("id", Integer, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("after", Integer),
    Column("warning", Integer, nullable=False),
    Column("text", String),
    Index("ix_auto_close_rule_department", "organization_id", "department_id", unique=True),
)
owned(
    "board",
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("message_id", Integer),
    Column("shown", String),
    Column("painted_at", MOMENT),
    Index("ix_board_chat", "organization_id", "chat_id", unique=True),
)
owned(
    "channel",
    Column("id", Integer, primary_key=True),
    Column("provider", CHOICE, nullable=False),
    Column("name", String, nullable=False),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("token", String, nullable=False),
    Column("account_id", BigInteger, unique=True),
    Column("is_active", Boolean, nullable=False),
    Column("has_bot", Boolean, server_default=false(), nullable=False),
    Column("is_routed", Boolean, server_default=false(), nullable=False),
    UniqueConstraint("organization_id", "name"),
)
owned(
    "contact_note",
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer, ForeignKey("contact.id"), nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("text", String, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("edited_at", MOMENT),
    Column("deleted_at", MOMENT),
    Index("ix_contact_note_contact", "contact_id", "id"),
)
owned(
    "contact_tag",
    Column("contact_id", Integer, ForeignKey("contact.id"), primary_key=True),
    Column("tag_id", Integer, ForeignKey("tag.id"), primary_key=True),
    Column("put_by", Integer, ForeignKey("employee.id")),
    Column("put_at", MOMENT, nullable=False),
    Index("ix_contact_tag_tag", "tag_id", "contact_id"),
)
owned(
    "deputy",
    Column("employee_id", Integer, ForeignKey("employee.id"), primary_key=True),
    Column("deputy_id", Integer, ForeignKey("employee.id"), nullable=False),
)
owned(
    "exempt_days",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id"), index=True),
    Column("department_id", Integer, ForeignKey("department.id"), index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("hours", JSON, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Index("ix_exempt_days_last", "organization_id", "last"),
)
owned(
    "field_value",
    Column("contact_id", Integer, ForeignKey("contact.id"), primary_key=True),
    Column("field_id", Integer, ForeignKey("custom_field.id"), primary_key=True, index=True),
    Column("value", String, nullable=False),
    Column("put_by", Integer, ForeignKey("employee.id")),
    Column("put_at", MOMENT, nullable=False),
)
owned(
    "forum",
    Column("id", Integer, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), unique=True, nullable=False),
    Column("chat_id", BigInteger, unique=True, nullable=False),
    Column("title", String, nullable=False),
    Column("trouble", CHOICE),
    Column("marks_unread", Boolean, server_default=false(), nullable=False),
    Column("bound_at", MOMENT, nullable=False),
)
owned(
    "invite",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("token_hash", String, unique=True, nullable=False),
    Column("created_by_id", Integer, ForeignKey("employee.id")),
    Column("expires_at", MOMENT, nullable=False),
    Column("used_at", MOMENT),
)
owned(
    "membership",
    Column("employee_id", Integer, ForeignKey("employee.id"), primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), primary_key=True, index=True),
    Index("ix_membership_employee", "organization_id", "employee_id"),
)
owned(
    "pause",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id"), index=True, nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("until", MOMENT, nullable=False),
    Index("ix_pause_until", "organization_id", "until"),
)
owned(
    "response_limit",
    Column("id", Integer, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("remind_after", Integer),
    Column("escalate_after", Integer),
    Index("ix_response_limit_department", "organization_id", "department_id"),
)
owned(
    "routing",
    Column("id", Integer, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), nullable=False),
    Column("mode", CHOICE, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("last_id", Integer, ForeignKey("employee.id")),
    Column("words", JSON, nullable=False),
    Column("in_menu", Boolean, server_default=false(), nullable=False),
    UniqueConstraint("department_id"),
    Index("ix_routing_list", "organization_id", "id"),
)
owned(
    "search",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("words", String, nullable=False),
    Column("subject", CHOICE, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Index("ix_search_employee", "employee_id", "id"),
)
owned(
    "shift",
    Column("employee_id", Integer, ForeignKey("employee.id"), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("is_within", Boolean, nullable=False),
    Column("due_at", MOMENT),
    Column("settled_at", MOMENT, nullable=False),
    Index("ix_shift_due", "due_at"),
    Index("ix_shift_on", "organization_id", "is_on"),
)
owned(
    "task_view",
    Column("employee_id", Integer, ForeignKey("employee.id"), primary_key=True),
    Column("shown", CHOICE, nullable=False),
    Column("due", CHOICE),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("assignee_id", Integer, ForeignKey("employee.id")),
    Column("created_on", Date),
)
owned(
    "template",
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("key", String, nullable=False),
    Column("folder", String),
    Column("scope", CHOICE, nullable=False),
    Column("author_id", Integer, ForeignKey("employee.id"), index=True),
    Column("department_id", Integer, ForeignKey("department.id"), index=True),
    Column("items", JSON, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
    Index("ix_template_list", "organization_id", "deleted_at", "uses"),
)
owned(
    "work_schedule",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("days", JSON, nullable=False),
    Column("country", String),
    UniqueConstraint("department_id"),
    UniqueConstraint("employee_id"),
    Index("ix_work_schedule_list", "organization_id", "employee_id"),
    Index(
        "ix_work_schedule_of_organization",
        "organization_id",
        unique=True,
        **where("employee_id IS NULL AND department_id IS NULL"),
    ),
)
owned(
    "auto_message",
    Column("id", Integer, primary_key=True),
    Column("kind", CHOICE, nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id")),
    Column("is_on", Boolean, nullable=False),
    Column("texts", JSON, nullable=False),
    Index("ix_auto_message_channel", "organization_id", "channel_id", "kind"),
)
owned(
    "auto_reply",
    Column("id", Integer, primary_key=True),
    Column("channel_id", Integer, ForeignKey("channel.id")),
    Column("words", JSON, nullable=False),
    Column("text", String, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
    Index("ix_auto_reply_list", "organization_id", "id"),
)
owned(
    "contact_address",
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer, ForeignKey("contact.id"), index=True, nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("external_id", String, nullable=False),
    Column("username", String),
    Column("blocked_at", MOMENT),
    UniqueConstraint("channel_id", "external_id"),
)
owned(
    "dialog_filter",
    Column("employee_id", Integer, ForeignKey("employee.id"), primary_key=True),
    Column("scope", CHOICE, nullable=False),
    Column("state", CHOICE, nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id")),
    Column("tag_id", Integer, ForeignKey("tag.id")),
    Column("day", Date),
    Column("default_scope", CHOICE),
    Column("default_state", CHOICE),
)
owned(
    "dialog",
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer, ForeignKey("contact.id"), nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("address_id", Integer, ForeignKey("contact_address.id"), nullable=False),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("assignee_id", Integer, ForeignKey("employee.id")),
    Column("status", CHOICE, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    Column("closed_at", MOMENT),
    Column("last_message_at", MOMENT, nullable=False),
    Column("note", String),
    Column("unread", Integer, nullable=False),
    Column("waiting_since", MOMENT),
    Column("snoozed_at", MOMENT),
    Column("snoozed_until", MOMENT),
    Index("ix_dialog_assignee", "assignee_id", "status", "last_message_at"),
    Index("ix_dialog_contact_channel", "contact_id", "channel_id", unique=True),
    Index("ix_dialog_list", "organization_id", "status", "last_message_at"),
    Index("ix_dialog_snoozed", "snoozed_until"),
    Index("ix_dialog_waiting", "organization_id", "waiting_since", **where("waiting_since IS NOT NULL")),
)
owned(
    "auto_close_timer",
    Column("dialog_id", Integer, ForeignKey("dialog.id"), primary_key=True),
    Column("since", MOMENT, nullable=False),
    Column("close_at", MOMENT),
    Index("ix_auto_close_timer_close_at", "close_at"),
)
owned(
    "bot_state",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("greeted_at", MOMENT),
    Column("off_hours_at", MOMENT),
    Column("queued_at", MOMENT),
    Index("ix_bot_state_dialog", "dialog_id", unique=True),
)
owned(
    "dialog_tag",
    Column("dialog_id", Integer, ForeignKey("dialog.id"), primary_key=True),
    Column("tag_id", Integer, ForeignKey("tag.id"), primary_key=True),
    Column("put_by", Integer, ForeignKey("employee.id")),
    Column("put_at", MOMENT, nullable=False),
    Index("ix_dialog_tag_tag", "tag_id", "dialog_id"),
)
owned(
    "event",
    Column("id", Integer, primary_key=True),
    Column("kind", CHOICE, nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("dialog_id", Integer, ForeignKey("dialog.id")),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("waited", Integer),
    Column("is_first", Boolean, server_default=false(), nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", MOMENT, nullable=False),
    Index("ix_event_dialog", "dialog_id", "kind", "id"),
    Index(
        "ix_event_kind_at",
        "organization_id",
        "kind",
        "at",
        "employee_id",
        "dialog_id",
        "department_id",
        "waited",
        "is_first",
    ),
)
owned(
    "message",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("author", CHOICE, nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("kind", CHOICE, nullable=False),
    Column("text", String, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("data", JSON, nullable=False),
    Column("reply_to_id", Integer, ForeignKey("message.id")),
    Column("album_id", String),
    Column("is_note", Boolean, server_default=false(), nullable=False),
    Column("is_hidden", Boolean, server_default=false(), nullable=False),
    Column("external_id", String),
    Column("created_at", MOMENT, nullable=False),
    Column("accepted_at", MOMENT),
    Column("state", CHOICE),
    Column("failure", JSON),
    Column("maybe_repeated", Boolean, nullable=False),
    Column("edited_at", MOMENT),
    Column("deleted_at", MOMENT),
    UniqueConstraint("dialog_id", "external_id"),
    Index("ix_message_day", "organization_id", "created_at", "dialog_id", "author", "is_hidden"),
    Index("ix_message_dialog_created", "dialog_id", "id"),
)
owned(
    "offer",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_message_id", Integer),
    Column("is_live", Boolean, nullable=False),
    UniqueConstraint("dialog_id", "chat_id"),
    Index("ix_offer_chat", "chat_id", "is_live"),
)
owned(
    "response_wait",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("waiting_since", MOMENT, nullable=False),
    Column("due_at", MOMENT),
    Column("reminded_at", MOMENT),
    Column("escalated_at", MOMENT),
    Index("ix_response_wait_dialog", "dialog_id", unique=True),
    Index("ix_response_wait_due", "due_at"),
)
owned(
    "sign_in",
    Column("id", Integer, primary_key=True),
    Column("employee_id", Integer, ForeignKey("employee.id"), index=True, nullable=False),
    Column("telegram_user_id", BigInteger, nullable=False),
    Column("telegram_name", String, nullable=False),
    Column("telegram_username", String),
    Column("started_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("is_revoked", Boolean, server_default=false(), nullable=False),
    Column("blocked_at", MOMENT),
    Column("open_dialog_id", Integer, ForeignKey("dialog.id")),
    Column("typed_at", MOMENT),
    Index("ix_sign_in_active", "organization_id", "ended_at"),
    Index("ix_sign_in_active_account", "telegram_user_id", unique=True, **where("ended_at IS NULL")),
)
owned(
    "task",
    Column("id", Integer, primary_key=True),
    Column("text", String, nullable=False),
    Column("author_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("assignee_id", Integer, ForeignKey("employee.id")),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("dialog_id", Integer, ForeignKey("dialog.id")),
    Column("contact_id", Integer, ForeignKey("contact.id")),
    Column("due_at", MOMENT),
    Column("is_all_day", Boolean, server_default=false(), nullable=False),
    Column("zone", String, nullable=False),
    Column("repeat", CHOICE),
    Column("month_day", Integer),
    Column("lead_time", CHOICE),
    Column("next_id", Integer, ForeignKey("task.id"), index=True),
    Column("status", CHOICE, nullable=False),
    Column("version", Integer, nullable=False),
    Column("order_at", MOMENT, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("done_at", MOMENT),
    Column("done_by_id", Integer, ForeignKey("employee.id")),
    Column("deleted_at", MOMENT),
    Index("ix_task_assignee", "assignee_id", "status"),
    Index("ix_task_department", "department_id", "status"),
    Index("ix_task_dialog", "dialog_id", "status", "deleted_at", "order_at"),
    Index("ix_task_draft", "created_at", **where("status = 'draft'")),
    Index("ix_task_list", "organization_id", "status", "order_at", "id"),
)
owned(
    "window",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("chat_id", BigInteger, nullable=False),
    Column("layout", CHOICE, nullable=False),
    Column("thread_id", Integer),
    Column("card_id", Integer),
    Column("title", String),
    Column("is_closed", Boolean, server_default=false(), nullable=False),
    Column("is_live", Boolean, nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    UniqueConstraint("dialog_id", "chat_id"),
    Index("ix_window_card", "chat_id", "card_id"),
    Index("ix_window_thread", "chat_id", "thread_id"),
    Index("ix_window_topic", "layout", "opened_at", **where("thread_id IS NOT NULL")),
)
owned(
    "delivery",
    Column("id", Integer, primary_key=True),
    Column("carrier", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", JSON, nullable=False),
    Column("key", String),
    Column("dialog_id", Integer, ForeignKey("dialog.id")),
    Column("message_id", Integer, ForeignKey("message.id"), index=True),
    Column("window_id", Integer, ForeignKey("window.id")),
    Column("status", CHOICE, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", MOMENT),
    Column("left_at", MOMENT),
    Column("floor", BigInteger),
    Column("arrived", String),
    Column("delayed_at", MOMENT),
    Column("is_repeat", Boolean, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("settled_at", MOMENT),
    Column("error", String),
    Index("ix_delivery_due", "status", "id"),
    Index("ix_delivery_key", "key", "status", "id"),
    Index("ix_delivery_lane", "lane", "status", "id"),
    Index("ix_delivery_settled", "status", "settled_at"),
    Index("ix_delivery_window", "window_id", "status", "id"),
)
owned(
    "department_question",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("message_id", Integer, ForeignKey("message.id"), nullable=False),
    Column("department_ids", JSON, nullable=False),
    Column("asked_at", MOMENT, nullable=False),
    Column("is_open", Boolean, nullable=False),
    UniqueConstraint("dialog_id"),
)
owned(
    "former_topic",
    Column("id", Integer, primary_key=True),
    Column("window_id", Integer, ForeignKey("window.id"), index=True, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", Integer, nullable=False),
    Index("ix_former_topic_thread", "chat_id", "thread_id"),
)
owned(
    "mirror",
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("message.id"), index=True, nullable=False),
    Column("window_id", Integer, ForeignKey("window.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_message_id", Integer, nullable=False),
    Column("is_original", Boolean, nullable=False),
    UniqueConstraint("chat_id", "telegram_message_id", "message_id"),
    Index("ix_mirror_window", "window_id", "message_id"),
)
owned(
    "part",
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("message.id"), index=True, nullable=False),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("external_id", String, nullable=False),
    UniqueConstraint("dialog_id", "external_id"),
)
owned(
    "rating",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("department_id", Integer, ForeignKey("department.id")),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("closed_at", MOMENT, nullable=False),
    Column("due_at", MOMENT),
    Column("message_id", Integer, ForeignKey("message.id"), unique=True),
    Column("asked_at", MOMENT),
    Column("score", Integer),
    Column("scored_at", MOMENT),
    Column("comment_awaited_at", MOMENT),
    Column("comment", String),
    Index("ix_rating_dialog", "dialog_id", "id"),
    Index("ix_rating_due", "due_at"),
    Index("ix_rating_scored", "organization_id", "scored_at"),
)
owned(
    "reaction",
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("message.id"), nullable=False),
    Column("employee_id", Integer, ForeignKey("employee.id")),
    Column("emojis", JSON, nullable=False),
    Column("at", MOMENT, nullable=False),
    UniqueConstraint("message_id", "employee_id"),
)
owned(
    "scheduled_message",
    Column("id", Integer, primary_key=True),
    Column("dialog_id", Integer, ForeignKey("dialog.id"), nullable=False),
    Column("author_id", Integer, ForeignKey("employee.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("items", JSON, nullable=False),
    Column("album", String),
    Column("reply_to_id", Integer, ForeignKey("message.id")),
    Column("due_at", MOMENT, nullable=False),
    Column("unless_heard", Boolean, nullable=False),
    Column("responsible_id", Integer, ForeignKey("employee.id")),
    Column("after_id", Integer, nullable=False),
    Column("state", CHOICE, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Index("ix_scheduled_message_author", "author_id", "state"),
    Index("ix_scheduled_message_dialog", "dialog_id", "state"),
    Index("ix_scheduled_message_due", "state", "due_at"),
)
owned(
    "task_card",
    Column("id", Integer, primary_key=True),
    Column("task_id", Integer, ForeignKey("task.id"), nullable=False),
    Column("window_id", Integer, ForeignKey("window.id"), index=True, nullable=False),
    Column("telegram_message_id", Integer, nullable=False),
    UniqueConstraint("task_id", "window_id"),
)
owned(
    "task_notification",
    Column("id", Integer, primary_key=True),
    Column("task_id", Integer, ForeignKey("task.id"), index=True, nullable=False),
    Column("window_id", Integer, ForeignKey("window.id")),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_message_id", Integer, nullable=False),
)
owned(
    "task_reminder",
    Column("id", Integer, primary_key=True),
    Column("task_id", Integer, ForeignKey("task.id"), index=True, nullable=False),
    Column("reason", CHOICE, server_default="due", nullable=False),
    Column("due_at", MOMENT, nullable=False),
    Column("was_due_at", MOMENT),
    Column("fired_at", MOMENT),
    Index("ix_task_reminder_due", "fired_at", "due_at"),
)
owned(
    "undo",
    Column("message_id", Integer, ForeignKey("message.id"), primary_key=True, autoincrement=False),
    Column("window_id", Integer, ForeignKey("window.id"), index=True, nullable=False),
    Column("telegram_message_id", Integer),
    Column("until", MOMENT, nullable=False),
    Column("waited_since", MOMENT),
)
owned(
    "version",
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("message.id"), index=True, nullable=False),
    Column("kind", CHOICE, nullable=False),
    Column("text", String, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("replaced_at", MOMENT, nullable=False),
)
owned(
    "attachment",
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("message.id"), index=True, nullable=False),
    Column("version_id", Integer, ForeignKey("version.id")),
    Column("file_name", String),
    Column("mime", String),
    Column("size", BigInteger),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration", Integer),
    Column("source", String, nullable=False),
    Column("file_ids", JSON, nullable=False),
    Column("unique_id", String),
)
