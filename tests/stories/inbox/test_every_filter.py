"""Every combination of filters, in every layout: the list shows what a plain reading of the manual says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bridge.sandbox import Message
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_filters import Scope, State
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Author
from storage.messages.messages import Message as Row
from storage.tags.tags import DialogTag, Tag, TagScope
from storage.team.channels import Channel, Provider
from tests.kit.stories.forums import bound
from tests.kit.stories.screens import dialogs_on, forges
from tests.kit.stories.stage import Stage

TODAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)
PAGE = 8


@dataclass(frozen=True)
class Made:
    """A dialog as the manual would describe it."""

    name: str
    stands: str  # "unread", "waiting", "answered" or "closed"
    whose: str  # "anna", "support" (a queue) or "sales" (somebody else's)
    is_second: bool
    is_today: bool
    is_tagged: bool


@dataclass(frozen=True)
class Chosen:
    scope: Scope
    state: State
    channel: bool
    day: bool
    tag: bool

    def takes(self, made: Made) -> bool:
        return (
            {Scope.ALL: True, Scope.MINE: made.whose == "anna", Scope.DEPARTMENT: made.whose == "support"}[self.scope]
            and made.stands in STANDS[self.state]
            and (made.is_second or not self.channel)
            and (made.is_today or not self.day)
            and (made.is_tagged or not self.tag)
        )


STANDS = {
    State.UNREAD: {"unread"},
    State.UNANSWERED: {"unread", "waiting"},
    State.ANSWERED: {"answered"},
    State.ACTIVE: {"unread", "waiting", "answered"},
    State.CLOSED: {"closed"},
}
CHOICES = [Chosen(*each) for each in product(Scope, State, *[[False, True]] * 3)]


def population() -> list[Made]:
    """One dialog of each kind, the newest first."""
    kinds = product(("unread", "waiting", "answered", "closed"), ("anna", "support", "sales"), *[[False, True]] * 3)
    return [Made(f"Клиент-{number:02}", *kind) for number, kind in enumerate(kinds)]


async def settle(stage: Stage, uow: UnitOfWork, made: list[Made]) -> tuple[int, int]:
    """Write them down; returns the second channel's id and the tag's."""
    office = stage.office
    second = Channel(provider=Provider.TELEGRAM, name="Второй бот", token="encrypted", is_active=False)
    tag = Tag(scope=TagScope.DIALOG, name="срочно", key="срочно", created_at=TODAY)
    contacts = [Contact(name=each.name, created_at=TODAY) for each in made]
    uow.add(second, tag, *contacts)
    await uow.flush()
    channels = [second.id if each.is_second else office.channel.id for each in made]
    addresses = [
        ContactAddress(contact_id=contact.id, channel_id=channel_id, external_id=f"x{contact.id}")
        for contact, channel_id in zip(contacts, channels, strict=True)
    ]
    uow.add(*addresses)
    await uow.flush()
    owners = {
        "anna": {"assignee_id": office.anna.id, "department_id": office.sales.id},
        "support": {"department_id": office.support.id},
        "sales": {"assignee_id": office.oleg.id, "department_id": office.sales.id},
    }
    states = {
        "unread": {"unread": 2, "waiting_since": TODAY},
        "waiting": {"waiting_since": TODAY},
        "answered": {},
        "closed": {"status": DialogStatus.CLOSED, "closed_at": TODAY},
    }
    dialogs = []
    for number, (each, address) in enumerate(zip(made, addresses, strict=True)):
        at = {"opened_at": YESTERDAY, "last_message_at": TODAY - timedelta(seconds=number)}
        ids = {"contact_id": address.contact_id, "channel_id": address.channel_id, "address_id": address.id}
        dialogs.append(Dialog(**ids, **owners[each.whose], **states[each.stands], **at))
    uow.add(*dialogs)
    await uow.flush()
    for each, dialog in zip(made, dialogs, strict=True):
        at = TODAY if each.is_today else YESTERDAY
        uow.add(Row(dialog_id=dialog.id, author=Author.CONTACT, text="…", created_at=at))
        if each.is_tagged:
            uow.add(DialogTag(dialog_id=dialog.id, tag_id=tag.id, put_by=office.anna.id, put_at=TODAY))
    return second.id, tag.id


async def chooses(stage: Stage, chosen: Chosen, second: int, tag: int) -> None:
    async with stage.office.begin() as uow:
        row = await uow.dialog_filters.lock(stage.office.anna.id)
        row.scope, row.state, row.day = chosen.scope, chosen.state, TODAY.date() if chosen.day else None
        row.channel_id, row.tag_id = second if chosen.channel else None, tag if chosen.tag else None


def expected(chosen: Chosen, made: list[Made]) -> list[str]:
    return [each.name for each in made if chosen.takes(each)]


def shown(screen: Message) -> tuple[int, list[str]]:
    """How many the screen says there are, and the names of the first page."""
    count = screen.text.splitlines()[-1].split()[0]
    return int(count) if count.isdigit() else 0, dialogs_on(screen)


def faults(chosen: Chosen, screen: Message, made: list[Made]) -> Iterator[str]:
    names = expected(chosen, made)
    if shown(screen) != (len(names), names[:PAGE]):
        yield f"{chosen}: {len(names)} expected, {shown(screen)} shown"


# Each value of a filter meets each of another one; the whole product is tried where most people work.
SOME = CHOICES[::7]


@pytest.mark.parametrize(
    ("has_topics", "in_group", "choices"), [(True, False, CHOICES), (False, False, SOME), (True, True, SOME)]
)
async def test_every_combination_shows_what_it_says(stage: Stage, in_group: bool, choices: list[Chosen]):
    made = population()
    async with stage.office.begin() as uow:
        second, tag = await settle(stage, uow, made)
    async with stage.at_work():
        place = await bound(stage) if in_group else stage.desk
        await stage.anna.writes("/dialogs", to=place)
        screen = await stage.anna.sees("Диалоги\n", in_=stage.desk, button="Фильтры")
        found = []
        for chosen in choices:
            await chooses(stage, chosen, second, tag)
            await forges(stage, stage.anna, "li:0", on=screen)
            found += faults(chosen, screen, made)

    assert found == []
