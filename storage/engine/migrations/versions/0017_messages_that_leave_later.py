"""messages that leave later."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheduled_message",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unless_heard", sa.Boolean(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["employee.id"], name=op.f("fk_scheduled_message_author_id_employee")),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_scheduled_message_dialog_id_dialog")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_scheduled_message_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["reply_to_id"], ["message.id"], name=op.f("fk_scheduled_message_reply_to_id_message")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["employee.id"], name=op.f("fk_scheduled_message_responsible_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_message")),
    )
    with op.batch_alter_table("scheduled_message", schema=None) as batch_op:
        batch_op.create_index("ix_scheduled_message_author", ["author_id", "state"], unique=False)
        batch_op.create_index("ix_scheduled_message_dialog", ["dialog_id", "state"], unique=False)
        batch_op.create_index("ix_scheduled_message_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_scheduled_message_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("scheduled_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheduled_message_organization_id"))
        batch_op.drop_index("ix_scheduled_message_due")
        batch_op.drop_index("ix_scheduled_message_dialog")
        batch_op.drop_index("ix_scheduled_message_author")

    op.drop_table("scheduled_message")
