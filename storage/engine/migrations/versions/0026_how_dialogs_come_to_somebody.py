"""how dialogs come to somebody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routing_rules",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reopening", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_routing_rules_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rules")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_routing_rules_organization_id")),
    )
    with op.batch_alter_table("routing_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routing_rules_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "routing",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("in_menu", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_routing_department_id_department")),
        sa.ForeignKeyConstraint(["last_id"], ["employee.id"], name=op.f("fk_routing_last_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_routing_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing")),
        sa.UniqueConstraint("department_id", name=op.f("uq_routing_department_id")),
    )
    with op.batch_alter_table("routing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routing_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "department_question",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("department_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_department_question_dialog_id_dialog")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_department_question_message_id_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_department_question_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_question")),
        sa.UniqueConstraint("dialog_id", name=op.f("uq_department_question_dialog_id")),
    )
    with op.batch_alter_table("department_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_question_organization_id"), ["organization_id"], unique=False)

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_routed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Without a batch: that would make the table anew, and others refer to it.
    op.drop_column("channel", "is_routed")
    with op.batch_alter_table("department_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_question_organization_id"))

    op.drop_table("department_question")
    with op.batch_alter_table("routing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_routing_organization_id"))

    op.drop_table("routing")
    with op.batch_alter_table("routing_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_routing_rules_organization_id"))

    op.drop_table("routing_rules")
