"""An administrator has sent again what was given up on."""

import pytest

from bridge.actions import deliveries, dialogs
from bridge.actions.changes import Change
from storage.deliveries import Delivery, DeliveryStatus
from storage.messages import DeliveryState, Message
from tests.office import Office


@pytest.fixture
async def half_sent(office: Office) -> Delivery:
    """Of Anna's long answer only the beginning has arrived, and nobody knows about the rest."""
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    answer = await office.writes(office.anna, await office.window(office.anna), "слово " * 1000)
    (sent,) = await office.deliveries("message")
    await office.settle_all()
    async with office.begin() as uow:
        message, delivery = await uow.messages.get(answer.id), await uow.deliveries.get(sent.id)
        message.state, message.external_id = DeliveryState.FAILED, "77"
        message.failure = {"text": "Only the beginning", "params": {}, "rest": DeliveryState.UNKNOWN}
        delivery.settle(DeliveryStatus.FAILED, uow.now)
    return delivery


async def said(office: Office, message_id: int | None) -> Message:
    async with office.begin() as uow:
        return await uow.messages.get(message_id)


async def test_the_rest_of_a_half_sent_answer_follows_and_its_beginning_stays_as_it_is(office: Office, half_sent):
    async with office.begin() as uow:
        follows = await deliveries.retry(uow, half_sent.id)
        before = await uow.deliveries.get(half_sent.id)

    assert (follows.kind, follows.status) == (Change.EDIT, DeliveryStatus.WAITING)
    assert before.status is DeliveryStatus.REPLACED
    assert await office.deliveries("message") == []
    answer = await said(office, half_sent.message_id)
    assert (answer.state, answer.failure, answer.maybe_repeated) == (DeliveryState.QUEUED, None, True)
    assert len(await office.deliveries("mark")) == 1


async def test_a_rest_that_has_failed_waits_again_as_a_message_does(office: Office, half_sent):
    async with office.begin() as uow:
        rest = await deliveries.retry(uow, half_sent.id)
    async with office.begin() as uow:
        rest = await uow.deliveries.get(rest.id)
        rest.settle(DeliveryStatus.FAILED, uow.now)
        (await uow.messages.get(rest.message_id)).state = DeliveryState.FAILED

    async with office.begin() as uow:
        again = await deliveries.retry(uow, rest.id)

    assert (again.id, again.status) == (rest.id, DeliveryStatus.WAITING)
    assert (await said(office, rest.message_id)).state is DeliveryState.QUEUED


async def test_a_half_sent_message_does_not_leave_with_its_album_again(office: Office):
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    window = await office.window(office.anna)
    first = await office.writes(office.anna, window, "Раз", number=900, album="7")
    second = await office.writes(office.anna, window, "Два", number=901, album="7")
    (album,) = [each for each in await office.deliveries("album") if each.carrier != "desk"]
    async with office.begin() as uow:
        for answer, known in ((first, "77"), (second, None)):
            row = await uow.messages.get(answer.id)
            row.state, row.external_id = DeliveryState.FAILED, known
        (await uow.deliveries.get(album.id)).settle(DeliveryStatus.FAILED, uow.now)

    async with office.begin() as uow:
        again = await deliveries.retry(uow, album.id)
        waiting = await uow.deliveries.waiting_of_message(first.id)

    assert (again.id, again.status) == (album.id, DeliveryStatus.WAITING)
    assert Change.EDIT in {each.kind for each in waiting}
