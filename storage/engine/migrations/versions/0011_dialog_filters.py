"""dialog filters."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialog_filter",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_dialog_filter_channel_id_channel")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_dialog_filter_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_dialog_filter_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_dialog_filter_tag_id_tag")),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_dialog_filter")),
    )
    with op.batch_alter_table("dialog_filter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dialog_filter_organization_id"), ["organization_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_organization_id"))
        batch_op.create_index("ix_message_day", ["organization_id", "created_at", "dialog_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_day")
        batch_op.create_index(batch_op.f("ix_message_organization_id"), ["organization_id"], unique=False)

    with op.batch_alter_table("dialog_filter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dialog_filter_organization_id"))

    op.drop_table("dialog_filter")
