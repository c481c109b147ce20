"""A custom field («Новое поле»): a fact that an organization stores of its contacts, and its value for each contact."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from bridge.errors import NotFound, Refusal, lazy
from storage.engine import names
from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import get

# Characters of a field's name or an option; characters of a text value.
MAX_NAME_LENGTH, MAX_TEXT_LENGTH = 32, 300
MAX_OPTIONS_PER_FIELD = 20
# Digits of a number on each side of the decimal point.
MAX_DIGITS = 15
DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y")


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class NotANumber(Refusal):
    text = lazy("This is not a number: write it like 1500 or 12,5. Nothing was changed")


class NotADate(Refusal):
    text = lazy("This is not a date: write it like 31.12.1990. Nothing was changed")


class NotAnOption(Refusal):
    text = lazy("There is no such option here. Nothing was changed")


class FieldTooLong(Refusal):
    text = lazy("At most {most} characters fit here, this has {count}. Nothing was changed")


class CustomField(Owned, table=True):
    __table_args__ = (
        Index(
            "ix_custom_field_key",
            *("organization_id", "key"),
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    name: str
    # The name in the form that is compared (`names.key`); unique among the fields in use.
    key: str
    kind: FieldKind = Field(sa_type=enum_type(FieldKind))
    # The options of a choice; empty for the other kinds.
    options: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: datetime
    # The values of a deleted field stay in the table, so that the field can be restored with them.
    deleted_at: datetime | None = None

    def rename(self, name: str) -> None:
        self.name, self.key = name, names.key(name)

    def read(self, words: str) -> str:
        """Convert typed words to the stored value: a number like "12.5", a date like "1990-12-31", "yes" or "no".

        Raises:
            Refusal: the words are no value of this field; the class and the text of the error name the right form.
        """
        match self.kind:
            case FieldKind.TEXT:
                return _text(words)
            case FieldKind.NUMBER:
                return _number(words)
            case FieldKind.DATE:
                return _date(words)
            case FieldKind.CHOICE:
                return _option(words, self.options)
            case FieldKind.YES_NO:
                return _option(words, ["yes", "no"])


class FieldValue(Owned, table=True):
    """The value of one field for one contact."""

    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    field_id: int = Field(foreign_key="custom_field.id", primary_key=True, index=True)
    # The result of `CustomField.read`.
    value: str
    put_by: int | None = Field(default=None, foreign_key="employee.id")
    put_at: datetime


class Fields:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, field_id: int) -> CustomField:
        """The field with this id, also when it is deleted.

        Raises:
            NotFound: there is no field with this id.
        """
        return await get(self._session, CustomField, field_id)

    async def in_use(self, field_id: int) -> CustomField:
        field = await self.get(field_id)
        if field.deleted_at is not None:
            raise NotFound
        return field

    async def named(self, name: str) -> CustomField | None:
        found = select(CustomField).where(CustomField.key == names.key(name), col(CustomField.deleted_at).is_(None))
        return await self._session.scalar(found)

    async def all(self) -> list[CustomField]:
        """The fields in use, in the order in which they were made."""
        made = select(CustomField).where(col(CustomField.deleted_at).is_(None)).order_by(col(CustomField.id))
        return list(await self._session.scalars(made))

    async def values(self, contact_id: int) -> dict[int, str]:
        """The contact's values by field id; values of deleted fields are included."""
        rows = await self._session.scalars(select(FieldValue).where(FieldValue.contact_id == contact_id))
        return {row.field_id: row.value for row in rows}

    async def value(self, contact_id: int, field_id: int) -> FieldValue | None:
        found = select(FieldValue).where(FieldValue.contact_id == contact_id, FieldValue.field_id == field_id)
        return await self._session.scalar(found)


def _text(words: str) -> str:
    written = words.strip()
    if not written:
        raise names.NameEmpty
    if len(written) > MAX_TEXT_LENGTH:
        raise FieldTooLong(most=MAX_TEXT_LENGTH, count=len(written))
    return written


def _number(words: str) -> str:
    try:
        number = Decimal("".join(words.split()).replace(",", "."))
    except InvalidOperation:
        raise NotANumber from None
    if not number.is_finite() or abs(number.adjusted()) >= MAX_DIGITS or len(number.as_tuple().digits) > 2 * MAX_DIGITS:
        raise NotANumber
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _date(words: str) -> str:
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(words.strip(), pattern).date().isoformat()
        except ValueError:
            continue
    raise NotADate


def _option(words: str, options: list[str]) -> str:
    for option in options:
        if names.key(option) == names.key(" ".join(words.split())):
            return option
    raise NotAnOption


def as_date(value: str) -> date:
    """The date of a stored value, such as "1990-12-31"."""
    return date.fromisoformat(value)
