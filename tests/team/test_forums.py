"""A department's forum: what binding, losing and regaining it does to the dialogs."""

import pytest

from bridge.actions.inbox import dialogs, offers
from bridge.actions.inbox.dialogs import ToDepartment
from bridge.actions.team import forums
from bridge.actions.team.forums import AnothersGroup
from storage.inbox.windows import Layout
from storage.reports.events import EventKind
from storage.team.departments import Department
from storage.team.employees import AdminsOnly, Employee, Role
from storage.team.forums import Forum, Trouble
from storage.team.organizations import Organization
from tests.kit.office import Office

GROUP, OTHER = -1001, -1002


async def bind(office: Office, chat_id: int = GROUP, *, by: Employee | None = None) -> Forum:
    async with office.begin() as uow:
        admin = await uow.employees.get((by or office.anna).id)
        return await forums.bind(uow, office.support.id, chat_id=chat_id, title="Группа", by=admin)


async def shown(office: Office) -> dict[int, Layout]:
    """The live windows of the only dialog, by chat."""
    dialog = await office.dialog()
    async with office.begin() as uow:
        return {window.chat_id: window.layout for window in await uow.windows.of_dialog(dialog.id, live=True)}


async def live_offers(office: Office) -> list[int]:
    dialog = await office.dialog()
    async with office.begin() as uow:
        return [offer.chat_id for offer in await uow.windows.offers(dialog.id) if offer.is_live]


async def words(office: Office) -> list[tuple[str, str]]:
    """Whom something was said in private, outside of dialogs."""
    return [(delivery.lane, delivery.body["text"]) for delivery in await office.deliveries("word")]


async def test_a_new_dialog_is_shown_in_the_forum_and_offered_to_nobody(office: Office):
    await bind(office)

    await office.hears()

    assert await shown(office) == {GROUP: Layout.FORUM}
    assert await live_offers(office) == []
    assert {delivery.lane for delivery in await office.deliveries()} == {f"desk:{GROUP}"}


async def test_open_dialogs_move_into_the_forum_when_it_is_bound(office: Office):
    await office.hears()
    assert await live_offers(office) == [101, 103]

    await bind(office)

    assert await shown(office) == {GROUP: Layout.FORUM}
    assert await live_offers(office) == []
    async with office.begin() as uow:
        assert await uow.events.of_kind(EventKind.FORUM_BOUND)


async def test_only_administrators_bind_and_let_go(office: Office):
    forum = await bind(office)

    with pytest.raises(AdminsOnly):
        await bind(office, by=office.oleg)
    async with office.begin() as uow:
        with pytest.raises(AdminsOnly):
            await forums.unbind(uow, forum.id, by=await uow.employees.get(office.oleg.id))


async def test_the_group_of_another_organization_cannot_be_taken(office: Office, database):
    await bind(office)
    async with database.begin() as uow:
        uow.add(other := Organization(name="Василёк"))
        await uow.flush()
    async with database.begin(other.id) as uow:
        uow.add(boss := Employee(phone="79995550000", name="Пётр", role=Role.ADMIN, created_at=uow.now))
        uow.add(department := Department(name="Отдел"))
        await uow.flush()

        with pytest.raises(AnothersGroup):
            await forums.bind(uow, department.id, chat_id=GROUP, title="Группа", by=boss)


async def test_the_responsible_of_the_department_needs_no_window_of_their_own(office: Office):
    await bind(office)
    await office.hears()
    dialog = await office.dialog()

    async with office.begin() as uow:
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(office.maria.id))
    await office.hears("Ещё", number=2)

    assert await shown(office) == {GROUP: Layout.FORUM}


async def test_a_responsible_from_elsewhere_gets_a_window_as_well(office: Office):
    await bind(office)
    await office.hears()
    dialog = await office.dialog()

    async with office.begin() as uow:
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(office.oleg.id))

    assert await shown(office) == {GROUP: Layout.FORUM, 102: Layout.TOPIC}


async def test_another_department_without_a_forum_gets_it_in_private(office: Office):
    await bind(office)
    await office.hears()
    dialog = await office.dialog()

    async with office.begin() as uow:
        by = await uow.employees.get(office.maria.id)
        await dialogs.transfer(uow, dialog.id, to=ToDepartment(office.sales.id), by=by)

    assert await shown(office) == {}
    assert await live_offers(office) == [102]


