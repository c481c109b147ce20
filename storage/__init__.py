"""The nouns of the product. A module holds the table, the rules and the queries of one noun."""

from sqlmodel import SQLModel

# Migrations can only drop or change a constraint that has a name. The convention is set here because a table takes
# its constraints' names when it is defined, and every module of this package is imported after this file.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
