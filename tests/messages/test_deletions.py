"""What can happen to a message: an employee has it deleted."""

import pytest

from bridge.actions.messages import deletions
from bridge.actions.messages.deletions import AlreadyDeleted, NotYourMessage
from storage.delivery.deliveries import DeliveryStatus
from storage.messages.messages import DeliveryState
from storage.reports.events import EventKind
from tests.kit.conversations import arrives, taken
from tests.kit.office import Office


async def deletes(office: Office, employee, message):
    async with office.begin() as uow:
        return await deletions.delete(uow, message.id, by=await uow.employees.get(employee.id))


async def becomes(office: Office, message, state: DeliveryState) -> None:
    await office.settle_all()
    async with office.begin() as uow:
        (await uow.messages.get(message.id)).state = state


async def test_what_has_arrived_is_deleted_behind_it_and_leaves_an_event(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не тому")
    await arrives(office, answer)

    message = await deletes(office, office.anna, answer)

    assert message.deleted_at is None
    assert [each.kind for each in await office.deliveries()] == ["delete"]
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.DELETED)
    assert event.employee_id == office.anna.id


async def test_what_waits_is_withdrawn(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не тому")

    message = await deletes(office, office.anna, answer)

    assert (message.state, message.deleted_at is None) == (DeliveryState.DISCARDED, False)
    assert "delete" not in [each.kind for each in await office.deliveries()]


async def test_what_has_failed_is_given_up(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не тому")
    await becomes(office, answer, DeliveryState.FAILED)

    message = await deletes(office, office.anna, answer)

    assert message.state is DeliveryState.DISCARDED


async def test_what_may_have_left_is_deleted_when_it_has_arrived(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не тому")
    (delivery,) = await office.deliveries("message")
    async with office.begin() as uow:
        (await uow.deliveries.get(delivery.id)).status = DeliveryStatus.SENDING

    message = await deletes(office, office.anna, answer)

    assert (message.state, message.deleted_at) == (DeliveryState.QUEUED, None)
    leaving = [each for each in await office.deliveries() if each.lane == delivery.lane]
    assert [each.kind for each in leaving] == ["message", "delete"]


async def test_only_the_author_deletes_and_only_once(office: Office):
    window = await taken(office)
    said = await office.hears("Спасибо", number=2)
    answer = await office.writes(office.anna, window, "Не тому")

    with pytest.raises(NotYourMessage):
        await deletes(office, office.oleg, answer)
    with pytest.raises(NotYourMessage):
        await deletes(office, office.anna, said)
    await deletes(office, office.anna, answer)
    with pytest.raises(AlreadyDeleted):
        await deletes(office, office.anna, answer)
