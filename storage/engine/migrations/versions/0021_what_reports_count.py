"""what reports count."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COUNTED = ["employee_id", "dialog_id", "department_id", "waited", "is_first"]


def upgrade() -> None:
    # In words that both databases know: to add what refers to another table, a batch would make the table anew.
    op.execute(
        "ALTER TABLE event ADD COLUMN department_id INTEGER"
        " CONSTRAINT fk_event_department_id_department REFERENCES department (id)"
    )
    op.add_column("event", sa.Column("waited", sa.Integer(), nullable=True))
    op.add_column("event", sa.Column("is_first", sa.Boolean(), server_default=sa.false(), nullable=False))
    # As near as can be told; for how long customers waited for older answers is told by nothing.
    op.execute(
        "UPDATE event SET department_id = (SELECT department_id FROM dialog WHERE dialog.id = event.dialog_id)"
        " WHERE dialog_id IS NOT NULL"
    )
    op.drop_index("ix_event_kind_at", "event")
    op.create_index("ix_event_kind_at", "event", ["organization_id", "kind", "at", *COUNTED])
    op.drop_index("ix_message_day", "message")
    op.create_index("ix_message_day", "message", ["organization_id", "created_at", "dialog_id", "author"])
    op.add_column("organization", sa.Column("weekly_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("employee", sa.Column("hears_weekly", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    # Without batches where others refer to a table: it would be made anew.
    op.drop_column("employee", "hears_weekly")
    op.drop_column("organization", "weekly_at")
    op.drop_index("ix_message_day", "message")
    op.create_index("ix_message_day", "message", ["organization_id", "created_at", "dialog_id"])
    op.drop_index("ix_event_kind_at", "event")
    op.create_index("ix_event_kind_at", "event", ["organization_id", "kind", "at"])
    with op.batch_alter_table("event") as batch_op:
        for column in ("is_first", "waited", "department_id"):
            batch_op.drop_column(column)
