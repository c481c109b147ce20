"""what an employee prefers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time_zone", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("has_sound", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("hears_of_new", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("employee", "hears_of_new")
    op.drop_column("employee", "has_sound")
    op.drop_column("employee", "time_zone")
