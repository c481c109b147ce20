"""What the audit knows of an answer: how long the customer had waited, and whether it was the first one."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from storage.engine.database import Database
from storage.reports.events import Event, EventKind
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.office import Office, open_office


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    office = await open_office(database, organization)
    await office.hears(number=1)
    async with office.begin() as uow:
        await dialogs.take(uow, (await uow.dialogs.active())[0].id, by=office.anna)
    return office


async def answers(office: Office, text: str, number: int) -> None:
    await office.writes(office.anna, await office.window(office.anna), text, number=number)


async def answered(office: Office) -> list[Event]:
    async with office.begin() as uow:
        return await uow.events.of_kind(EventKind.ANSWERED)


async def test_an_answer_knows_how_long_the_customer_has_waited_since_their_first_word(office: Office, clock: Clock):
    clock.forward(timedelta(minutes=3))
    await office.hears("Ау?", number=2)
    clock.forward(timedelta(minutes=7))
    await answers(office, "Уже едет", 901)

    (event,) = await answered(office)
    assert (event.waited, event.is_first) == (600, True)
    assert (event.employee_id, event.department_id) == (office.anna.id, office.support.id)


async def test_only_what_ends_a_wait_has_one_and_only_the_first_answer_is_first(office: Office, clock: Clock):
    await answers(office, "Уже едет", 901)
    await answers(office, "Будет в полдень", 902)
    clock.forward(timedelta(minutes=1))
    await office.hears("Спасибо, а где он?", number=2)
    clock.forward(timedelta(minutes=1))
    await answers(office, "На складе", 903)

    assert [(event.waited, event.is_first) for event in await answered(office)] == [
        (0, True),
        (None, False),
        (60, False),
    ]


async def test_a_dialog_that_the_customer_opens_again_has_a_first_answer_again(office: Office, clock: Clock):
    await answers(office, "Уже едет", 901)
    clock.forward(timedelta(days=1))
    async with office.begin() as uow:
        await dialogs.close(uow, (await uow.dialogs.active())[0].id, by=office.anna)
    clock.forward(timedelta(days=1))
    await office.hears("Здравствуйте снова", number=2)
    clock.forward(timedelta(minutes=5))
    await answers(office, "Здравствуйте", 902)

    assert [(event.waited, event.is_first) for event in await answered(office)] == [(0, True), (300, True)]


async def test_an_event_keeps_whose_the_dialog_was_then(office: Office):
    async with office.begin() as uow:
        dialog = (await uow.dialogs.active())[0]
        await dialogs.transfer(uow, dialog.id, to=dialogs.ToDepartment(office.sales.id), by=office.anna)
        await dialogs.close(uow, dialog.id, by=office.anna)

    async with office.begin() as uow:
        (opened,) = await uow.events.of_kind(EventKind.DIALOG_OPENED)
        (closed,) = await uow.events.of_kind(EventKind.DIALOG_CLOSED)
    assert (opened.department_id, closed.department_id) == (office.support.id, office.sales.id)