async def test_a_lost_forum_gives_its_dialogs_back_and_tells_the_administrators_once(office: Office):
    await bind(office)
    await office.hears()
    for _time in range(2):
        async with office.begin() as uow:
            await forums.lose(uow, GROUP, Trouble.GONE)

    assert await shown(office) == {}
    assert await live_offers(office) == [101, 103]
    assert [lane for lane, _text in await words(office)] == ["desk:101"]
    assert not [delivery for delivery in await office.deliveries() if delivery.lane == f"desk:{GROUP}"]


async def test_what_the_customer_said_meanwhile_is_shown_to_the_responsible(office: Office):
    await bind(office)
    await office.hears()
    dialog = await office.dialog()
    async with office.begin() as uow:
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(office.maria.id))
    await office.settle_all()
    unseen = await office.hears("Вы тут?", number=2)

    async with office.begin() as uow:
        await forums.lose(uow, GROUP, Trouble.NO_RIGHTS)

    copies = [delivery for delivery in await office.deliveries("copy") if delivery.lane == "desk:103"]
    assert unseen.id in [delivery.message_id for delivery in copies]


async def test_a_regained_forum_has_its_dialogs_back(office: Office):
    await bind(office)
    await office.hears()
    async with office.begin() as uow:
        await forums.lose(uow, GROUP, Trouble.GONE)

    async with office.begin() as uow:
        await forums.regain(uow, GROUP)

    assert await shown(office) == {GROUP: Layout.FORUM}
    assert await live_offers(office) == []


async def test_a_forum_that_moves_shows_everything_in_the_new_group(office: Office):
    await bind(office)
    await office.hears()

    for _told_twice in range(2):
        async with office.begin() as uow:
            await forums.migrate(uow, GROUP, to=OTHER)

    assert await shown(office) == {OTHER: Layout.FORUM}
    assert {delivery.lane for delivery in await office.deliveries()} == {f"desk:{OTHER}"}


async def test_a_forum_that_moves_to_where_another_department_is_goes_on_in_private_and_says_so_once(office: Office):
    await bind(office)
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await forums.bind(uow, office.sales.id, chat_id=OTHER, title="Продажи", by=by)
    await office.hears()

    for _told_twice in range(2):
        async with office.begin() as uow:
            await forums.migrate(uow, GROUP, to=OTHER)

    assert await shown(office) == {}
    assert await live_offers(office) == [101, 103]
    (told,) = await words(office)
    assert told[0] == "desk:101"
    assert "another department uses" in told[1]
    async with office.begin() as uow:
        assert (await uow.forums.of_department(office.sales.id)).is_usable


async def test_a_department_has_one_group(office: Office):
    await bind(office)
    await office.hears()

    await bind(office, OTHER)

    assert await shown(office) == {OTHER: Layout.FORUM}


async def test_an_unbound_group_shows_nothing(office: Office):
    forum = await bind(office)
    await office.hears()

    async with office.begin() as uow:
        await forums.unbind(uow, forum.id, by=await uow.employees.get(office.anna.id))

    assert await shown(office) == {}
    assert await live_offers(office) == [101, 103]
    async with office.begin() as uow:
        await offers.make(uow, await uow.dialogs.get((await office.dialog()).id))
    assert await shown(office) == {}


@pytest.mark.parametrize("trouble", [Trouble.TAKEN, Trouble.GONE])
async def test_the_departments_managers_hear_of_a_lost_group_and_of_its_return_as_administrators_do(
    office: Office, trouble: Trouble
):
    await bind(office)
    async with office.begin() as uow:
        for employee in (office.maria, office.oleg):
            (await uow.employees.get(employee.id)).role = Role.MANAGER

    async with office.begin() as uow:
        await forums.lose(uow, GROUP, trouble)
    async with office.begin() as uow:
        await forums.regain(uow, GROUP)

    # Oleg is a manager of another department.
    assert [lane for lane, _text in await words(office)] == ["desk:101", "desk:103"] * 2
