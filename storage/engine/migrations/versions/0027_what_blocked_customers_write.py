"""what blocked customers write."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HIDE = """
UPDATE message SET is_hidden = true WHERE author = 'contact' AND id IN (
    SELECT message.id FROM message JOIN dialog ON dialog.id = message.dialog_id
    JOIN contact ON contact.id = dialog.contact_id
    WHERE contact.banned_at IS NOT NULL AND message.created_at >= contact.banned_at
)
"""


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(HIDE)


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("message", "is_hidden")
