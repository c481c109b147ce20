"""tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "taskview",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(32), nullable=False),
        sa.Column("due", sa.String(32), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["employee.id"], name=op.f("fk_taskview_assignee_id_employee")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_taskview_department_id_department")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_taskview_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_taskview_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_taskview")),
    )
    with op.batch_alter_table("taskview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taskview_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("dialog_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("repeat", sa.String(32), nullable=True),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("next_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["employee.id"], name=op.f("fk_task_assignee_id_employee")),
        sa.ForeignKeyConstraint(["author_id"], ["employee.id"], name=op.f("fk_task_author_id_employee")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_task_contact_id_contact")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_task_department_id_department")),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name=op.f("fk_task_dialog_id_dialog")),
        sa.ForeignKeyConstraint(["done_by_id"], ["employee.id"], name=op.f("fk_task_done_by_id_employee")),
        sa.ForeignKeyConstraint(["next_id"], ["task.id"], name=op.f("fk_task_next_id_task")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_task_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_task_dialog", ["dialog_id", "status"], unique=False)
        batch_op.create_index("ix_task_list", ["organization_id", "status", "order_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "taskcard",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("telegram_message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_taskcard_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_taskcard_task_id_task")),
        sa.ForeignKeyConstraint(["window_id"], ["window.id"], name=op.f("fk_taskcard_window_id_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taskcard")),
        sa.UniqueConstraint("task_id", "window_id", name=op.f("uq_taskcard_task_id_window_id")),
    )
    with op.batch_alter_table("taskcard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taskcard_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taskcard_window_id"), ["window_id"], unique=False)

    op.create_table(
        "taskreminder",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_taskreminder_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_taskreminder_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taskreminder")),
    )
    with op.batch_alter_table("taskreminder", schema=None) as batch_op:
        batch_op.create_index("ix_task_reminder_due", ["fired_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_taskreminder_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taskreminder_task_id"), ["task_id"], unique=False)

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("narrow_tasks", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # A copy would drop the table to which others refer.
    op.drop_column("organization", "narrow_tasks")

    with op.batch_alter_table("taskreminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taskreminder_task_id"))
        batch_op.drop_index(batch_op.f("ix_taskreminder_organization_id"))
        batch_op.drop_index("ix_task_reminder_due")

    op.drop_table("taskreminder")
    with op.batch_alter_table("taskcard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taskcard_window_id"))
        batch_op.drop_index(batch_op.f("ix_taskcard_organization_id"))

    op.drop_table("taskcard")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_organization_id"))
        batch_op.drop_index("ix_task_list")
        batch_op.drop_index("ix_task_dialog")
        batch_op.drop_index(batch_op.f("ix_task_department_id"))
        batch_op.drop_index(batch_op.f("ix_task_assignee_id"))

    op.drop_table("task")
    with op.batch_alter_table("taskview", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taskview_organization_id"))

    op.drop_table("taskview")
