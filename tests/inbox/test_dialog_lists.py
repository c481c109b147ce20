"""Lists of dialogs: what each filter takes, in which order, and what the numbers beside the filters say."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from bridge.actions.inbox import dialog_filters
from bridge.actions.inbox.dialogs import close
from bridge.errors import NotFound
from storage.clients.contacts import Contact, ContactAddress
from storage.inbox.dialog_filters import Scope, State
from storage.inbox.dialog_lists import DialogCounts, Wanted
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Author, Message
from storage.tags.tags import Tag, TagScope
from storage.team.channels import Channel, Provider
from storage.team.organizations import Organization
from tests.kit.office import Office

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def has(office: Office, name: str, *, channel: Channel | None = None, at: datetime = NOON, **columns) -> Dialog:
    """A dialog of a new contact with one message."""
    channel = channel or office.channel
    async with office.begin() as uow:
        contact = Contact(name=name, created_at=at)
        uow.add(contact)
        await uow.flush()
        address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id=f"a{contact.id}")
        uow.add(address)
        await uow.flush()
        dialog = Dialog(
            contact_id=contact.id,
            channel_id=channel.id,
            address_id=address.id,
            opened_at=at,
            last_message_at=at,
            **columns,
        )
        uow.add(dialog)
        await uow.flush()
        uow.add(Message(dialog_id=dialog.id, author=Author.CONTACT, text="…", created_at=at))
    return dialog


async def ids(office: Office, wanted: Wanted, **page) -> list[int]:
    async with office.database.read(office.organization.id) as uow:
        return [listed.dialog.id for listed in await uow.dialog_lists.page(wanted, **page)]


async def test_the_newest_message_comes_first_and_pages_hold_what_they_hold(office: Office):
    made = [(await has(office, f"№{n}", at=NOON + timedelta(minutes=n % 3))).id for n in range(5)]
    order = [made[2], made[4], made[1], made[3], made[0]]

    assert await ids(office, Wanted(office.anna.id)) == order
    assert await ids(office, Wanted(office.anna.id), offset=2, limit=2) == order[2:4]


async def test_each_state_takes_what_the_manual_says(office: Office):
    unread = await has(office, "пишет", unread=2, waiting_since=NOON, at=NOON)
    seen = await has(office, "ждёт", waiting_since=NOON, at=NOON - timedelta(minutes=1))
    answered = await has(office, "молчит", at=NOON - timedelta(minutes=2))
    closed = await has(office, "всё", status=DialogStatus.CLOSED, waiting_since=NOON)

    found = {state: await ids(office, Wanted(office.anna.id, state=state)) for state in State}

    assert found == {
        State.UNREAD: [unread.id],
        State.UNANSWERED: [unread.id, seen.id],
        State.ANSWERED: [answered.id],
        State.ACTIVE: [unread.id, seen.id, answered.id],
        State.CLOSED: [closed.id],
    }


async def test_mine_are_those_i_am_responsible_for_and_my_departments_those_of_its_queue(office: Office):
    hers = await has(office, "её", assignee_id=office.anna.id, department_id=office.sales.id)
    queued = await has(office, "очередь", department_id=office.support.id, at=NOON - timedelta(minutes=1))
    await has(office, "чужой", assignee_id=office.oleg.id, department_id=office.sales.id)
    await has(office, "ничей")
    anna = {"employee_id": office.anna.id, "department_ids": (office.support.id,)}

    assert await ids(office, Wanted(**anna, scope=Scope.MINE)) == [hers.id]
    assert await ids(office, Wanted(**anna, scope=Scope.DEPARTMENT)) == [queued.id]
    assert await ids(office, Wanted(office.anna.id, scope=Scope.DEPARTMENT)) == []
    assert len(await ids(office, Wanted(**anna))) == 4


async def test_a_day_takes_dialogs_in_which_something_was_said_on_it(office: Office):
    begins, ends = NOON, NOON + timedelta(hours=1)
    before = await has(office, "до", at=begins - timedelta(microseconds=1))
    first = await has(office, "первый", at=begins)
    last = await has(office, "последний", at=ends - timedelta(microseconds=1))
    await has(office, "после", at=ends)

    wanted = Wanted(office.anna.id, between=(begins, ends))
    assert await ids(office, wanted) == [last.id, first.id]
    async with office.begin() as uow:
        uow.add(Message(dialog_id=before.id, author=Author.EMPLOYEE, text="…", created_at=begins))
    assert set(await ids(office, wanted)) == {before.id, first.id, last.id}


async def second_channel(office: Office) -> Channel:
    async with office.begin() as uow:
        channel = Channel(provider=Provider.WHATSAPP, name="WhatsApp", token="encrypted")
        uow.add(channel)
    return channel


async def test_the_numbers_say_what_every_choice_would_show(office: Office):
    whatsapp = await second_channel(office)
    responsible = [None, office.anna.id, office.oleg.id]
    kinds = itertools.product([office.channel, whatsapp], responsible, [None, office.support.id], [0, 3], [None, NOON])
    for n, (channel, assignee, department, unread, waiting) in enumerate(kinds):
        status = DialogStatus.CLOSED if n % 5 == 0 else DialogStatus.ACTIVE
        shape = {"assignee_id": assignee, "department_id": department, "unread": unread, "waiting_since": waiting}
        await has(office, f"№{n}", channel=channel, status=status, at=NOON + timedelta(hours=n % 2), **shape)
    narrowed = Wanted(office.anna.id, department_ids=(office.support.id,), between=(NOON, NOON + timedelta(minutes=30)))
    async with office.database.read(office.organization.id) as uow:
        dialog_counts = DialogCounts(narrowed, await uow.dialog_lists.cells(narrowed))

    for scope, state, channel_id in itertools.product(Scope, State, [None, office.channel.id, whatsapp.id]):
        choice = {"scope": scope, "state": state, "channel_id": channel_id}
        shown = await ids(office, Wanted(**{**vars(narrowed), **choice}), limit=1000)
        assert dialog_counts.count(**choice) == len(shown), choice


async def test_a_tag_takes_what_it_is_on_and_its_number_says_how_many(office: Office):
    tagged, other = await has(office, "с тегом"), await has(office, "без")
    async with office.begin() as uow:
        tag, unused = (
            Tag(scope=TagScope.DIALOG, name=name, key=name, created_at=uow.now) for name in ("возврат", "спам")
        )
        uow.add(tag, unused)
        await uow.flush()
        await uow.tags.put(tag, tagged.id, by=None, at=uow.now)

    wanted = Wanted(office.anna.id, tag_id=tag.id)

    assert await ids(office, wanted) == [tagged.id]
    assert await ids(office, Wanted(office.anna.id, tag_id=unused.id)) == []
    async with office.database.read(office.organization.id) as uow:
        assert await uow.dialog_lists.by_tag(wanted) == {tag.id: 1}
        assert DialogCounts(wanted, await uow.dialog_lists.cells(wanted)).count() == 1
        assert DialogCounts(wanted, await uow.dialog_lists.cells(Wanted(office.anna.id))).count() == 2
    assert other.id not in await ids(office, wanted)


async def test_a_choice_is_kept_for_each_employee(office: Office):
    async with office.begin() as uow:
        await dialog_filters.choose(uow, by=office.anna.id, scope=Scope.MINE, state=State.UNREAD)
        await dialog_filters.choose_channel(uow, office.channel.id, by=office.anna.id)
    async with office.begin() as uow:
        await dialog_filters.choose(uow, by=office.anna.id, state=State.CLOSED)
        await dialog_filters.choose_day(uow, NOON.date(), by=office.anna.id)

    async with office.database.read(office.organization.id) as uow:
        hers, his = await uow.dialog_filters.of(office.anna.id), await uow.dialog_filters.of(office.oleg.id)

    assert (hers.scope, hers.state, hers.channel_id) == (Scope.MINE, State.CLOSED, office.channel.id)
    assert hers.day == NOON.date()
    assert his is None
    async with office.begin() as uow:
        assert (await dialog_filters.reset(uow, by=office.anna.id)).is_default


async def test_of_two_first_choices_at_once_none_is_lost(office: Office):
    async with office.begin() as uow:
        await dialog_filters.choose(uow, by=office.anna.id, scope=Scope.MINE)
        await uow.flush()
        other = asyncio.create_task(chooses_state(office, State.UNREAD))
        await asyncio.sleep(0)
    await other

    async with office.database.read(office.organization.id) as uow:
        kept = await uow.dialog_filters.of(office.anna.id)
    assert (kept.scope, kept.state) == (Scope.MINE, State.UNREAD)


async def chooses_state(office: Office, state: State) -> None:
    async with office.begin() as uow:
        await dialog_filters.choose(uow, by=office.anna.id, state=state)


async def test_what_another_organization_has_cannot_be_chosen_or_counted(office: Office):
    mine = await has(office, "мой")
    async with office.database.begin() as uow:
        abroad = Organization(name="Василёк")
        uow.add(abroad)
    async with office.database.begin(abroad.id) as uow:
        channel = Channel(provider=Provider.TELEGRAM, name="Их бот", token="encrypted")
        tag = Tag(scope=TagScope.DIALOG, name="их", key="их", created_at=uow.now)
        uow.add(channel, tag)

    for choose, number in ((dialog_filters.choose_channel, channel.id), (dialog_filters.choose_tag, tag.id)):
        with pytest.raises(NotFound):
            async with office.begin() as uow:
                await choose(uow, number, by=office.anna.id)
    async with office.database.read(abroad.id) as uow:
        everything = Wanted(office.anna.id, between=(NOON, NOON + timedelta(days=1)))
        assert await uow.dialog_lists.page(everything) == []
        assert await uow.dialog_lists.cells(everything) == []
    assert await ids(office, Wanted(office.anna.id)) == [mine.id]


async def test_a_tag_of_contacts_is_none_to_filter_dialogs_by(office: Office):
    async with office.begin() as uow:
        tag = Tag(scope=TagScope.CONTACT, name="вип", key="вип", created_at=uow.now)
        uow.add(tag)

    with pytest.raises(NotFound):
        async with office.begin() as uow:
            await dialog_filters.choose_tag(uow, tag.id, by=office.anna.id)


async def test_a_closed_dialog_leaves_the_unread_and_the_unanswered(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await close(uow, said.dialog_id, by=office.anna)

    assert await ids(office, Wanted(office.anna.id, state=State.UNREAD)) == []
    assert await ids(office, Wanted(office.anna.id, state=State.UNANSWERED)) == []
    assert await ids(office, Wanted(office.anna.id, state=State.CLOSED)) == [said.dialog_id]
