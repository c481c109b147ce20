"""What can happen to a message after it was written."""

from dataclasses import replace

import pytest

from bridge.actions.clients import clients
from bridge.actions.inbox.dialogs import ToEmployee, open_dialog, transfer
from bridge.actions.messages import edits
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.edits import NeverSent
from bridge.channel import Edited, File
from storage.delivery.deliveries import DeliveryStatus
from storage.messages.messages import DeliveryState, MessageKind
from storage.reports.events import EventKind
from tests.kit.conversations import arrives, taken
from tests.kit.office import HELLO, INVOICE, Office

CAPTION = replace(HELLO, kind=MessageKind.DOCUMENT, text="Вот счёт", file=replace(INVOICE, unique_id="one"))


async def hears_edited(office: Office, now):
    async with office.begin() as uow:
        return await edits.receive_customer_edit(uow, office.channel, Edited(now))


async def rewrites(office: Office, window, text: str, number: int = 900, **changes):
    draft = Draft(chat_id=window.chat_id, telegram_message_id=number, text=text, **changes)
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        return await edits.rewrite(uow, draft, by=by)


async def versions(office: Office, message_id: int) -> list[str]:
    async with office.begin() as uow:
        return [version.text for version in await uow.versions.of_message(message_id)]


async def test_an_edit_keeps_what_was_said_before_and_is_shown_in_every_window(office: Office):
    window = await taken(office)

    edited = await hears_edited(office, replace(HELLO, text="Где пицца?"))

    assert (edited.text, edited.edited_at) == ("Где пицца?", edited.edited_at)
    assert await versions(office, edited.id) == [HELLO.text]
    assert [(each.kind, each.window_id) for each in await office.deliveries()] == [("edit", window.id)]


@pytest.mark.parametrize("number", [1, 2])
async def test_what_a_blocked_customer_changes_is_kept_and_shown_to_nobody(office: Office, number: int):
    window = await taken(office)
    async with office.begin() as uow:
        await clients.block(uow, window.dialog_id, by=await uow.employees.get(office.anna.id))
    await office.hears("Купите слона", 2)
    async with office.begin() as uow:
        await open_dialog(uow, window.dialog_id, by=await uow.employees.get(office.oleg.id))
    await office.settle_all()

    edited = await hears_edited(office, replace(HELLO, external_id=str(number), text="Купите двух слонов"))

    assert edited.text == "Купите двух слонов"
    assert len(await versions(office, edited.id)) == 1
    assert await office.deliveries() == []


async def test_a_blocked_customers_location_moves_before_nobodys_eyes(office: Office):
    window = await taken(office)
    place = {"latitude": 55.75, "longitude": 37.61, "live_period": 900}
    said = await office.hears("", 2, kind=MessageKind.LOCATION, data=place)
    async with office.begin() as uow:
        await clients.block(uow, window.dialog_id, by=await uow.employees.get(office.anna.id))
        await open_dialog(uow, window.dialog_id, by=await uow.employees.get(office.oleg.id))
    await office.settle_all()

    moved = replace(HELLO, external_id="2", text="", kind=MessageKind.LOCATION, data=place | {"latitude": 55.8})
    edited = await hears_edited(office, moved)

    assert (edited.id, edited.data["latitude"]) == (said.id, 55.8)
    assert await office.deliveries() == []


async def test_an_edit_that_changes_nothing_is_nothing(office: Office):
    await taken(office)

    assert await hears_edited(office, HELLO) is None
    assert await office.deliveries() == []


async def test_the_same_file_by_another_id_is_the_same_file(office: Office):
    await office.hears(number=1, kind=CAPTION.kind, text=CAPTION.text, file=CAPTION.file)

    again = await hears_edited(office, replace(CAPTION, file=replace(CAPTION.file, file_id="BQAC-other")))

    assert again is None


