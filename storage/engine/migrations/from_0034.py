"""The step from revision 0034, the last one before the migrations became one: tables and columns get their new names.

The tables are otherwise those of revision 0035, and no row is changed.
"""

import re

from sqlalchemy import Connection, text

FORMER, REVISION = "0034", "0035"
# Revisions that are older still; their migrations are gone.
TOO_OLD = {f"{number:04}" for number in range(1, int(FORMER))}

TABLES = {
    "close_rule": "auto_close_rule",
    "silence": "auto_close_timer",
    "notice": "auto_message",
    "keyword": "auto_reply",
    "formertopic": "former_topic",
    "prompt": "question",
    "unanswered_rule": "response_limit",
    "wait": "response_wait",
    "taskcard": "task_card",
    "told_task": "task_notification",
    "taskreminder": "task_reminder",
    "taskview": "task_view",
}
# By the tables' new names.
COLUMNS = {
    "contact": {"banned_at": "blocked_at"},
    "dialog_filter": {"home_scope": "default_scope", "home_state": "default_state"},
    "employee": {"ahead": "lead_time"},
    "task": {"ahead": "lead_time"},
    "task_reminder": {"occasion": "reason"},
}


def bring_over(connection: Connection) -> None:
    rename = _rename_in_sqlite if connection.dialect.name == "sqlite" else _rename_in_postgresql
    for former, name in TABLES.items():
        rename(connection, former, name)
    for table, columns in COLUMNS.items():
        for former, name in columns.items():
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME COLUMN {former} TO {name}")
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{REVISION}'")


def _rename_in_sqlite(connection: Connection, former: str, name: str) -> None:
    """By a copy: SQLite has no other way to rename a table's constraints and indexes."""
    made = text("SELECT sql FROM sqlite_master WHERE tbl_name = :former AND sql IS NOT NULL ORDER BY type = 'index'")
    table, *indexes = [_renamed(sql, former, name) for sql in connection.scalars(made, {"former": former})]
    connection.exec_driver_sql(table)
    connection.exec_driver_sql(f"INSERT INTO {name} SELECT * FROM {former}")
    # Its indexes go with it; some keep their names.
    connection.exec_driver_sql(f"DROP TABLE {former}")
    for index in indexes:
        connection.exec_driver_sql(index)


def _rename_in_postgresql(connection: Connection, former: str, name: str) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {former} RENAME TO {name}")
    # An index that holds a constraint is renamed with it.
    constraints = text("SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(:name)")
    for each in connection.scalars(constraints, {"name": name}).all():
        if (renamed := _renamed(each, former, name)) != each:
            connection.exec_driver_sql(f'ALTER TABLE {name} RENAME CONSTRAINT "{each}" TO "{renamed}"')
    relations = text(
        "SELECT relname FROM pg_class WHERE oid IN ("
        " SELECT indexrelid FROM pg_index WHERE indrelid = to_regclass(:name)"
        " UNION SELECT objid FROM pg_depend WHERE refobjid = to_regclass(:name) AND classid = 'pg_class'::regclass)"
    )
    for each in connection.scalars(relations, {"name": name}).all():
        if (renamed := _renamed(each, former, name)) != each:
            kind = "SEQUENCE" if each.endswith("_seq") else "INDEX"
            connection.exec_driver_sql(f'ALTER {kind} "{each}" RENAME TO "{renamed}"')


def _renamed(words: str, former: str, name: str) -> str:
    """SQL, or a name in it, with the table's new name, also within `pk_wait`, `ix_wait_due` and `wait_id_seq`."""
    words = re.sub(rf"\b((?:pk|fk|uq|ix)_){former}(?=_|\b)", rf"\1{name}", words)
    words = re.sub(rf"^{former}(?=_)", name, words)
    return re.sub(rf'(CREATE TABLE | ON )"?{former}"?(?=[\s(])', rf"\1{name}", words)
