"""tags."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("colour", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_tag_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tag_key",
            ["organization_id", "scope", "key"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_tag_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "contact_tag",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_tag_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contact_tag_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["put_by"], ["employee.id"], name=op.f("fk_contact_tag_put_by_employee")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_contact_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("contact_id", "tag_id", name=op.f("pk_contact_tag")),
    )
    with op.batch_alter_table("contact_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_tag_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_contact_tag_tag", ["tag_id", "contact_id"], unique=False)

    op.create_table(
        "dialog_tag",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_dialog_tag_dialog_id_dialog")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_dialog_tag_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["put_by"], ["employee.id"], name=op.f("fk_dialog_tag_put_by_employee")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_dialog_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("dialog_id", "tag_id", name=op.f("pk_dialog_tag")),
    )
    with op.batch_alter_table("dialog_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dialog_tag_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_dialog_tag_tag", ["tag_id", "dialog_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dialog_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_dialog_tag_tag")
        batch_op.drop_index(batch_op.f("ix_dialog_tag_organization_id"))

    op.drop_table("dialog_tag")
    with op.batch_alter_table("contact_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_tag_tag")
        batch_op.drop_index(batch_op.f("ix_contact_tag_organization_id"))

    op.drop_table("contact_tag")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_organization_id"))
        batch_op.drop_index(
            "ix_tag_key", sqlite_where=sa.text("deleted_at IS NULL"), postgresql_where=sa.text("deleted_at IS NULL")
        )

    op.drop_table("tag")
