"""deliveries that are settled.

What was given up on without knowing whether it had arrived is refused now; its next try says that it may be a repeat.
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# One that is translated: what it said before was made where it was shown.
TEXT = "The connection broke while sending"
FAILURE = json.dumps({"text": TEXT, "params": {}, "rest": "unknown"})


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("floor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("arrived", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("delayed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE delivery SET status = 'failed', is_repeat = true WHERE status = 'unknown'")
    failure: sa.BindParameter[str] = sa.bindparam("failure", FAILURE)
    column = sa.cast(failure, postgresql.JSONB) if op.get_bind().dialect.name == "postgresql" else failure
    message = sa.table("message", sa.column("state"), sa.column("failure"))
    op.execute(message.update().where(message.c.state == "unknown").values(state="failed", failure=column))
    _tables()


def _tables() -> None:
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("also", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_delivery_id", sa.Integer(), nullable=False),
        sa.Column("last_delivery_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_told_over", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index("ix_outage_settled_at", "outage", ["settled_at"], unique=False)
    op.create_table(
        "outage_notice",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_outage_notice_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name=op.f("fk_outage_notice_outage_id_outage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_notice")),
    )
    op.create_index("ix_outage_notice_outage", "outage_notice", ["outage_id", "chat_id"], unique=True)


def downgrade() -> None:
    op.drop_table("outage_notice")
    op.drop_table("outage")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        for name in ("delayed_at", "arrived", "floor", "left_at"):
            batch_op.drop_column(name)