async def test_another_file_takes_the_place_of_the_former_which_is_kept_with_its_version(office: Office):
    said = await office.hears(number=1, kind=CAPTION.kind, text=CAPTION.text, file=CAPTION.file)

    await hears_edited(office, replace(CAPTION, file=replace(INVOICE, file_id="BQAC-new", unique_id="two")))

    async with office.begin() as uow:
        (file,) = await uow.messages.attachments(said.id)
    assert file.unique_id == "two"


async def test_a_live_photo_with_another_film_is_another_one(office: Office):
    picture = File("P", unique_id="picture")
    live = replace(HELLO, kind=MessageKind.LIVE_PHOTO, file=replace(picture, film=File("F", unique_id="film")))
    said = await office.hears(number=1, kind=live.kind, text=live.text, file=live.file)

    same = await hears_edited(office, replace(live, file=replace(picture, film=File("F2", unique_id="film"))))
    other = await hears_edited(office, replace(live, file=replace(picture, film=File("F3", unique_id="other"))))
    still = await hears_edited(office, replace(live, kind=MessageKind.PHOTO, file=picture))

    assert same is None
    assert other is not None
    assert still is not None
    async with office.begin() as uow:
        (left,) = await uow.messages.attachments(said.id)
    assert left.unique_id == "picture"


async def test_an_edit_of_a_message_that_never_came_is_taken_in_as_one(office: Office):
    taken_in = await hears_edited(office, HELLO)

    assert (taken_in.text, taken_in.edited_at is None) == (HELLO.text, False)
    assert await office.hears() is None


async def test_edits_of_one_message_that_wait_are_one_painting(office: Office):
    await taken(office)

    await hears_edited(office, replace(HELLO, text="Где пицца?"))
    edited = await hears_edited(office, replace(HELLO, text="Где суши?"))

    assert len(await office.deliveries("edit")) == 1
    assert await versions(office, edited.id) == [HELLO.text, "Где пицца?"]


async def test_an_edit_of_what_waits_in_the_outbox_needs_no_delivery_of_its_own(office: Office):
    window = await taken(office)
    await office.writes(office.anna, window, "В десять")

    rewritten = await rewrites(office, window, "В двенадцать")

    assert rewritten.text == "В двенадцать"
    assert [each.kind for each in await office.deliveries() if each.message_id == rewritten.id] == ["message"]


async def test_an_edit_of_what_is_being_sent_waits_behind_it(office: Office):
    window = await taken(office)
    await office.writes(office.anna, window, "В десять")
    async with office.begin() as uow:
        (sending,) = await uow.deliveries.waiting_in(f"{office.channel.carrier}:501")
        sending.status = DeliveryStatus.SENDING

    await rewrites(office, window, "В двенадцать")

    lane = f"{office.channel.carrier}:501"
    assert [each.kind for each in await office.deliveries() if each.lane == lane] == ["message", "edit"]


async def test_an_edit_of_what_has_arrived_follows_it_and_leaves_an_event(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "В десять")
    await arrives(office, answer)

    await rewrites(office, window, "В двенадцать")

    assert [each.kind for each in await office.deliveries()] == ["edit", "mark"]
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.EDITED)
    assert (event.employee_id, event.data) == (office.anna.id, {"message_id": answer.id})


async def test_an_edit_of_what_has_failed_is_kept_for_the_next_try(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "В десять")
    await office.settle_all()
    async with office.begin() as uow:
        (await uow.messages.get(answer.id)).state = DeliveryState.FAILED

    rewritten = await rewrites(office, window, "В двенадцать")

    assert rewritten.text == "В двенадцать"
    assert [each.kind for each in await office.deliveries()] == ["remark"]


async def test_an_edit_of_what_is_held_goes_nowhere(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await transfer(uow, window.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
    await office.writes(office.anna, window, "В десять")
    await office.settle_all()

    pending = await rewrites(office, window, "В двенадцать")

    assert (pending.text, pending.state) == ("В двенадцать", DeliveryState.NEEDS_CONFIRMATION)
    assert await office.deliveries() == []


async def test_an_edit_of_something_else_is_refused(office: Office):
    window = await taken(office)

    with pytest.raises(NeverSent):
        await rewrites(office, window, "В двенадцать", number=901)
