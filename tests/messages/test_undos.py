"""An answer waits for some seconds, and its author takes it back, or has it leave at once."""

from datetime import timedelta

import pytest

from bridge.actions.delivery.desk import CopyPayload
from bridge.actions.inbox import dialogs
from bridge.actions.messages import deletions, edits, messages, notes, undos
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.message_updates import ErasePayload
from bridge.actions.messages.undos import AlreadyTakenBack, AuthorsOnly, UndoOverPayload, UndoPayload, UndoTooLate
from storage.delivery.deliveries import DeliveryStatus
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable
from storage.reports.events import EventKind
from tests.kit.conversations import taken
from tests.kit.office import INVOICE, Office

UNDO_DELAY = timedelta(seconds=10)


@pytest.fixture
async def office(office: Office) -> Office:
    """Anna can take back what she has written."""
    async with office.begin() as uow:
        (await uow.employees.get(office.anna.id)).undo_seconds = 10
    return office


async def takes_back(office: Office, message: Message, employee=None) -> None:
    async with office.begin() as uow:
        await undos.take_back(uow, message.id, by=await uow.employees.get((employee or office.anna).id))


async def hurries(office: Office, message: Message) -> None:
    async with office.begin() as uow:
        await undos.send_now(uow, message.id, by=await uow.employees.get(office.anna.id))


async def leaves(office: Office, message: Message) -> None:
    """The outbox has begun to send it."""
    async with office.begin() as uow:
        for delivery in await uow.deliveries.waiting_of_message(message.id):
            delivery.status = DeliveryStatus.SENDING


async def row(office: Office, message: Message) -> Message:
    async with office.database.read(office.organization.id) as uow:
        return await uow.messages.get(message.id)


async def on_the_way(office: Office) -> list[tuple[int | None, timedelta]]:
    """What is to reach the customer, and how long it still waits."""
    outgoing = [each for each in await office.deliveries() if each.carrier == office.channel.carrier]
    now = office.database.clock()
    return [(each.message_id, (each.not_before or now) - now) for each in outgoing]


async def events(office: Office, kind: EventKind) -> list[int]:
    async with office.begin() as uow:
        return [event.data["message_id"] for event in await uow.events.of_kind(kind)]


async def test_without_a_window_an_answer_leaves_at_once_and_nothing_is_asked(office: Office):
    window = await taken(office, office.oleg)

    answer = await office.writes(office.oleg, window, "Уже едет")

    assert await on_the_way(office) == [(answer.id, timedelta(0))]
    assert await office.deliveries(UndoPayload.kind) == []
    assert not is_revocable(await row(office, answer))


async def test_what_was_written_long_ago_leaves_at_once_when_its_time_has_come(office: Office):
    window = await taken(office)

    async with office.begin() as uow:
        place, dialog = await uow.windows.get(window.id), await uow.dialogs.lock(window.dialog_id)
        by = await uow.employees.get(office.anna.id)
        said = await messages.send(uow, dialog, place, Draft(place.chat_id, None, text="Уже едет"), by=by)

    assert await on_the_way(office) == [(said.id, timedelta(0))]


async def test_an_answer_waits_and_its_author_is_asked_below_it(office: Office):
    window = await taken(office)

    answer = await office.writes(office.anna, window, "Уже едет")

    assert await on_the_way(office) == [(answer.id, UNDO_DELAY)]
    assert [each.window_id for each in await office.deliveries(UndoPayload.kind)] == [window.id]


async def test_what_is_taken_back_never_leaves_and_was_no_answer(office: Office):
    window = await taken(office)
    waited_since = (await office.dialog()).waiting_since
    answer = await office.writes(office.anna, window, "Не туда")

    await takes_back(office, answer)

    assert await on_the_way(office) == []
    assert (await row(office, answer)).state is DeliveryState.DISCARDED
    assert (await office.dialog()).waiting_since == waited_since
    assert (await events(office, EventKind.ANSWERED), await events(office, EventKind.ANSWER_WITHDRAWN)) == (
        [],
        [answer.id],
    )
    assert len(await office.deliveries(UndoOverPayload.kind)) == 1


