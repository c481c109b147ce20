"""who set a password last, and which sign-ins an administrator has ended.

Passwords that were changed in the bot before count as changed there.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    source = sa.Column("password_source", sa.String(32), server_default="team_file", nullable=False)
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(source)
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_revoked", sa.Boolean(), server_default=sa.false(), nullable=False))
    employee = sa.table("employee", sa.column("id"), sa.column("password_source"))
    for data in _events("password_changed"):
        whose = employee.c.id == data["who"]["employee_id"]
        op.execute(employee.update().where(whose).values(password_source="bot"))
    sign_in = sa.table("sign_in", sa.column("id"), sa.column("is_revoked"))
    for data in _events("sign_in_revoked"):
        op.execute(sign_in.update().where(sign_in.c.id == data["sign_in_id"]).values(is_revoked=True))


def _events(kind: str) -> Iterator[dict[str, Any]]:
    event = sa.table("event", sa.column("kind"), sa.column("data"))
    for found in op.get_bind().scalars(sa.select(event.c.data).where(event.c.kind == kind)).all():
        yield json.loads(found) if isinstance(found, str) else found


def downgrade() -> None:
    # Without a batch: that would make the tables anew, and others refer to them.
    op.drop_column("sign_in", "is_revoked")
    op.drop_column("employee", "password_source")
