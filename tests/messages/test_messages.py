"""What can happen to a message."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToEmployee
from bridge.actions.messages import messages
from bridge.actions.messages.messages import AlreadyDecided, ConfirmationReason
from bridge.actions.team import sign_out
from bridge.errors import NotFound
from storage.inbox.windows import Layout
from storage.messages.messages import REST_UNKNOWN, Author, DeliveryState, MessageKind
from tests.kit.clock import Clock
from tests.kit.conversations import taken
from tests.kit.office import INVOICE, Office


async def test_the_same_message_is_received_once(office: Office):
    await office.hears()
    await office.settle_all()

    again = await office.hears()

    assert again is None
    assert await office.deliveries() == []


async def test_customers_of_one_channel_have_one_dialog_each(office: Office):
    first = await office.hears(number=1)
    second = await office.hears(number=2)

    assert first.dialog_id == second.dialog_id
    assert (await office.dialog()).unread == 2


async def test_a_message_to_a_responsible_goes_to_their_window_and_to_nobody_else(office: Office):
    window = await taken(office)

    await office.hears("Ау?", number=2)

    assert [(d.kind, d.window_id) for d in await office.deliveries()] == [("copy", window.id)]


async def test_an_answer_goes_to_the_customer_and_is_no_longer_waited_for(office: Office):
    window = await taken(office)

    answer = await office.writes(office.anna, window, "Уже едет")

    (delivery,) = await office.deliveries("message")
    assert (delivery.message_id, delivery.lane) == (answer.id, f"{office.channel.carrier}:501")
    dialog = await office.dialog()
    assert (answer.author, dialog.waiting_since, dialog.unread) == (Author.EMPLOYEE, None, 0)


async def test_the_same_telegram_message_is_answered_with_once(office: Office):
    window = await taken(office)

    first = await office.writes(office.anna, window, "Уже едет", number=900)
    again = await office.writes(office.anna, window, "Уже едет", number=900)

    assert first.id == again.id
    assert len(await office.deliveries("message")) == 1


async def test_answering_a_dialog_that_nobody_has_takes_it(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, said.dialog_id, by=office.oleg)

    await office.writes(office.oleg, await office.window(office.oleg), "Здравствуйте!")

    assert (await office.dialog()).assignee_id == office.oleg.id


async def test_an_answer_of_whoever_has_blocked_the_bot_since_goes_out_and_takes_nothing(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, said.dialog_id, by=office.oleg)
    window = await office.window(office.oleg)
    async with office.begin() as uow:
        await sign_out.lose(uow, office.sign_ins[office.oleg.id].id)

    answer = await office.writes(office.oleg, window, "Здравствуйте!")

    assert (answer.state, (await office.dialog()).assignee_id) == (DeliveryState.QUEUED, None)


async def test_what_is_typed_after_a_transfer_is_held_with_a_question(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.transfer(uow, window.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
    await office.settle_all()

    pending = await office.writes(office.anna, window, "И ещё одно")

    assert (pending.state, pending.data["held"]) == (DeliveryState.NEEDS_CONFIRMATION, ConfirmationReason.ANOTHERS)
    assert [delivery.kind for delivery in await office.deliveries()] == ["question"]


async def test_a_held_message_goes_when_its_author_says_so_and_only_once(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.transfer(uow, window.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
    pending = await office.writes(office.anna, window, "И ещё одно")

    async with office.begin() as uow:
        await messages.release(uow, pending.id, by=office.anna)
    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await messages.release(uow, pending.id, by=office.anna)

    assert [delivery.message_id for delivery in await office.deliveries("message")] == [pending.id]
    assert (await office.dialog()).assignee_id == office.oleg.id


async def test_a_held_message_is_its_authors_to_decide(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    pending = await office.writes(office.anna, window, "Спасибо!")

    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await messages.release(uow, pending.id, by=office.maria)


async def test_writing_in_the_archive_asks_first_and_brings_the_dialog_back(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    pending = await office.writes(office.anna, window, "Забыл сказать")
    assert pending.data["held"] == ConfirmationReason.CLOSED

    async with office.begin() as uow:
        await messages.release(uow, pending.id, by=office.anna)

    assert (await office.dialog()).is_open
    assert [delivery.message_id for delivery in await office.deliveries("message")] == [pending.id]


async def test_a_discarded_message_never_goes(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    pending = await office.writes(office.anna, window, "Забудьте")

    async with office.begin() as uow:
        await messages.discard(uow, pending.id, by=office.anna)
    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await messages.release(uow, pending.id, by=office.anna)

    assert await office.deliveries("message") == []


async def test_in_the_replies_layout_the_first_text_after_a_while_asks_whom_it_is_for(office: Office, clock: Clock):
    window = await taken(office)
    async with office.begin() as uow:
        (await uow.windows.get(window.id)).layout = Layout.REPLIES
    clock.forward(timedelta(minutes=11))

    pending = await office.writes(office.anna, window, "Готово", number=901, addressed=False)
    at_once = await office.writes(office.anna, window, "Готово", number=902, addressed=False)
    pointed = await office.writes(office.anna, window, "Готово", number=903, addressed=True)

    assert pending.data["held"] == ConfirmationReason.IDLE
    assert (at_once.state, pointed.state) == (DeliveryState.QUEUED, DeliveryState.QUEUED)


async def test_an_answer_is_shown_to_whoever_else_looks_at_the_dialog(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, window.dialog_id, by=office.oleg)
    await office.settle_all()

    await office.writes(office.anna, window, "Уже едет")

    assert [d.window_id for d in await office.deliveries("copy")] == [(await office.window(office.oleg)).id]


async def test_a_failed_message_can_be_sent_again_and_says_so_where_it_may_be_a_repeat(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    await office.settle_all()
    for rest, is_repeat in [({}, False), ({"rest": REST_UNKNOWN}, True)]:
        async with office.begin() as uow:
            row = await uow.messages.get(answer.id)
            row.state, row.failure = DeliveryState.FAILED, {"text": "No", "params": {}, **rest}

        async with office.begin() as uow:
            await messages.retry(uow, answer.id, by=office.anna)

        (delivery,) = await office.deliveries("message")
        assert delivery.is_repeat is is_repeat
        await office.settle_all()


async def test_a_message_that_has_arrived_is_not_sent_again(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    async with office.begin() as uow:
        (await uow.messages.get(answer.id)).state = DeliveryState.ACCEPTED

    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await messages.retry(uow, answer.id, by=office.anna)


async def test_a_colleagues_message_cannot_be_sent_again(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    async with office.begin() as uow:
        (await uow.messages.get(answer.id)).state = DeliveryState.FAILED

    with pytest.raises(NotFound):
        async with office.begin() as uow:
            await messages.retry(uow, answer.id, by=office.oleg)


async def test_a_new_message_brings_an_archived_dialog_back_to_its_former_responsible(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    await office.settle_all()

    await office.hears("Ещё вопрос", number=2)

    dialog = await office.dialog()
    assert (dialog.is_open, dialog.assignee_id) == (True, office.anna.id)
    assert [d.window_id for d in await office.deliveries("copy")] == [window.id]


async def test_a_dialog_whose_responsible_has_left_is_offered_again(office: Office):
    await taken(office)
    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[office.anna.id].id)).ended_at = uow.now

    await office.hears("Ау?", number=2)

    assert (await office.dialog()).assignee_id is None
    assert len(await office.deliveries("offer")) >= 1


async def test_a_file_is_kept_with_who_can_fetch_it(office: Office):
    said = await office.hears("Вот счёт", number=5, kind=MessageKind.DOCUMENT, file=INVOICE)

    async with office.begin() as uow:
        (attachment,) = await uow.messages.attachments(said.id)
    assert (attachment.source, attachment.known_to(office.channel.carrier)) == (office.channel.carrier, "BQAC-invoice")


async def test_a_reply_keeps_what_it_answers(office: Office):
    first = await office.hears(number=1)

    second = await office.hears("Вот этот", number=2, reply_to="1")

    assert second.reply_to_id == first.id