async def test_what_is_leaving_cannot_be_taken_back(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не туда")
    await leaves(office, answer)

    with pytest.raises(UndoTooLate):
        await takes_back(office, answer)
    with pytest.raises(UndoTooLate):
        await hurries(office, answer)

    assert (await row(office, answer)).state is DeliveryState.QUEUED


async def test_what_may_have_arrived_already_cannot_be_taken_back(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не туда")
    async with office.begin() as uow:
        (await uow.deliveries.waiting_of_message(answer.id))[0].is_repeat = True

    with pytest.raises(UndoTooLate):
        await takes_back(office, answer)


async def test_only_the_author_decides_and_only_once(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не туда")

    with pytest.raises(AuthorsOnly, match="Анна"):
        await takes_back(office, answer, office.oleg)
    await takes_back(office, answer)
    for again in (takes_back, hurries):
        with pytest.raises(AlreadyTakenBack):
            await again(office, answer)


async def test_what_was_never_revocable_is_too_late(office: Office):
    window = await taken(office, office.oleg)
    answer = await office.writes(office.oleg, window, "Уже едет")

    with pytest.raises(UndoTooLate):
        await takes_back(office, answer, office.oleg)


async def test_when_it_has_gone_nothing_is_offered_any_more(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")

    async with office.begin() as uow:
        await undos.end_undo(uow, await uow.messages.lock(answer.id))

    assert not is_revocable(await row(office, answer))
    assert len(await office.deliveries(UndoOverPayload.kind)) == 1
    assert await events(office, EventKind.ANSWERED) == [answer.id]


async def test_send_now_takes_along_what_its_author_has_written_before(office: Office):
    window = await taken(office)
    first = await office.writes(office.anna, window, "Раз", 900)
    second = await office.writes(office.anna, window, "Два", 901)
    third = await office.writes(office.anna, window, "Три", 902)

    await hurries(office, second)

    assert await on_the_way(office) == [
        (first.id, timedelta(0)),
        (second.id, timedelta(0)),
        (third.id, UNDO_DELAY),
    ]


async def test_the_customer_waits_again_only_when_no_other_answer_is_left(office: Office):
    window = await taken(office)
    waited_since = (await office.dialog()).waiting_since
    first = await office.writes(office.anna, window, "Раз", 900)
    second = await office.writes(office.anna, window, "Два", 901)

    await takes_back(office, first)
    assert (await office.dialog()).waiting_since is None
    async with office.begin() as uow:
        (answer,) = await uow.events.of_kind(EventKind.ANSWERED)
    assert (answer.data["message_id"], answer.waited is not None, answer.is_first) == (second.id, True, True)
    await takes_back(office, second)

    assert (await office.dialog()).waiting_since == waited_since


async def test_what_the_customer_says_meanwhile_changes_nothing(office: Office):
    window = await taken(office)
    waited_since = (await office.dialog()).waiting_since
    answer = await office.writes(office.anna, window, "Не туда")
    await office.hears("Ау?", 2)

    assert await on_the_way(office) == [(answer.id, UNDO_DELAY)]
    await takes_back(office, answer)

    assert (await office.dialog()).waiting_since == waited_since


async def test_an_edit_changes_what_will_leave_and_nothing_more(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже идёт", 900)

    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await edits.rewrite(uow, Draft(window.chat_id, 900, text="Уже едет"), by=by)

    assert (await row(office, answer)).text == "Уже едет"
    assert await on_the_way(office) == [(answer.id, UNDO_DELAY)]


async def test_deleting_it_takes_it_back(office: Office):
    window = await taken(office)
    waited_since = (await office.dialog()).waiting_since
    answer = await office.writes(office.anna, window, "Не туда")

    async with office.begin() as uow:
        await deletions.delete(uow, answer.id, by=await uow.employees.get(office.anna.id))

    assert await on_the_way(office) == []
    assert (await office.dialog()).waiting_since == waited_since
    assert await events(office, EventKind.ANSWERED) == []


async def test_closing_or_handing_over_the_dialog_leaves_the_answer_on_its_way(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")

    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        await dialogs.transfer(uow, answer.dialog_id, to=dialogs.ToEmployee(office.oleg.id), by=anna)
        await dialogs.close(uow, answer.dialog_id, by=anna)

    assert await on_the_way(office) == [(answer.id, UNDO_DELAY)]
    await takes_back(office, answer)
    assert await on_the_way(office) == []


async def test_copies_in_other_windows_go_also_those_that_are_only_coming(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        dialog = await uow.dialogs.get(window.dialog_id)
        await dialogs.open_dialog(uow, dialog.id, by=await uow.employees.get(office.oleg.id))
    await office.settle_all()
    answer = await office.writes(office.anna, window, "Не туда")
    olegs = await office.window(office.oleg)

    await takes_back(office, answer)

    assert [(each.kind, each.window_id) for each in await office.deliveries() if each.window_id == olegs.id] == [
        (CopyPayload.kind, olegs.id),
        (ErasePayload.kind, olegs.id),
    ]


async def test_a_held_message_that_is_released_can_be_taken_back_too(office: Office):
    window = await taken(office, office.oleg)
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, window.dialog_id, by=await uow.employees.get(office.anna.id))
    pending = await office.writes(office.anna, await office.window(office.anna), "Уже едет")
    await office.settle_all()

    async with office.begin() as uow:
        await messages.release(uow, pending.id, by=await uow.employees.get(office.anna.id))

    assert await on_the_way(office) == [(pending.id, UNDO_DELAY)]
    await takes_back(office, pending)
    assert await on_the_way(office) == []


async def album(office: Office, window, *numbers: int) -> list[Message]:
    return [await office.writes(office.anna, window, "", n, file=INVOICE, album="7", kind="document") for n in numbers]


async def test_an_album_is_asked_about_once_and_its_time_begins_with_the_last_of_it(office: Office, clock):
    window = await taken(office)
    [first] = await album(office, window, 900)
    clock.forward(timedelta(seconds=1))
    await album(office, window, 901)

    assert await on_the_way(office) == [(first.id, UNDO_DELAY)]
    assert len(await office.deliveries(UndoPayload.kind)) == 1


async def test_an_album_is_taken_back_as_a_whole(office: Office):
    window = await taken(office)
    shown = await album(office, window, 900, 901)

    await takes_back(office, shown[0])

    assert await on_the_way(office) == []
    assert {(await row(office, each)).state for each in shown} == {DeliveryState.DISCARDED}


async def test_of_an_album_one_is_deleted_and_the_others_go(office: Office):
    window = await taken(office)
    first, second = await album(office, window, 900, 901)

    async with office.begin() as uow:
        await deletions.delete(uow, first.id, by=await uow.employees.get(office.anna.id))

    assert await on_the_way(office) == [(first.id, UNDO_DELAY)]
    assert (await row(office, second)).state is DeliveryState.QUEUED
    await takes_back(office, first)
    assert await on_the_way(office) == []


async def test_an_album_that_has_gone_without_its_first_one_is_asked_about_no_more(office: Office):
    window = await taken(office)
    first, *others = await album(office, window, 900, 901, 902)
    async with office.begin() as uow:
        await deletions.delete(uow, first.id, by=await uow.employees.get(office.anna.id))
    assert await office.deliveries(UndoOverPayload.kind) == []

    async with office.begin() as uow:
        for each in others:
            await undos.end_undo(uow, await uow.messages.lock(each.id))

    assert [each.message_id for each in await office.deliveries(UndoOverPayload.kind)] == [first.id]


async def test_what_may_have_arrived_and_is_deleted_is_asked_about_no_more(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Не туда")
    async with office.begin() as uow:
        (await uow.deliveries.waiting_of_message(answer.id))[0].is_repeat = True

    async with office.begin() as uow:
        await deletions.delete(uow, answer.id, by=await uow.employees.get(office.anna.id))

    assert [each.message_id for each in await office.deliveries(UndoOverPayload.kind)] == [answer.id]


async def test_an_edit_of_an_albums_caption_is_no_delivery_of_its_own(office: Office):
    window = await taken(office)
    first, _ = await album(office, window, 900, 901)

    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        changed = Draft(window.chat_id, 901, kind="document", text="Счёт", file=INVOICE, album="7")
        await edits.rewrite(uow, changed, by=by)

    assert await on_the_way(office) == [(first.id, UNDO_DELAY)]


async def test_what_comes_to_an_album_that_was_taken_back_does_not_go_alone(office: Office):
    window = await taken(office)
    [first] = await album(office, window, 900)
    await takes_back(office, first)

    [late] = await album(office, window, 901)

    assert await on_the_way(office) == []
    assert (await row(office, late)).state is DeliveryState.DISCARDED


async def test_an_album_that_turns_out_to_be_a_note_is_asked_about_no_more(office: Office):
    window = await taken(office)
    [first] = await album(office, window, 900)

    async with office.begin() as uow:
        by, place = await uow.employees.get(office.anna.id), await uow.windows.get(window.id)
        await notes.write(uow, place, Draft(window.chat_id, 901, text="Внутри", file=INVOICE, album="7"), by=by)

    assert await on_the_way(office) == []
    assert not is_revocable(await row(office, first))
    assert len(await office.deliveries(UndoOverPayload.kind)) == 1


async def test_an_album_can_be_sent_at_once(office: Office):
    window = await taken(office)
    first, _ = await album(office, window, 900, 901)

    await hurries(office, first)

    assert await on_the_way(office) == [(first.id, timedelta(0))]
