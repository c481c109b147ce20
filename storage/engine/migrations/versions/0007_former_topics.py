"""former topics."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "formertopic",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_formertopic_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["window_id"], ["window.id"], name=op.f("fk_formertopic_window_id_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formertopic")),
    )
    with op.batch_alter_table("formertopic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_formertopic_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_formertopic_thread", ["chat_id", "thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_formertopic_window_id"), ["window_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("formertopic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_formertopic_window_id"))
        batch_op.drop_index("ix_formertopic_thread")
        batch_op.drop_index(batch_op.f("ix_formertopic_organization_id"))

    op.drop_table("formertopic")
