from datetime import timedelta
from pathlib import Path

import pytest

from bridge.actions.delivery.changes import AlbumPayload
from bridge.channel import Accepted, Outgoing, OutgoingFile, PartlySent
from bridge.channels.carrier import ChannelCarrier
from bridge.channels.outcomes import AcceptedReceipt
from bridge.errors import Blocked, FileTooBig, Undeliverable, Withdrawn
from storage.clients.contacts import Contact, ContactAddress
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Attachment, Author, DeliveryState, Message, MessageKind, StaysInside
from storage.team.channels import Channel, Provider
from tests.kit.doubles.channel import Disk, Outcomes, Shop

BOLD = {"type": "bold", "offset": 0, "length": 6}


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def outcomes() -> Outcomes:
    return Outcomes()


@pytest.fixture
async def channel(database, organization) -> Channel:
    async with database.begin(organization.id) as uow:
        channel = Channel(provider=Provider.TELEGRAM, name="Бот", token="…")
        uow.add(channel)
    return channel


@pytest.fixture
def carrier(database, channel, shop, outcomes) -> ChannelCarrier:
    return ChannelCarrier(database, channel.id, shop, Disk(), on_outcome=outcomes)


@pytest.fixture
async def message(database, organization, channel) -> Message:
    """Oleg's answer to Anna's question, on its way."""
    async with database.begin(organization.id) as uow:
        contact = Contact(name="Анна", created_at=uow.now)
        uow.add(contact)
        await uow.flush()
        address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id="501")
        uow.add(address)
        await uow.flush()
        dialog = Dialog(
            contact_id=contact.id,
            channel_id=channel.id,
            address_id=address.id,
            opened_at=uow.now,
            last_message_at=uow.now,
        )
        uow.add(dialog)
        await uow.flush()
        question = Message(dialog_id=dialog.id, author=Author.CONTACT, external_id="7", created_at=uow.now)
        uow.add(question)
        await uow.flush()
        answer = Message(
            dialog_id=dialog.id,
            author=Author.EMPLOYEE,
            text="Привет",
            entities=[BOLD],
            reply_to_id=question.id,
            created_at=uow.now,
            state=DeliveryState.QUEUED,
        )
        uow.add(answer)
    return answer


@pytest.fixture
async def delivery(database, organization, message, channel) -> Delivery:
    async with database.begin(organization.id) as uow:
        delivery = Delivery(
            carrier=channel.carrier,
            lane=f"{channel.carrier}:501",
            kind="message",
            dialog_id=message.dialog_id,
            message_id=message.id,
            created_at=uow.now,
        )
        uow.add(delivery)
    return delivery


async def attach(database, message, **file_ids: str) -> None:
    async with database.begin(message.organization_id) as uow:
        (await uow.messages.get(message.id)).kind = MessageKind.PHOTO
        uow.add(Attachment(message_id=message.id, source="desk", file_ids={"desk": "BQAC", **file_ids}, width=640))


async def stored(database, message) -> tuple[Message, ContactAddress]:
    async with database.read(message.organization_id) as uow:
        dialog = await uow.dialogs.get(message.dialog_id)
        return await uow.messages.get(message.id), await uow.contacts.address(dialog.address_id)


async def settle(database, carrier, delivery, error=None, status=DeliveryStatus.FAILED) -> None:
    async with database.begin(delivery.organization_id) as uow:
        if error is None:
            await carrier.sent(uow, delivery, AcceptedReceipt(Accepted("900", "new")))
        else:
            delivery.settle(status, uow.now)
            await carrier.failed(uow, delivery, error)


async def test_message_goes_to_the_customers_address_as_a_reply(carrier, delivery, shop):
    receipt = await carrier.send(delivery)

    assert shop.sent == [Outgoing("501", MessageKind.TEXT, "Привет", entities=[BOLD], reply_to="7")]
    assert receipt == AcceptedReceipt(Accepted("900"))


async def test_file_goes_from_the_disk_the_first_time(database, carrier, delivery, message, shop):
    await attach(database, message)

    receipt = await carrier.send(delivery)

    assert [sent.file for sent in shop.sent] == [OutgoingFile(path=Path("/files/1"), width=640)]
    assert receipt.accepted.file_id == "new"


async def test_file_that_the_channel_knows_goes_by_its_id(database, carrier, delivery, message, shop, channel):
    await attach(database, message, **{channel.carrier: "known"})

    await carrier.send(delivery)

    assert [sent.file for sent in shop.sent] == [OutgoingFile(file_id="known", width=640)]


async def test_file_that_the_channel_has_forgotten_goes_from_the_disk(
    database, carrier, delivery, message, shop, channel
):
    await attach(database, message, **{channel.carrier: "forgotten"})

    await carrier.send(delivery)

    assert [sent.file and sent.file.path for sent in shop.sent] == [None, Path("/files/1")]


