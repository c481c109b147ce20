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
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.drop_column("hears_of_new")
        batch_op.drop_column("has_sound")
        batch_op.drop_column("time_zone")
