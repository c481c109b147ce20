"""what the bot says by itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("painted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_board_department_id_department")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_board_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_board_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.create_index("ix_board_chat", ["chat_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_board_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "unanswered_rule",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("remind_after", sa.Integer(), nullable=True),
        sa.Column("escalate_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_unanswered_rule_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_unanswered_rule_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_rule")),
    )
    with op.batch_alter_table("unanswered_rule", schema=None) as batch_op:
        batch_op.create_index("ix_unanswered_rule_department", ["organization_id", "department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unanswered_rule_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "keyword",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_keyword_channel_id_channel")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_keyword_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyword")),
    )
    with op.batch_alter_table("keyword", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keyword_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_notice_channel_id_channel")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notice_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_channel", ["organization_id", "channel_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "bot_state",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_hours_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_bot_state_dialog_id_dialog")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_bot_state_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_state")),
    )
    with op.batch_alter_table("bot_state", schema=None) as batch_op:
        batch_op.create_index("ix_bot_state_dialog", ["dialog_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_bot_state_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "wait",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_wait_dialog_id_dialog")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_wait_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
    )
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.create_index("ix_wait_dialog", ["dialog_id"], unique=True)
        batch_op.create_index("ix_wait_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "rating",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment_awaited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_rating_channel_id_channel")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_rating_department_id_department")),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_rating_dialog_id_dialog")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_rating_employee_id_employee")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_rating_message_id_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_rating_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("message_id", name=op.f("uq_rating_message_id")),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index("ix_rating_dialog", ["dialog_id", "id"], unique=False)
        batch_op.create_index("ix_rating_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_rating_scored", ["organization_id", "scored_at"], unique=False)

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_bot", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("channel", "has_bot")
    op.drop_table("rating")
    op.drop_table("wait")
    op.drop_table("bot_state")
    op.drop_table("notice")
    op.drop_table("keyword")
    op.drop_table("unanswered_rule")
    op.drop_table("board")