async def test_accepted_message_keeps_what_the_channel_said(
    database, carrier, delivery, message, outcomes, clock, channel
):
    await attach(database, message)

    await settle(database, carrier, delivery)

    kept, _ = await stored(database, message)
    assert (kept.state, kept.external_id, kept.accepted_at) == (DeliveryState.ACCEPTED, "900", clock.now)
    assert not kept.maybe_repeated
    async with database.read(message.organization_id) as uow:
        (attachment,) = await uow.messages.attachments(message.id)
    assert attachment.known_to(channel.carrier) == "new"
    assert outcomes.states == [DeliveryState.ACCEPTED]


async def test_accepted_message_proves_that_the_customer_is_back(database, carrier, delivery, message, clock):
    await settle(database, carrier, delivery, Blocked())
    _, address = await stored(database, message)
    assert address.blocked_at == clock.now

    await settle(database, carrier, delivery)

    kept, address = await stored(database, message)
    assert address.blocked_at is None
    assert kept.failure is None


async def test_second_try_after_an_unknown_outcome_is_marked(database, carrier, delivery, message):
    delivery.is_repeat = True

    await settle(database, carrier, delivery)

    kept, _ = await stored(database, message)
    assert kept.maybe_repeated


FAILURES = [
    (Undeliverable(detail="Voice_messages_forbidden"), {"detail": "Voice_messages_forbidden"}),
    (FileTooBig(size=timedelta(1), limit=50), {"size": "1 day, 0:00:00", "limit": 50}),
    (Blocked(), {}),
]


@pytest.mark.parametrize(("error", "params"), FAILURES)
async def test_failed_message_keeps_the_reason(database, carrier, delivery, message, outcomes, error, params):
    await settle(database, carrier, delivery, error)

    kept, _ = await stored(database, message)
    assert kept.state is DeliveryState.FAILED
    assert kept.failure == {"text": error.text, "params": params}
    assert outcomes.states == [DeliveryState.FAILED]


async def test_withdrawn_message_is_not_sent_and_stays_withdrawn(database, carrier, delivery, message, shop, outcomes):
    async with database.begin(message.organization_id) as uow:
        (await uow.messages.get(message.id)).state = DeliveryState.DISCARDED

    with pytest.raises(Withdrawn) as raised:
        await carrier.send(delivery)
    await settle(database, carrier, delivery, raised.value)

    kept, _ = await stored(database, message)
    assert kept.state is DeliveryState.DISCARDED
    assert shop.sent == outcomes.states == []


async def test_an_internal_note_is_refused_whatever_the_outbox_says(
    database, carrier, delivery, message, shop, outcomes
):
    async with database.begin(message.organization_id) as uow:
        (await uow.messages.get(message.id)).keep_inside()

    with pytest.raises(StaysInside) as raised:
        await carrier.send(delivery)
    await settle(database, carrier, delivery, raised.value)

    kept, _ = await stored(database, message)
    assert kept.state is None
    assert shop.sent == outcomes.states == []


async def test_what_has_arrived_of_an_albums_first_file_is_not_taken_for_what_came_after_it(
    database, carrier, message, delivery
):
    async with database.begin(message.organization_id) as uow:
        first = await uow.messages.get(message.id)
        first.album_id = "77"
        later = Message(**first.model_dump(exclude={"id"}))
        uow.add(later)
        album = await uow.deliveries.get(delivery.id)
        album.kind, album.status = AlbumPayload.kind, DeliveryStatus.FAILED

    async with database.begin(message.organization_id) as uow:
        await carrier.failed(uow, album, PartlySent(Accepted("41"), Undeliverable(detail="")))

    async with database.read(message.organization_id) as uow:
        first, later = await uow.messages.get(first.id), await uow.messages.get(later.id)
        leaving = await uow.deliveries.of_message(later.id)
    assert (first.external_id, first.state) == ("41", DeliveryState.FAILED)
    assert (later.external_id, later.state) == (None, DeliveryState.QUEUED)
    assert [each.status for each in leaving] == [DeliveryStatus.WAITING]


async def test_what_an_album_lacks_leaves_without_what_has_arrived_in_part(database, carrier, message, delivery, shop):
    async with database.begin(message.organization_id) as uow:
        half = await uow.messages.get(message.id)
        half.album_id, half.external_id = "77", "41"
        uow.add(Message(**half.model_dump(exclude={"id", "external_id", "text"}), text="Ещё"))
        album = await uow.deliveries.get(delivery.id)
        album.kind = AlbumPayload.kind

    await carrier.send(album)

    assert [sent.text for sent in shop.sent] == ["Ещё"]
