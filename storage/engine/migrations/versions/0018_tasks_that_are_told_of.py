"""tasks that are told of."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_task",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.ForeignKeyConstraint(["window_id"], ["window.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("told_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_told_task_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_told_task_task_id"), ["task_id"], unique=False)
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ahead", sa.String(32), server_default="never", nullable=False))
        batch_op.add_column(sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ahead", sa.String(32), nullable=True))
    with op.batch_alter_table("taskreminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.String(32), server_default="due", nullable=False))
        batch_op.add_column(sa.Column("was_due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # Without a batch: that would make the tables anew, and others refer to them.
    op.drop_column("taskreminder", "was_due_at")
    op.drop_column("taskreminder", "occasion")
    op.drop_column("task", "ahead")
    op.drop_column("employee", "digest_at")
    op.drop_column("employee", "ahead")
    op.drop_table("told_task")
