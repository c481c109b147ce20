"""An answer fails, and its author has blocked the bot or left: somebody else hears of it."""

import pytest

from bridge.actions.clients import clients
from bridge.actions.delivery import desk, unheard
from bridge.actions.delivery.desk import OfferPayload, UndeliveredNoticePayload
from bridge.actions.inbox import dialogs, windows
from bridge.actions.messages import message_updates
from bridge.actions.messages.message_updates import ReplyNoticePayload
from bridge.actions.team import sign_out
from bridge.errors import Blocked, BridgeError
from storage.messages.messages import DeliveryState, Message
from storage.team.sign_ins import SignIn
from tests.kit.conversations import taken
from tests.kit.office import Office

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
        await desk.show_delivery_state(uow, await uow.messages.get(answer.id))
        (mark,) = await uow.deliveries.waiting_in(desk.lane(ANNAS))
        mark.settle("failed", uow.now)
        await unheard.tell_others(uow, mark)


async def test_whoever_answers_now_reads_it_below_the_answer(office: Office, answer: Message):
    await blocks(office)
    async with office.begin() as uow:
        await dialogs.take(uow, answer.dialog_id, by=await uow.employees.get(office.maria.id))
    await fails(office, answer)

    await cannot_be_told(office, answer)

    (told,) = await office.deliveries(ReplyNoticePayload.kind)
    assert told.lane == desk.lane(MARIAS)
    assert told.body["params"] == {"author": office.anna.name}
    assert told.body["reason"]["text"] == "The customer has blocked the bot"
    assert (await office.dialog()).assignee_id == office.maria.id


async def test_a_dialog_that_nobody_has_is_offered_with_it(office: Office, answer: Message):
    await blocks(office)
    await fails(office, answer)

    await cannot_be_told(office, answer)

    assert {delivery.lane for delivery in await office.deliveries(OfferPayload.kind)} >= {desk.lane(MARIAS)}


async def test_a_dialog_that_was_archived_comes_back_and_is_offered(office: Office, answer: Message):
    async with office.begin() as uow:
        await dialogs.close(uow, answer.dialog_id, by=await uow.employees.get(office.anna.id))
    await blocks(office)
    await fails(office, answer)

    await cannot_be_told(office, answer)

    dialog = await office.dialog()
    assert dialog.is_open
    assert dialog.assignee_id is None
    assert {delivery.lane for delivery in await office.deliveries(OfferPayload.kind)} >= {desk.lane(MARIAS)}


async def test_the_dialog_of_a_blocked_customer_stays_in_the_archive(office: Office, answer: Message):
    async with office.begin() as uow:
        await clients.block(uow, answer.dialog_id, by=await uow.employees.get(office.maria.id))
    await blocks(office)
    await fails(office, answer)

    await cannot_be_told(office, answer)

    assert not (await office.dialog()).is_open
    assert await office.deliveries(OfferPayload.kind) == []


async def test_an_answer_that_has_arrived_is_no_news(office: Office, answer: Message):
    await blocks(office)
    await fails(office, answer, DeliveryState.ACCEPTED)

    await cannot_be_told(office, answer)

    assert await office.deliveries(ReplyNoticePayload.kind) == []
    assert await office.deliveries(OfferPayload.kind) == []


async def test_whoever_signs_out_before_they_could_read_it_leaves_it_to_others(office: Office, answer: Message):
    await fails(office, answer)
    await office.settle_all()
    async with office.begin() as uow:
        await desk.show_delivery_state(uow, await uow.messages.get(answer.id))
        by = await uow.employees.get(office.anna.id)
        await sign_out.leave(uow, office.sign_ins[by.id].id, by=by)

    assert (await office.dialog()).assignee_id is None
    assert {delivery.lane for delivery in await office.deliveries(OfferPayload.kind)} >= {desk.lane(MARIAS)}


EDIT = "❌ The customer still sees the former text: {reason}"


async def edit_fails(office: Office, answer: Message, *, because: BridgeError) -> None:
    """Nor can its author be told."""
    await fails(office, answer, DeliveryState.ACCEPTED)
    await office.settle_all()
    async with office.begin() as uow:
        message = await uow.messages.get(answer.id)
        message.failure = None
        await message_updates.send_reply_notice_to_author(uow, message, EDIT, because)
        (notice,) = await uow.deliveries.waiting_in(desk.lane(ANNAS))
        notice.settle("failed", uow.now)
        await unheard.tell_others(uow, notice)


async def test_whoever_answers_now_reads_that_an_edit_has_failed(office: Office, answer: Message):
    await blocks(office)
    async with office.begin() as uow:
        await dialogs.take(uow, answer.dialog_id, by=await uow.employees.get(office.maria.id))

    await edit_fails(office, answer, because=Blocked())

    (told,) = await office.deliveries(ReplyNoticePayload.kind)
    assert told.lane == desk.lane(MARIAS)
    assert (told.body["text"], told.body["reason"]["text"]) == (EDIT, Blocked.text)
    assert await office.deliveries(OfferPayload.kind) == []


async def test_a_dialog_that_nobody_has_is_offered_with_the_answer_whose_edit_has_failed(
    office: Office, answer: Message
):
    await blocks(office)

    await edit_fails(office, answer, because=Blocked())

    assert {delivery.lane for delivery in await office.deliveries(OfferPayload.kind)} >= {desk.lane(MARIAS)}
    async with office.begin() as uow:
        assert (await uow.messages.get(answer.id)).is_outdated


async def test_an_author_who_is_signed_in_elsewhere_reads_there_that_an_edit_has_failed(
    office: Office, answer: Message
):
    async with office.begin() as uow:
        uow.add(SignIn(employee_id=office.anna.id, telegram_user_id=109, started_at=uow.now))
    await blocks(office)

    await edit_fails(office, answer, because=Blocked())

    (told,) = await office.deliveries(UndeliveredNoticePayload.kind)
    assert (told.lane, told.body["text"]) == (desk.lane(109), EDIT)


async def test_a_reaction_that_failed_is_told_to_nobody_twice(office: Office, answer: Message):
    heard = await office.hears("Спасибо", number=2)
    async with office.begin() as uow:
        opened = await windows.open_at(uow, await uow.dialogs.get(heard.dialog_id), office.sign_ins[office.maria.id])
    await office.settle_all()
    async with office.begin() as uow:
        for window in await uow.windows.of_dialog(heard.dialog_id, live=True):
            await message_updates.send_reply_notice(
                uow, await uow.messages.get(heard.id), window, "❌ No reaction: {reason}", Blocked()
            )
        (notice,) = await uow.deliveries.waiting_in(desk.lane(ANNAS))
        notice.settle("failed", uow.now)
        await unheard.tell_others(uow, notice)

    assert [told.window_id for told in await office.deliveries(ReplyNoticePayload.kind)] == [opened.id]
    assert await office.deliveries(OfferPayload.kind) == []
