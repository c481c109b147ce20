"""Albums of operators: one delivery, one decision."""

from bridge.actions.delivery import deliveries
from bridge.actions.delivery.changes import AlbumPayload
from bridge.actions.inbox import dialogs
from bridge.actions.messages import albums, messages
from storage.delivery.deliveries import DeliveryStatus
from storage.messages.messages import REST_UNKNOWN, DeliveryState, MessageKind
from tests.kit.office import INVOICE, Office


async def sent(office: Office):
    """Anna has answered with an album of two; returns its messages."""
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    await office.settle_all()
    window = await office.window(office.anna)
    document = {"kind": MessageKind.DOCUMENT, "file": INVOICE, "album": "77"}
    return [await office.writes(office.anna, window, "", number=900 + n, **document) for n in range(2)]


async def refused(office: Office) -> int:
    """The album was refused, and some of it may have arrived; returns its delivery."""
    (delivery,) = await office.deliveries(AlbumPayload.kind)
    async with office.begin() as uow:
        row = await uow.deliveries.get(delivery.id)
        row.settle(DeliveryStatus.FAILED, uow.now)
        for mate in await albums.messages_of_album(uow, await uow.messages.get(delivery.message_id)):
            mate.state, mate.failure = DeliveryState.FAILED, {"text": "", "params": {}, "rest": REST_UNKNOWN}
    return delivery.id


async def states(office: Office, album) -> list[DeliveryState]:
    async with office.begin() as uow:
        return [(await uow.messages.get(message.id)).state for message in album]


async def test_an_album_is_one_delivery_that_waits_for_its_last_message(office: Office):
    await sent(office)

    (delivery,) = await office.deliveries(AlbumPayload.kind)
    assert delivery.not_before == delivery.created_at + albums.GATHERING_PERIOD
    assert await office.deliveries("message") == []


async def test_repeating_one_message_of_an_album_repeats_all_that_did_not_arrive(office: Office):
    album = await sent(office)
    await refused(office)

    async with office.begin() as uow:
        await messages.retry(uow, album[1].id, by=office.anna)

    (delivery,) = await office.deliveries(AlbumPayload.kind)
    assert delivery.is_repeat
    assert await states(office, album) == [DeliveryState.QUEUED] * 2


async def test_a_delivery_that_is_put_back_takes_the_whole_album_along(office: Office):
    album = await sent(office)
    delivery_id = await refused(office)

    async with office.begin() as uow:
        await deliveries.retry(uow, delivery_id)

    assert await states(office, album) == [DeliveryState.QUEUED] * 2
