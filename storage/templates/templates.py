"""A template: a saved message for one employee, for a department, or for the whole organization."""

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

# The key in a message's data that holds the id of the template it was made from.
TEMPLATE_KEY = "template_id"
# Characters of a title or a folder; somewhat more than a button shows on a phone.
MAX_TITLE_LENGTH = 48
# Characters of a text. A screen shows it whole, also after its variables are filled in.
MAX_TEXT_LENGTH = 3000


class TemplateScope(StrEnum):
    """The employees who can use a template."""

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
    # The title in the form that is compared (`names.key`); unique among the templates in use for the same employees.
    key: str
    folder: str | None = None
    scope: TemplateScope = Field(sa_type=enum_type(TemplateScope))
    # The employee who made the template; None when it is from team.yaml.
    author_id: int | None = Field(default=None, foreign_key="employee.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    # The template's messages, several for an album: {"kind", "text", "entities", "data", "file"}.
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    uses: int = 0
    # Grows with every change of title or content; a button painted for an older version is stale.
    version: int = 1
    created_at: datetime
    deleted_at: datetime | None = None

    @property
    def text(self) -> str:
        """The text of the first message that has one; an empty text when none has."""
        return next((item["text"] for item in self.items if item["text"]), "")

    @property
    def formatting(self) -> list[dict[str, Any]]:
        """The entities of `text`."""
        return next((item["entities"] for item in self.items if item["text"]), [])

    @property
    def files(self) -> list[dict[str, Any]]:
        """The template's messages that are not plain text."""
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
        """Whether both templates are for the same employees."""
        if self.scope is not other.scope or self.department_id != other.department_id:
            return False
        return self.scope is not TemplateScope.OWN or self.author_id == other.author_id

    def ensure_changeable_by(self, employee: Employee) -> None:
        """Check that an employee who sees the template may change it.

        Everybody may change their own templates, only managers and administrators the others.

        Raises:
            NotYourTemplate: the employee may not change it.
        """
        if self.scope is not TemplateScope.OWN and employee.role is Role.OPERATOR:
            raise NotYourTemplate


class Templates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, template_id: int) -> Template:
        """The template with this id, also when it is deleted.

        Raises:
            NotFound: there is no template with this id.
        """
        return await get(self._session, Template, template_id)

    async def lock(self, template_id: int) -> Template:
        """The template, deleted or not, read anew and locked until the unit of work ends.

        Raises:
            NotFound: there is no template with this id.
        """
        found = await one(self._session, _lock(template_id))
        if found is None:
            raise NotFound
        return found

    async def seen_by(self, employee_id: int, departments: Collection[int]) -> list[Template]:
        """Templates in use that the employee sees, the most used first; `departments` are the employee's."""
        listed = select(Template).where(
            col(Template.deleted_at).is_(None),
            (col(Template.scope) == TemplateScope.ORGANIZATION)
            | ((col(Template.scope) == TemplateScope.OWN) & (col(Template.author_id) == employee_id))
            | ((col(Template.scope) == TemplateScope.DEPARTMENT) & col(Template.department_id).in_(departments)),
        )
        rows = await self._session.scalars(listed.order_by(col(Template.uses).desc(), col(Template.key)))
        return list(rows)

    async def all(self) -> list[Template]:
        """All templates in use, ordered by title."""
        listed = select(Template).where(col(Template.deleted_at).is_(None))
        return list(await self._session.scalars(listed.order_by(col(Template.key), col(Template.id))))

    async def newest_word(self, dialog_id: int) -> int:
        """Id of the dialog's newest message, which may still need a confirmation; 0 when there is none."""
        newest = select(func.max(col(Message.id))).where(Message.dialog_id == dialog_id)
        return await self._session.scalar(newest) or 0

    async def was_sent_since(self, template_id: int, dialog_id: int, message_id: int) -> bool:
        """Whether an employee has sent this template in the dialog after that message."""
        later = select(Message).where(Message.dialog_id == dialog_id, col(Message.id) > message_id)
        answers = await self._session.scalars(later.where(Message.author == Author.EMPLOYEE))
        return any(answer.data.get(TEMPLATE_KEY) == template_id for answer in answers)

    async def titled(self, key: str) -> list[Template]:
        """Templates in use with this title, for whichever employees they are; `key` is `names.key` of the title."""
        found = select(Template).where(Template.key == key, col(Template.deleted_at).is_(None))
        return list(await self._session.scalars(found.order_by(col(Template.id))))


@prepared
def _lock(template_id: int) -> SelectOfScalar[Template]:
    return (
        select(Template).where(Template.id == template_id).with_for_update().execution_options(populate_existing=True)
    )
