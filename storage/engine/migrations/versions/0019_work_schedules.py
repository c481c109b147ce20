"""work schedules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift_rules",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("own_schedules", sa.Boolean(), nullable=False),
        sa.Column("off_duty", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_shift_rules_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_rules")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_shift_rules_organization_id")),
    )
    with op.batch_alter_table("shift_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_rules_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "deputy",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["employee.id"], name=op.f("fk_deputy_deputy_id_employee")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_deputy_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_deputy_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "exempt_days",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_exempt_days_department_id_department")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_exempt_days_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_exempt_days_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exempt_days")),
    )
    with op.batch_alter_table("exempt_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exempt_days_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exempt_days_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index("ix_exempt_days_last", ["organization_id", "last"], unique=False)
        batch_op.create_index(batch_op.f("ix_exempt_days_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "pause",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_pause_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_pause_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pause_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pause_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_pause_until", ["organization_id", "until"], unique=False)

    op.create_table(
        "shift",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("is_within", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_shift_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_shift_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index("ix_shift_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "work_schedule",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_work_schedule_department_id_department")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_work_schedule_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_work_schedule_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_schedule")),
        sa.UniqueConstraint("department_id", name=op.f("uq_work_schedule_department_id")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_work_schedule_employee_id")),
    )
    with op.batch_alter_table("work_schedule", schema=None) as batch_op:
        batch_op.create_index(
            "ix_work_schedule_of_organization",
            ["organization_id"],
            unique=True,
            sqlite_where=sa.text("employee_id IS NULL AND department_id IS NULL"),
            postgresql_where=sa.text("employee_id IS NULL AND department_id IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_work_schedule_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("work_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_schedule_organization_id"))
        batch_op.drop_index(
            "ix_work_schedule_of_organization",
            sqlite_where=sa.text("employee_id IS NULL AND department_id IS NULL"),
            postgresql_where=sa.text("employee_id IS NULL AND department_id IS NULL"),
        )

    op.drop_table("work_schedule")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_organization_id"))
        batch_op.drop_index("ix_shift_due")

    op.drop_table("shift")
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.drop_index("ix_pause_until")
        batch_op.drop_index(batch_op.f("ix_pause_organization_id"))
        batch_op.drop_index(batch_op.f("ix_pause_employee_id"))

    op.drop_table("pause")
    with op.batch_alter_table("exempt_days", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exempt_days_organization_id"))
        batch_op.drop_index("ix_exempt_days_last")
        batch_op.drop_index(batch_op.f("ix_exempt_days_employee_id"))
        batch_op.drop_index(batch_op.f("ix_exempt_days_department_id"))

    op.drop_table("exempt_days")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_organization_id"))

    op.drop_table("deputy")
    with op.batch_alter_table("shift_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_rules_organization_id"))

    op.drop_table("shift_rules")
