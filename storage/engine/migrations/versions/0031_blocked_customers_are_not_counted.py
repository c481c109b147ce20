"""what blocked customers write is not counted."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COVERED = ["organization_id", "created_at", "dialog_id", "author"]


def upgrade() -> None:
    op.drop_index("ix_message_day", "message")
    op.create_index("ix_message_day", "message", [*COVERED, "is_hidden"])


def downgrade() -> None:
    op.drop_index("ix_message_day", "message")
    op.create_index("ix_message_day", "message", COVERED)
