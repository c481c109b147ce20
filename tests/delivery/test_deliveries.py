"""An administrator has sent again what was refused, and cancels what waits."""

import pytest

from bridge.actions.delivery import deliveries
from bridge.actions.delivery.changes import MessageEditPayload
from bridge.actions.delivery.deliveries import HasEnded
from bridge.actions.inbox import dialogs
from bridge.actions.messages.messages import AlreadyDecided
from bridge.errors import NotFound
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.messages.messages import REST_UNKNOWN, DeliveryState, Message
from tests.kit.office import Office


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
        message.failure = {"text": "Only the beginning", "params": {}, "rest": REST_UNKNOWN}
        delivery.settle(DeliveryStatus.FAILED, uow.now)
    return delivery


async def said(office: Office, message_id: int | None) -> Message:
    async with office.begin() as uow:
        return await uow.messages.get(message_id)


async def test_the_rest_of_a_half_sent_answer_follows_and_its_beginning_stays_as_it_is(office: Office, half_sent):
    async with office.begin() as uow:
        follows = await deliveries.retry(uow, half_sent.id)
        before = await uow.deliveries.get(half_sent.id)

    assert (follows.kind, follows.status) == (MessageEditPayload.kind, DeliveryStatus.WAITING)
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
    assert MessageEditPayload.kind in {each.kind for each in waiting}


@pytest.fixture
async def answer(office: Office) -> Message:
    """Anna's answer, on its way to the customer."""
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    return await office.writes(office.anna, await office.window(office.anna), "Уже едет")


async def cancelled(office: Office, delivery: Delivery) -> Delivery:
    async with office.begin() as uow:
        return await deliveries.cancel(uow, delivery.id)


async def test_what_is_cancelled_never_leaves_and_its_author_sees_so(office: Office, answer: Message):
    (delivery,) = await office.deliveries("message")

    ended = await cancelled(office, delivery)

    assert (ended.status, ended.settled_at) == (DeliveryStatus.CANCELLED, office.database.clock())
    assert await office.deliveries("message") == []
    kept = await said(office, answer.id)
    assert (kept.state, kept.failure) == (DeliveryState.FAILED, {"text": deliveries.CANCELLED_REASON, "params": {}})
    assert [mark.message_id for mark in await office.deliveries("mark")] == [answer.id]


async def test_what_may_have_arrived_and_is_cancelled_is_a_repeat_when_it_is_sent_again(
    office: Office, answer: Message
):
    (delivery,) = await office.deliveries("message")
    async with office.begin() as uow:
        (await uow.deliveries.get(delivery.id)).status = DeliveryStatus.SENDING

    await cancelled(office, delivery)

    assert (await said(office, answer.id)).may_have_arrived


async def test_of_what_is_shown_to_operators_nothing_but_the_delivery_is_cancelled(office: Office, answer: Message):
    card = (await office.deliveries("card"))[0]

    await cancelled(office, card)

    assert card.id not in [each.id for each in await office.deliveries()]
    assert (await said(office, answer.id)).state is DeliveryState.QUEUED


async def test_with_an_album_all_of_its_messages_are_cancelled(office: Office, answer: Message):
    window = await office.window(office.anna)
    album = [await office.writes(office.anna, window, "", number=901 + n, album="7") for n in range(2)]
    (delivery,) = [each for each in await office.deliveries("album") if each.carrier != "desk"]

    await cancelled(office, delivery)

    assert [(await said(office, one.id)).state for one in album] == [DeliveryState.FAILED] * 2
    assert (await said(office, answer.id)).state is DeliveryState.QUEUED


@pytest.mark.parametrize("status", [DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.CANCELLED])
async def test_what_has_ended_cannot_be_cancelled(office: Office, answer: Message, status: DeliveryStatus):
    (delivery,) = await office.deliveries("message")
    async with office.begin() as uow:
        (await uow.deliveries.get(delivery.id)).settle(status, uow.now)

    with pytest.raises(HasEnded):
        await cancelled(office, delivery)

    assert (await said(office, answer.id)).state is DeliveryState.QUEUED


async def test_an_author_stops_what_does_not_get_through_and_nobody_else_does(office: Office):
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    answer = await office.writes(office.anna, await office.window(office.anna), "Уже едет")

    with pytest.raises(NotFound):
        async with office.begin() as uow:
            await deliveries.withdraw(uow, answer.id, by=office.oleg)
    async with office.begin() as uow:
        await deliveries.withdraw(uow, answer.id, by=office.anna)

    assert (await said(office, answer.id)).state is DeliveryState.FAILED
    assert await office.deliveries("message") == []
    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await deliveries.withdraw(uow, answer.id, by=office.anna)
