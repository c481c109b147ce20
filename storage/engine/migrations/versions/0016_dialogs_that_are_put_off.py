"""dialogs that are put off."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dialog", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_dialog_snoozed", ["snoozed_until"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_dialog_snoozed", "dialog")
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("dialog", "snoozed_until")
    op.drop_column("dialog", "snoozed_at")
