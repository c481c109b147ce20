"""Alembic comes here to run or to write a migration; the connection is ours, see `storage.engine.migrate`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Enum
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import storage.engine.unit_of_work  # noqa: F401  (defines every table)
from storage.engine.search_index import is_own


def in_plain_words(kind: str, item: Any, migration: AutogenContext) -> str | Literal[False]:
    """How a column's type is written: without our own classes, which may change after the migration was written."""
    match kind, item:
        case "type", Enum():
            return f"sa.String({item.length})"
        case "type", AutoString():
            return "sa.String()"
        case "type", UTCDateTime():
            return "sa.DateTime(timezone=True)"
        case "type", JSON():
            migration.imports.add("from sqlalchemy.dialects import postgresql")
            return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite cannot alter most of a table: it is copied.
    render_as_batch=True,
    render_item=in_plain_words,
    include_object=is_own,
)
with context.begin_transaction():
    context.run_migrations()
