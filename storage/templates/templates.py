"""A template: a saved message, for one employee, for a department, or for everybody."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine import names
from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import get, one, prepared
from storage.messages.messages import Author, Message, MessageKind
from storage.team.employees import Employee, Role

# Where a message's data say which template it is.
TEMPLATE_KEY = "template_id"
# Letters of a title or a folder that a button shows on a phone, with some room.
MAX_TITLE_LENGTH = 48
# Characters of a text, so that a screen shows it whole with all that is filled in.
MAX_TEXT_LENGTH = 3000


class TemplateScope(StrEnum):
    """Who has it at hand."""

    OWN = "own"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"


class StaleTemplate(Refusal):
    text = lazy("The template has been changed meanwhile. Open it again to see how it is now")


class NotYourTemplate(Refusal):
    text = lazy("Only managers and administrators can change templates that others use. Nothing was changed")


class Template(Owned, table=True):
    __table_args__ = (Index("ix_template_list", "organization_id", "deleted_at", "uses"),)

    id: int = Field(default=None, primary_key=True)
    title: str
    # The title as it is compared; where one template is seen there is no other with the same.
    key: str
    folder: str | None = None
    scope: TemplateScope = Field(sa_type=enum_type(TemplateScope))
    # Whoever has made it; None for what a team's description says.
    author_id: int | None = Field(default=None, foreign_key="employee.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    # The messages it consists of, several for an album: {"kind", "text", "entities", "data", "file"}.
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    uses: int = 0
    # Grows with every change of what it says; a button painted for an older version is stale.
    version: int = 1
    created_at: datetime
    deleted_at: datetime | None = None

    @property
    def text(self) -> str:
        """Its words, wherever they stand."""
        return next((item["text"] for item in self.items if item["text"]), "")

    @property
    def formatting(self) -> list[dict[str, Any]]:
        """The entities of its words."""
        return next((item["entities"] for item in self.items if item["text"]), [])

    @property
    def files(self) -> list[dict[str, Any]]:
        """Those of its messages that are more than words."""
        return [item for item in self.items if item["kind"] != MessageKind.TEXT]

    def rename(self, title: str) -> None:
        self.title, self.key = title, names.key(title)
        self.version += 1

    def say(self, items: list[dict[str, Any]]) -> None:
        self.items = items
        self.version += 1

    def ensure_fresh(self, version: int) -> None:
        if version != self.version:
            raise StaleTemplate

    def is_seen_by(self, employee_id: int, departments: Collection[int]) -> bool:
        match self.scope:
            case TemplateScope.OWN:
                return self.author_id == employee_id
            case TemplateScope.DEPARTMENT:
                return self.department_id in departments
        return True

    def is_beside(self, other: "Template") -> bool:
        """Whether the two are for the same people."""
        if self.scope is not other.scope or self.department_id != other.department_id:
            return False
        return self.scope is not TemplateScope.OWN or self.author_id == other.author_id

    def ensure_changeable_by(self, employee: Employee) -> None:
        """Whoever sees it may change it, if it is their own or they lead.

        Raises:
            NotYourTemplate
        """
        if self.scope is not TemplateScope.OWN and employee.role is Role.OPERATOR:
            raise NotYourTemplate


class Templates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, template_id: int) -> Template:
        """The template, deleted or not."""
        return await get(self._session, Template, template_id)

    async def lock(self, template_id: int) -> Template:
        """The same as it is now, locked until the unit of work ends."""
        found = await one(self._session, _lock(template_id))
        if found is None:
            raise NotFound
        return found

    async def seen_by(self, employee_id: int, departments: Collection[int]) -> list[Template]:
        """Those in use that they have at hand, the most used first."""
        listed = select(Template).where(
            col(Template.deleted_at).is_(None),
            (col(Template.scope) == TemplateScope.ORGANIZATION)
            | ((col(Template.scope) == TemplateScope.OWN) & (col(Template.author_id) == employee_id))
            | ((col(Template.scope) == TemplateScope.DEPARTMENT) & col(Template.department_id).in_(departments)),
        )
        rows = await self._session.scalars(listed.order_by(col(Template.uses).desc(), col(Template.key)))
        return list(rows)

    async def all(self) -> list[Template]:
        """Everybody's, by title."""
        listed = select(Template).where(col(Template.deleted_at).is_(None))
        return list(await self._session.scalars(listed.order_by(col(Template.key), col(Template.id))))

    async def newest_word(self, dialog_id: int) -> int:
        """The last message of a dialog, unconfirmed ones too; 0 when there is none."""
        newest = select(func.max(col(Message.id))).where(Message.dialog_id == dialog_id)
        return await self._session.scalar(newest) or 0

    async def was_sent_since(self, template_id: int, dialog_id: int, message_id: int) -> bool:
        """Whether anybody has answered with it after that message."""
        later = select(Message).where(Message.dialog_id == dialog_id, col(Message.id) > message_id)
        answers = await self._session.scalars(later.where(Message.author == Author.EMPLOYEE))
        return any(answer.data.get(TEMPLATE_KEY) == template_id for answer in answers)

    async def titled(self, key: str) -> list[Template]:
        """Those in use of that title, whoever sees them."""
        found = select(Template).where(Template.key == key, col(Template.deleted_at).is_(None))
        return list(await self._session.scalars(found.order_by(col(Template.id))))


@prepared
def _lock(template_id: int) -> SelectOfScalar[Template]:
    return (
        select(Template).where(Template.id == template_id).with_for_update().execution_options(populate_existing=True)
    )
