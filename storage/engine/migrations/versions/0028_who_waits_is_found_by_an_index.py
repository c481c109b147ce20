"""who waits is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dialog", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dialog_waiting",
            ["organization_id", "waiting_since"],
            unique=False,
            sqlite_where=sa.text("waiting_since IS NOT NULL"),
            postgresql_where=sa.text("waiting_since IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_index("ix_dialog_waiting", table_name="dialog")
