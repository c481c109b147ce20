"""the unread mark."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("employee", "forum"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("marks_unread", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Without a batch: that would make the tables anew, and others refer to them.
    op.drop_column("forum", "marks_unread")
    op.drop_column("employee", "marks_unread")
