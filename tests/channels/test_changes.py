"""Changes on their way to the customer's channel."""

import pytest

from bridge.actions.delivery import changes, deliveries
from bridge.actions.delivery.changes import MessageDeletionPayload, MessageEditPayload
from bridge.actions.messages import messages
from bridge.channel import Accepted, Outgoing, PartlySent
from bridge.channels.changes import PARTLY_CHANGED_TEXT, ChangeSender, EditReceipt
from bridge.delivery.payloads import Payload
from bridge.errors import MessageMissing, OutcomeUnknown, TooOldToDelete
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.messages.messages import DeliveryState, Message, StaysInside
from tests.kit.conversations import taken
from tests.kit.doubles.channel import Disk
from tests.kit.office import Office


class Shop:
    """A channel whose changes end as the test says."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.accepted = Accepted("70")
        self.calls: list[tuple[str, ...]] = []

    async def edit(self, sent: list[str], message: Outgoing) -> Accepted:
        self.calls.append(("edit", *sent))
        return self.accepted

    async def delete(self, recipient_id: str, external_id: str) -> None:
        self.calls.append(("delete", recipient_id, external_id))
        if self.error is not None:
            raise self.error


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def carrier(office: Office, shop: Shop) -> ChangeSender:
    return ChangeSender(office.database, office.channel.carrier, shop, Disk())


async def prepared(office: Office, change: Payload, external_id: str | None = "70") -> tuple[Message, Delivery]:
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    await office.settle_all()
    async with office.begin() as uow:
        message = await uow.messages.get(answer.id)
        message.state, message.external_id = DeliveryState.ACCEPTED, external_id
        delivery = await changes.put_to_customer(uow, change, message)
    return message, delivery


async def test_a_change_without_an_answer_is_made_again_however_often_that_happens(office, shop, carrier):
    _, delivery = await prepared(office, MessageDeletionPayload())
    shop.error = OutcomeUnknown()

    for delivery.attempts in (1, 2, 99):
        with pytest.raises(OutcomeUnknown):
            await carrier.send(delivery)
    shop.error = None
    await carrier.send(delivery)

    assert shop.calls == [("delete", "501", "70")] * 4


async def test_nothing_is_changed_of_what_has_not_arrived(office, shop, carrier):
    message, delivery = await prepared(office, MessageDeletionPayload(), external_id=None)

    receipt = await carrier.send(delivery)
    async with office.begin() as uow:
        await carrier.sent(uow, delivery, receipt)
        assert (await uow.messages.get(message.id)).deleted_at is None

    assert shop.calls == []


async def test_a_deletion_that_was_made_is_written_down(office, shop, carrier):
    message, delivery = await prepared(office, MessageDeletionPayload())

    receipt = await carrier.send(delivery)
    async with office.begin() as uow:
        await carrier.sent(uow, delivery, receipt)

    assert shop.calls == [("delete", "501", "70")]
    async with office.begin() as uow:
        assert (await uow.messages.get(message.id)).deleted_at is not None


async def in_parts(office: Office, message: Message, *more: str) -> None:
    async with office.begin() as uow:
        await uow.parts.replace(await uow.messages.get(message.id), more)


async def test_a_long_text_is_deleted_with_all_its_parts(office, shop, carrier):
    message, delivery = await prepared(office, MessageDeletionPayload())
    await in_parts(office, message, "71", "72")

    await carrier.send(delivery)

    assert shop.calls == [("delete", "501", number) for number in ("70", "71", "72")]


async def test_a_long_text_is_edited_with_all_its_parts_and_those_that_are_left_are_known(office, shop, carrier):
    message, delivery = await prepared(office, MessageEditPayload())
    await in_parts(office, message, "71", "72")
    shop.accepted = Accepted("70", more=("71",))

    receipt = await carrier.send(delivery)
    async with office.begin() as uow:
        await carrier.sent(uow, delivery, receipt)

    assert shop.calls == [("edit", "70", "71", "72")]
    async with office.begin() as uow:
        assert await uow.parts.of_message(message.id) == ["71"]
        assert (await uow.parts.whole(message.dialog_id, "71")).id == message.id
        assert await uow.parts.whole(message.dialog_id, "72") is None


async def test_an_edit_that_was_made_only_in_part_is_told_and_what_is_there_is_known(office, carrier):
    message, delivery = await prepared(office, MessageEditPayload())
    await office.settle_all()

    async with office.begin() as uow:
        await carrier.failed(uow, delivery, PartlySent(Accepted("70", more=("71",)), TooOldToDelete()))

    (notice,) = await office.deliveries()
    assert (notice.body["text"], notice.body["reason"]["text"]) == (PARTLY_CHANGED_TEXT, TooOldToDelete.text)
    async with office.begin() as uow:
        assert await uow.parts.of_message(message.id) == ["71"]
        assert (await uow.messages.get(message.id)).state is DeliveryState.ACCEPTED


async def test_of_what_has_arrived_in_part_only_the_rest_is_sent_again(office, shop, carrier):
    message, delivery = await prepared(office, MessageEditPayload())
    async with office.begin() as uow:
        (await uow.messages.get(message.id)).state = DeliveryState.FAILED
    await office.settle_all()

    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await messages.retry(uow, message.id, by=by)

    assert sorted(each.kind for each in await office.deliveries()) == ["edit", "mark"]
    async with office.begin() as uow:
        await carrier.failed(uow, delivery, MessageMissing())
        row = await uow.messages.get(message.id)
        assert (row.state, row.failure["text"]) == (DeliveryState.FAILED, MessageMissing.text)
        receipt = EditReceipt(Accepted("70", more=("71",)), [])
        await carrier.sent(uow, delivery, receipt)
        assert row.state is DeliveryState.ACCEPTED


async def test_a_change_that_failed_is_told_to_its_author(office, carrier):
    _, delivery = await prepared(office, MessageEditPayload())
    await office.settle_all()

    async with office.begin() as uow:
        await carrier.failed(uow, delivery, MessageMissing())

    (notice,) = await office.deliveries()
    assert (notice.kind, notice.body["reason"]["text"]) == ("remark", MessageMissing.text)


async def test_no_edit_of_a_note_ever_leaves(office, carrier):
    message, delivery = await prepared(office, MessageEditPayload())
    async with office.begin() as uow:
        (await uow.messages.get(message.id)).keep_inside()

    with pytest.raises(StaysInside):
        await carrier.send(delivery)


async def test_a_change_that_was_given_up_on_can_be_tried_again(office):
    message, delivery = await prepared(office, MessageEditPayload())
    async with office.begin() as uow:
        (await uow.deliveries.get(delivery.id)).settle(DeliveryStatus.FAILED, uow.now)

    async with office.begin() as uow:
        await deliveries.retry(uow, delivery.id)

    assert [each.kind for each in await office.deliveries()] == ["edit"]
    async with office.begin() as uow:
        assert (await uow.messages.get(message.id)).state is DeliveryState.ACCEPTED
