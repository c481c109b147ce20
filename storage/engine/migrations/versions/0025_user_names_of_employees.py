"""user names of employees."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("telegram_username", sa.String(), nullable=True))


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("sign_in", "telegram_username")
