"""An answer fails, and its author has blocked the bot or left: somebody else hears of it."""

import pytest

from bridge.actions import desk, dialogs, sign_out, unheard
from bridge.actions.desk import Show
from storage.messages import DeliveryState, Message
from tests.actions.test_messages import taken
from tests.office import Office

ANNAS, MARIAS = 101, 103


@pytest.fixture
async def answer(office: Office) -> Message:
    """Anna's answer, which nobody knows yet to have failed."""
    return await office.writes(office.anna, await taken(office), "Уже едет")


async def fails(office: Office, answer: Message, state: DeliveryState = DeliveryState.FAILED) -> None:
    async with office.begin() as uow:
        failed = await uow.messages.get(answer.id)
        failed.state, failed.failure = state, {"text": "The customer has blocked the bot", "params": {}}


async def blocks(office: Office) -> None:
    async with office.begin() as uow:
        await sign_out.lose(uow, office.sign_ins[office.anna.id].id)


async def cannot_be_told(office: Office, answer: Message) -> None:
    """The mark on the answer could not be painted."""
    await office.settle_all()
    async with office.begin() as uow:
        await desk.mark(uow, await uow.messages.get(answer.id))
        (mark,) = await uow.deliveries.waiting_in(desk.lane(ANNAS))
        mark.settle("failed", uow.now)
        await unheard.tell(uow, mark)


async def test_whoever_answers_now_reads_it_below_the_answer(office: Office, answer: Message):
    await blocks(office)
    async with office.begin() as uow:
        await dialogs.take(uow, answer.dialog_id, by=await uow.employees.get(office.maria.id))
    await fails(office, answer)

    await cannot_be_told(office, answer)

    (told,) = await office.deliveries(Show.REMARK)
    assert told.lane == desk.lane(MARIAS)
    assert told.body["params"] == {"author": office.anna.name}
    assert told.body["reason"]["text"] == "The customer has blocked the bot"
    assert (await office.dialog()).assignee_id == office.maria.id


async def test_a_dialog_that_nobody_has_is_offered_with_it(office: Office, answer: Message):
    await blocks(office)
    await fails(office, answer)

    await cannot_be_told(office, answer)

    assert {delivery.lane for delivery in await office.deliveries(Show.OFFER)} >= {desk.lane(MARIAS)}


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNKNOWN])
async def test_a_dialog_that_was_archived_comes_back_and_is_offered(office: Office, answer: Message, state):
    async with office.begin() as uow:
        await dialogs.close(uow, answer.dialog_id, by=await uow.employees.get(office.anna.id))
    await blocks(office)
    await fails(office, answer, state)

    await cannot_be_told(office, answer)

    dialog = await office.dialog()
    assert dialog.is_open
    assert dialog.assignee_id is None
    assert {delivery.lane for delivery in await office.deliveries(Show.OFFER)} >= {desk.lane(MARIAS)}


async def test_an_answer_that_has_arrived_is_no_news(office: Office, answer: Message):
    await blocks(office)
    await fails(office, answer, DeliveryState.ACCEPTED)

    await cannot_be_told(office, answer)

    assert await office.deliveries(Show.REMARK) == []
    assert await office.deliveries(Show.OFFER) == []


async def test_whoever_signs_out_before_they_could_read_it_leaves_it_to_others(office: Office, answer: Message):
    await fails(office, answer)
    await office.settle_all()
    async with office.begin() as uow:
        await desk.mark(uow, await uow.messages.get(answer.id))
        by = await uow.employees.get(office.anna.id)
        await sign_out.leave(uow, office.sign_ins[by.id].id, by=by)

    assert (await office.dialog()).assignee_id is None
    assert {delivery.lane for delivery in await office.deliveries(Show.OFFER)} >= {desk.lane(MARIAS)}
