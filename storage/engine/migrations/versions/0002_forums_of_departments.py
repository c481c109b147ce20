"""forums of departments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forum",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_forum_department_id_department")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_forum_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_forum_chat_id")),
        sa.UniqueConstraint("department_id", name=op.f("uq_forum_department_id")),
    )
    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_organization_id"), ["organization_id"], unique=False)

    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_closed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.alter_column("employee_id", existing_type=sa.INTEGER(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.alter_column("employee_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("is_closed")

    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_organization_id"))

    op.drop_table("forum")
