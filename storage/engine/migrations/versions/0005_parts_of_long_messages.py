"""parts of long messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MESSAGE = sa.table(
    "message", sa.column("id"), sa.column("organization_id"), sa.column("dialog_id"), sa.column("data", JSON)
)
PART = sa.table(
    "part", sa.column("organization_id"), sa.column("message_id"), sa.column("dialog_id"), sa.column("external_id")
)


def upgrade() -> None:
    op.create_table(
        "part",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_part_dialog_id_dialog")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_part_message_id_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_part_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("dialog_id", "external_id", name=op.f("uq_part_dialog_id_external_id")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_organization_id"), ["organization_id"], unique=False)
    _move_out_of_the_messages()


def _move_out_of_the_messages() -> None:
    """The ids were kept in `data["more"]` before there was a table of parts."""
    bind = op.get_bind()
    long = sa.select(MESSAGE).where(sa.cast(MESSAGE.c.data, sa.Text).like('%"more"%'))
    for row in bind.execute(long).mappings().all():
        owner = {"organization_id": row["organization_id"], "message_id": row["id"], "dialog_id": row["dialog_id"]}
        kept = dict(row["data"])
        for external_id in kept.pop("more", []):
            bind.execute(PART.insert().values(**owner, external_id=external_id))
        bind.execute(MESSAGE.update().where(MESSAGE.c.id == row["id"]).values(data=kept))


def downgrade() -> None:
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_organization_id"))
        batch_op.drop_index(batch_op.f("ix_part_message_id"))

    op.drop_table("part")
