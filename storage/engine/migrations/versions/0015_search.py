"""search.

SQLite looks parts of words up in tables of its own; `engine.search_index` keeps them in step. PostgreSQL has indexes,
which need its extension pg_trgm. What is there already is put into them.
"""

import logging

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from bridge.errors import Misconfigured

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)

FOUND = {"message": ["text"], "contact": ["name", "own_name", "phone"], "contact_address": ["username", "external_id"]}
WORDS = {
    table: " || ' ' || ".join(f"coalesce({table}.{column}, '')" for column in columns)
    for table, columns in FOUND.items()
}
INDEXES = {"message": "message_search", "contact": "contact_search", "contact_address": "address_search"}
# Three letters for an organization: see `storage.engine.search_index.owner`.
OWNER = "char(19968 + {id} / 100000000, 19968 + {id} / 10000 % 10000, 19968 + {id} % 10000)"
# Knows what `normalization.normalize` knows. Were it not said to be dear, whole tables would be read with it.
FOLDED = """
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
    IF words IS NOT NFKC NORMALIZED THEN
        words = normalize(words, NFKC);
    END IF;
    RETURN replace(lower(words), 'ё', 'е');
END $$
"""
SCHEMA = "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'"


class SearchUnavailable(Misconfigured):
    text = (
        "Search needs PostgreSQL's extension pg_trgm, which could not be made: {reason}. Install the package"
        " postgresql-contrib, or have an administrator of the server run in this database: CREATE EXTENSION pg_trgm"
    )


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_search_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_search_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
    )
    with op.batch_alter_table("search", schema=None) as batch_op:
        batch_op.create_index("ix_search_employee", ["employee_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_organization_id"), ["organization_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _index_sqlite()
    else:
        _index_postgresql(op.get_bind())


def _index_sqlite() -> None:
    for table, index in INDEXES.items():
        # What it is made of is kept once, in the table; nobody asks how well a row fits.
        options = "content='', columnsize=0, tokenize='trigram case_sensitive 1'"
        op.execute(f"CREATE VIRTUAL TABLE {index} USING fts5(words, owner, {options})")
        owner = OWNER.format(id=f"{table}.organization_id")
        op.execute(
            f"INSERT INTO {index}(rowid, words, owner) SELECT {table}.id, folded({WORDS[table]}), {owner} FROM {table}"
        )


def _index_postgresql(connection: sa.Connection) -> None:
    schema = connection.scalar(sa.text(SCHEMA)) or _make_extension(connection)
    if not connection.scalar(sa.text(f'SELECT cardinality("{schema}".show_trgm(:word)) > 0'), {"word": "слово"}):
        log.warning(
            "This database's locale takes Cyrillic letters for punctuation: search will be slow, and tell small letters"
            " from capitals. A database made with LC_CTYPE 'C.UTF-8' or 'ru_RU.UTF-8' has no such trouble"
        )
    connection.exec_driver_sql(FOLDED)
    for table, index in INDEXES.items():
        words = f"folded({WORDS[table].replace(f'{table}.', '')})"
        op.execute(f'CREATE INDEX ix_{index} ON {table} USING gin (({words}) "{schema}".gin_trgm_ops)')


def _make_extension(connection: sa.Connection) -> str:
    try:
        connection.execute(sa.text("CREATE EXTENSION pg_trgm"))
    except DBAPIError as error:
        raise SearchUnavailable(reason=error.orig) from error
    return str(connection.scalar(sa.text(SCHEMA)))


def downgrade() -> None:
    for index in INDEXES.values():
        if op.get_bind().dialect.name == "sqlite":
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER IF EXISTS {index}_{event}")
            op.execute(f"DROP TABLE {index}")
        else:
            op.execute(f"DROP INDEX ix_{index}")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION folded(text)")
    op.drop_table("search")
