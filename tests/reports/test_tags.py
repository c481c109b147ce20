"""«Теги»: what was put on in a period, and which dialogs had it at any moment of it (decided question 8)."""

from datetime import UTC, datetime, timedelta

import pytest

from bridge.actions.tags import tags
from bridge.channel import Sender
from bridge.reports.making import make
from bridge.reports.periods import period
from bridge.reports.report import ReportKind, ReportRequest
from storage.engine.database import Database
from storage.tags.tags import Tag, TagScope
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.office import Office, open_office

ZONE = "Europe/Moscow"


@pytest.fixture
async def office(database: Database, organization: Organization, clock: Clock) -> Office:
    """Two customers have written on Sunday; it is Sunday noon."""
    clock.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    office = await open_office(database, organization)
    for number, name in enumerate(["Иван", "Пётр"], start=1):
        await office.hears(number=number, sender=Sender(external_id=name, name=name))
    return office


@pytest.fixture
async def urgent(office: Office) -> Tag:
    """Put on both dialogs on Sunday."""
    async with office.begin() as uow:
        tag = await tags.create(uow, "Срочно", TagScope.DIALOG)
    for dialog_id in (1, 2):
        await put(office, tag, await dialog(office, dialog_id))
    return tag


async def dialog(office: Office, number: int) -> int:
    async with office.begin() as uow:
        return sorted(it.id for it in await uow.dialogs.active())[number - 1]


async def put(office: Office, tag: Tag, dialog_id: int, *, by=None) -> None:
    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, dialog_id, by=by or office.anna)


async def take_off(office: Office, tag: Tag, dialog_id: int) -> None:
    async with office.begin() as uow:
        await tags.take_off(uow, tag.id, dialog_id, by=office.anna)


async def told(office: Office, span: str, *, whose: int | None = None) -> dict[str, tuple[int, int]]:
    """By the tag: how often it was put on, and how many dialogs carried it."""
    async with office.database.read(office.organization.id) as uow:
        report = await make(
            uow, ReportRequest(ReportKind.TAGS, period(span, ZONE, uow.now + timedelta(minutes=1)), whose)
        )
    counts: dict[str, tuple[int, int]] = {}
    for name, _channel, _department, times, dialogs in report.table.rows:
        so_far = counts.get(name, (0, 0))
        counts[name] = (so_far[0] + times, so_far[1] + dialogs)
    return counts


async def test_a_tag_counts_on_the_day_it_was_put_on_and_its_dialogs_as_long_as_they_have_it(office, urgent, clock):
    clock.forward(timedelta(days=1))
    await take_off(office, urgent, await dialog(office, 1))
    await put(office, urgent, await dialog(office, 1))
    clock.forward(timedelta(days=1))

    assert await told(office, "2026112220261122") == {"🏷 Срочно": (2, 2)}
    assert await told(office, "y") == {"🏷 Срочно": (1, 2)}
    assert await told(office, "t") == {"🏷 Срочно": (0, 2)}
    assert await told(office, "2026112120261121") == {}


async def test_a_tag_that_was_taken_off_before_is_carried_no_more(office, urgent, clock):
    await take_off(office, urgent, await dialog(office, 1))
    clock.forward(timedelta(days=1))

    assert await told(office, "t") == {"🏷 Срочно": (0, 1)}
    assert await told(office, "y") == {"🏷 Срочно": (2, 2)}


async def test_a_deleted_tag_keeps_its_past_and_has_no_future(office, urgent, clock):
    clock.forward(timedelta(days=1))
    async with office.begin() as uow:
        await tags.delete(uow, urgent.id, by=office.anna)
    clock.forward(timedelta(days=1))

    assert await told(office, "2026112220261122") == {"🏷 Срочно (удалён)": (2, 2)}
    assert await told(office, "y") == {"🏷 Срочно (удалён)": (0, 2)}
    assert await told(office, "t") == {}


async def test_a_tag_that_is_brought_back_is_where_it_was(office, urgent, clock):
    async with office.begin() as uow:
        await tags.delete(uow, urgent.id, by=office.anna)
    clock.forward(timedelta(days=1))
    async with office.begin() as uow:
        await tags.restore(uow, urgent.id, by=office.anna)

    assert await told(office, "t") == {"🏷 Срочно": (0, 2)}


async def test_what_a_merged_tag_was_on_carries_the_one_that_stays(office, urgent, clock):
    async with office.begin() as uow:
        hot = await tags.create(uow, "Горит", TagScope.DIALOG)
    await put(office, hot, await dialog(office, 1))
    clock.forward(timedelta(days=1))
    async with office.begin() as uow:
        await tags.merge(uow, urgent.id, into=hot.id, by=office.anna)
    clock.forward(timedelta(days=1))

    assert await told(office, "t") == {"🏷 Горит": (0, 2)}
    assert await told(office, "2026112220261122") == {"🏷 Горит": (1, 1), "🏷 Срочно (удалён)": (2, 2)}


async def test_tags_of_contacts_are_not_counted(office, clock):
    async with office.begin() as uow:
        tag = await tags.create(uow, "VIP", TagScope.CONTACT)
    await put(office, tag, await dialog(office, 1))

    assert await told(office, "t") == {}


async def test_an_operator_sees_what_they_have_put_on_themselves(office, urgent, clock):
    async with office.begin() as uow:
        hot = await tags.create(uow, "Горит", TagScope.DIALOG)
    await put(office, hot, await dialog(office, 1), by=office.oleg)

    assert await told(office, "t", whose=office.oleg.id) == {"🏷 Горит": (1, 1)}


async def test_each_channel_and_department_has_its_own(office, urgent, clock):
    async with office.database.read(office.organization.id) as uow:
        report = await make(uow, ReportRequest(ReportKind.TAGS, period("t", ZONE, uow.now + timedelta(minutes=1))))

    assert [list(row) for row in report.table.rows] == [["🏷 Срочно", "Бот магазина", "Поддержка", 2, 2]]
    assert report.blocks == [
        "<b>🏷 Срочно</b>\nпроставлено <b>2</b> · диалогов <b>2</b>\n   Бот магазина 2\n   Поддержка 2"
    ]
