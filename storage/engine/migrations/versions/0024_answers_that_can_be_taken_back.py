"""answers that can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "undo",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("telegram_message_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_undo_message_id_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_undo_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["window_id"], ["window.id"], name=op.f("fk_undo_window_id_window")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_undo")),
    )
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undo_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_undo_window_id"), ["window_id"], unique=False)
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undo_seconds", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("employee", "undo_seconds")
    op.drop_table("undo")
