"""a board for each company."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_board_chat", table_name="board")
    op.create_index("ix_board_chat", "board", ["organization_id", "chat_id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_board_chat", table_name="board")
    op.create_index("ix_board_chat", "board", ["chat_id"], unique=True)
