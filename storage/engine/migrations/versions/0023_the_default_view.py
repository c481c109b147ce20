"""the default view."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dialog_filter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("home_scope", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("home_state", sa.String(32), nullable=True))


def downgrade() -> None:
    # Without a batch: that would make the table anew.
    op.drop_column("dialog_filter", "home_state")
    op.drop_column("dialog_filter", "home_scope")
