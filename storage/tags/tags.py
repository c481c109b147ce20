"""A tag: a label that employees put on dialogs or on contacts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound
from storage.engine import names
from storage.engine.columns import enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import every, get, prepared
from storage.engine.writes import flush
from storage.inbox.dialogs import Dialog, DialogStatus

# Two tags of this length fit beside each other on a phone's screen.
MAX_TAG_NAME_LENGTH = 32


class TagScope(StrEnum):
    """The kind of things that a tag is put on."""

    DIALOG = "dialog"
    CONTACT = "contact"


class Colour(StrEnum):
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    BROWN = "brown"
    BLACK = "black"
    WHITE = "white"

    @property
    def emoji(self) -> str:
        return COLOUR_EMOJIS[self]

    @classmethod
    def _missing_(cls, value: object) -> "Colour | None":
        return next((colour for colour in cls if colour.emoji == value), None)


COLOUR_EMOJIS = dict(zip(Colour, "🔴🟠🟡🟢🔵🟣🟤⚫⚪", strict=True))
COLOURLESS_EMOJI = "🏷"
IN_USE = text("deleted_at IS NULL")


class Tag(Owned, table=True):
    __table_args__ = (
        Index(
            "ix_tag_key",
            *("organization_id", "scope", "key"),
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    scope: TagScope = Field(sa_type=enum_type(TagScope))
    name: str
    # The name in the form that is compared (`names.key`); unique among the tags in use of one scope.
    key: str
    colour: Colour | None = Field(default=None, sa_type=enum_type(Colour))
    created_at: datetime
    # Since when the tag is deleted: it is shown nowhere, but its links to dialogs and contacts stay for the history.
    deleted_at: datetime | None = None

    @property
    def sign(self) -> str:
        return self.colour.emoji if self.colour else COLOURLESS_EMOJI

    @property
    def label(self) -> str:
        """The name behind the emoji of its colour; the tag is shown like this everywhere."""
        return f"{self.sign} {self.name}"

    def rename(self, name: str) -> None:
        self.name, self.key = name, names.key(name)


class DialogTag(Owned, table=True):
    """The link between a tag and a dialog that has it."""

    __table_args__ = (Index("ix_dialog_tag_tag", "tag_id", "dialog_id"),)

    dialog_id: int = Field(foreign_key="dialog.id", primary_key=True)
    tag_id: int = Field(foreign_key="tag.id", primary_key=True)
    put_by: int | None = Field(default=None, foreign_key="employee.id")
    put_at: datetime


class ContactTag(Owned, table=True):
    """The link between a tag and a contact that has it."""

    __table_args__ = (Index("ix_contact_tag_tag", "tag_id", "contact_id"),)

    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    tag_id: int = Field(foreign_key="tag.id", primary_key=True)
    put_by: int | None = Field(default=None, foreign_key="employee.id")
    put_at: datetime


class Tags:
    """Queries of tags. `owner_id` is a dialog's or a contact's id, depending on the scope."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, tag_id: int) -> Tag:
        """The tag with this id, also when it is deleted, because the history still names it.

        Raises:
            NotFound: there is no tag with this id.
        """
        return await get(self._session, Tag, tag_id)

    async def in_use(self, tag_id: int) -> Tag:
        tag = await self.get(tag_id)
        if tag.deleted_at is not None:
            raise NotFound
        return tag

    async def named(self, name: str, scope: TagScope) -> Tag | None:
        """The tag in use with this name in any spelling; None when there is none."""
        found = select(Tag).where(Tag.key == names.key(name), Tag.scope == scope, col(Tag.deleted_at).is_(None))
        return await self._session.scalar(found)

    async def all(self, scope: TagScope) -> list[Tag]:
        """The tags in use, ordered by name."""
        listed = select(Tag).where(Tag.scope == scope, col(Tag.deleted_at).is_(None)).order_by(col(Tag.key))
        return list(await self._session.scalars(listed))

    async def ever(self, scope: TagScope) -> list[Tag]:
        """All tags including deleted ones, which reports still show."""
        return list(await self._session.scalars(select(Tag).where(Tag.scope == scope)))

    async def ranked(self, scope: TagScope, *, not_on: int = 0) -> list[tuple[Tag, int]]:
        """The tags in use with the number of their dialogs or contacts, the most used first.

        Args:
            not_on: the id of a dialog or contact that is not counted; 0 for none.
        """
        link, owner = _link(scope)
        uses = func.count(owner)
        listed = select(Tag, uses).outerjoin(link, (link.tag_id == Tag.id) & (owner != not_on))
        listed = listed.where(Tag.scope == scope, col(Tag.deleted_at).is_(None)).group_by(col(Tag.id))
        rows = await self._session.execute(listed.order_by(uses.desc(), col(Tag.key)))
        return [(tag, count) for tag, count in rows]

    async def of(self, scope: TagScope, owner_id: int) -> list[Tag]:
        """The tags of one dialog or contact, in the order in which they were put there."""
        found = _on_dialog(owner_id) if scope is TagScope.DIALOG else _on_contact(owner_id)
        return await every(self._session, found)

    async def of_each(self, scope: TagScope, owner_ids: Iterable[int]) -> dict[int, list[Tag]]:
        """The tags of several dialogs or contacts by their ids, each list as in `of`. Ids without tags are left out."""
        link, owner = _link(scope)
        put = select(owner, Tag).join(link, link.tag_id == Tag.id)
        put = put.where(owner.in_(list(owner_ids)), col(Tag.deleted_at).is_(None))
        found: defaultdict[int, list[Tag]] = defaultdict(list)
        for owner_id, tag in await self._session.execute(put.order_by(link.put_at, link.tag_id)):
            found[owner_id].append(tag)
        return dict(found)

    async def of_dialogs(self, dialog_ids: Iterable[int]) -> dict[int, list[Tag]]:
        """The tags of several dialogs by dialog id; dialogs without tags are left out."""
        return await self.of_each(TagScope.DIALOG, dialog_ids)

    async def put(self, tag: Tag, owner_id: int, *, by: int | None, at: datetime) -> None:
        link: DialogTag | ContactTag = ContactTag(contact_id=owner_id, tag_id=tag.id, put_by=by, put_at=at)
        if tag.scope is TagScope.DIALOG:
            link = DialogTag(dialog_id=owner_id, tag_id=tag.id, put_by=by, put_at=at)
        self._session.add(link)
        await flush(self._session)

    async def remove(self, tag: Tag, owner_id: int) -> None:
        link, owner = _link(tag.scope)
        await self._session.execute(delete(link).where(link.tag_id == tag.id, owner == owner_id))

    async def move(self, tag: Tag, into: Tag) -> None:
        """Replace the tag by `into` on all dialogs or contacts that have it."""
        link, owner = _link(tag.scope)
        twice = select(owner).where(link.tag_id == into.id)
        await self._session.execute(
            update(link).where(link.tag_id == tag.id, owner.not_in(twice)).values(tag_id=into.id),
            execution_options={"synchronize_session": False},
        )
        await self._session.execute(delete(link).where(link.tag_id == tag.id))

    async def count(self, tag: Tag) -> int:
        """The number of dialogs or contacts that have the tag."""
        link, owner = _link(tag.scope)
        return await self._session.scalar(select(func.count(owner)).where(link.tag_id == tag.id)) or 0

    async def open_dialogs(self, tag: Tag, *, limit: int) -> list[Dialog]:
        """Open dialogs with the tag, or with a contact who has it; the one with the newest message first."""
        link, owner = _link(tag.scope)
        mine = col(Dialog.id) if tag.scope is TagScope.DIALOG else col(Dialog.contact_id)
        found = select(Dialog).join(link, owner == mine)
        found = found.where(link.tag_id == tag.id, Dialog.status == DialogStatus.ACTIVE)
        return list(await self._session.scalars(found.order_by(col(Dialog.last_message_at).desc()).limit(limit)))


@prepared
def _on_dialog(dialog_id: int) -> SelectOfScalar[Tag]:
    put = select(Tag).join(DialogTag, col(DialogTag.tag_id) == Tag.id).where(DialogTag.dialog_id == dialog_id)
    return put.where(col(Tag.deleted_at).is_(None)).order_by(col(DialogTag.put_at), col(DialogTag.tag_id))


@prepared
def _on_contact(contact_id: int) -> SelectOfScalar[Tag]:
    put = select(Tag).join(ContactTag, col(ContactTag.tag_id) == Tag.id).where(ContactTag.contact_id == contact_id)
    return put.where(col(Tag.deleted_at).is_(None)).order_by(col(ContactTag.put_at), col(ContactTag.tag_id))


def _link(scope: TagScope) -> tuple[Any, Any]:
    """The link table for a scope, and its column with the id of the dialog or contact."""
    if scope is TagScope.DIALOG:
        return DialogTag, col(DialogTag.dialog_id)
    return ContactTag, col(ContactTag.contact_id)
