"""indexes by what is asked, none by the organization alone."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# Each had an index of its organization alone, by which SQLite read the whole table.
OWNED = [
    "attachment",
    "board",
    "bot_state",
    "channel",
    "close_rule",
    "contact",
    "contact_address",
    "contact_note",
    "contact_tag",
    "custom_field",
    "delivery",
    "department",
    "department_question",
    "deputy",
    "dialog",
    "dialog_filter",
    "dialog_tag",
    "employee",
    "event",
    "exempt_days",
    "field_value",
    "formertopic",
    "forum",
    "invite",
    "keyword",
    "membership",
    "mirror",
    "notice",
    "offer",
    "part",
    "pause",
    "rating",
    "reaction",
    "routing",
    "routing_rules",
    "scheduled_message",
    "search",
    "shift",
    "shift_rules",
    "sign_in",
    "silence",
    "tag",
    "task",
    "taskcard",
    "taskreminder",
    "taskview",
    "template",
    "told_task",
    "unanswered_rule",
    "undo",
    "version",
    "wait",
    "window",
    "work_schedule",
]

# Another index begins with the same columns, and answers more.
FORMER = [
    ("ix_delivery_key", "delivery", ["key"]),
    ("ix_dialog_assignee_id", "dialog", ["assignee_id"]),
    ("ix_event_dialog", "event", ["dialog_id", "id"]),
    ("ix_mirror_window_id", "mirror", ["window_id"]),
    ("ix_reaction_message_id", "reaction", ["message_id"]),
    ("ix_task_assignee_id", "task", ["assignee_id"]),
    ("ix_task_department_id", "task", ["department_id"]),
    ("ix_task_dialog", "task", ["dialog_id", "status"]),
    ("ix_window_dialog_id", "window", ["dialog_id"]),
]
MADE = [
    ("ix_delivery_key", "delivery", ["key", "status", "id"]),
    ("ix_delivery_settled", "delivery", ["status", "settled_at"]),
    ("ix_dialog_assignee", "dialog", ["assignee_id", "status", "last_message_at"]),
    ("ix_employee_name", "employee", ["organization_id", "name"]),
    ("ix_event_dialog", "event", ["dialog_id", "kind", "id"]),
    ("ix_journal_handled", "journal_entry", ["state", "handled_at"]),
    ("ix_keyword_list", "keyword", ["organization_id", "id"]),
    ("ix_membership_employee", "membership", ["organization_id", "employee_id"]),
    ("ix_mirror_window", "mirror", ["window_id", "message_id"]),
    ("ix_offer_chat", "offer", ["chat_id", "is_live"]),
    ("ix_routing_list", "routing", ["organization_id", "id"]),
    ("ix_shift_on", "shift", ["organization_id", "is_on"]),
    ("ix_sign_in_active", "sign_in", ["organization_id", "ended_at"]),
    ("ix_task_assignee", "task", ["assignee_id", "status"]),
    ("ix_task_department", "task", ["department_id", "status"]),
    ("ix_task_dialog", "task", ["dialog_id", "status", "deleted_at", "order_at"]),
    ("ix_task_next_id", "task", ["next_id"]),
    ("ix_window_card", "window", ["chat_id", "card_id"]),
    ("ix_work_schedule_list", "work_schedule", ["organization_id", "employee_id"]),
]
HAS_TOPIC = sa.text("thread_id IS NOT NULL")
IS_DRAFT = sa.text("status = 'draft'")


def upgrade() -> None:
    for table in OWNED:
        op.drop_index(f"ix_{table}_organization_id", table)
    _replace(FORMER, MADE)
    op.create_index(
        "ix_window_topic", "window", ["layout", "opened_at"], sqlite_where=HAS_TOPIC, postgresql_where=HAS_TOPIC
    )
    op.create_index("ix_task_draft", "task", ["created_at"], sqlite_where=IS_DRAFT, postgresql_where=IS_DRAFT)


def downgrade() -> None:
    op.drop_index("ix_task_draft", "task")
    op.drop_index("ix_window_topic", "window")
    _replace(MADE, FORMER)
    for table in OWNED:
        op.create_index(f"ix_{table}_organization_id", table, ["organization_id"])


def _replace(former: list[tuple[str, str, list[str]]], made: list[tuple[str, str, list[str]]]) -> None:
    for name, table, _columns in former:
        op.drop_index(name, table)
    for name, table, columns in made:
        op.create_index(name, table, columns)
