"""a question to each person."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PROMPT = sa.table("prompt", sa.column("asked_of"))


def upgrade() -> None:
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("asked_of", sa.Integer(), server_default=sa.text("0"), autoincrement=False, nullable=False)
        )
        batch_op.drop_constraint(batch_op.f("pk_prompt"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_prompt"), ["chat_id", "thread_id", "asked_of"])


def downgrade() -> None:
    # There is room for one question in a place: whoever was asked is asked again.
    op.execute(PROMPT.delete().where(PROMPT.c.asked_of != 0))
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("pk_prompt"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_prompt"), ["chat_id", "thread_id"])
        batch_op.drop_column("asked_of")
