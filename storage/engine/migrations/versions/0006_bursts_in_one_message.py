"""bursts in one message."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MIRROR = sa.table("mirror", sa.column("id"), sa.column("chat_id"), sa.column("telegram_message_id"))


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_window", ["window_id", "status", "id"], unique=False)

    with op.batch_alter_table("mirror", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_mirror_chat_id_telegram_message_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_mirror_chat_id_telegram_message_id_message_id"),
            ["chat_id", "telegram_message_id", "message_id"],
        )


def downgrade() -> None:
    _keep_one_of_each()
    with op.batch_alter_table("mirror", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_mirror_chat_id_telegram_message_id_message_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_mirror_chat_id_telegram_message_id"), ["chat_id", "telegram_message_id"]
        )

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_window")


def _keep_one_of_each() -> None:
    """Of a burst only the last message keeps its copy: there was room for no more."""
    last = sa.select(sa.func.max(MIRROR.c.id)).group_by(MIRROR.c.chat_id, MIRROR.c.telegram_message_id)
    op.get_bind().execute(MIRROR.delete().where(MIRROR.c.id.not_in(last)))
