"""silent dialogs that close."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "close_rule",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("warning", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_close_rule_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_close_rule_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_close_rule")),
    )
    with op.batch_alter_table("close_rule", schema=None) as batch_op:
        batch_op.create_index("ix_close_rule_department", ["organization_id", "department_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_close_rule_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "silence",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_silence_dialog_id_dialog")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_silence_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("dialog_id", name=op.f("pk_silence")),
    )
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.create_index("ix_silence_close_at", ["close_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_silence_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_silence_organization_id"))
        batch_op.drop_index("ix_silence_close_at")

    op.drop_table("silence")
    with op.batch_alter_table("close_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_close_rule_organization_id"))
        batch_op.drop_index("ix_close_rule_department")

    op.drop_table("close_rule")
