"""What can happen to a dialog."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import AlreadyTaken, CannotReach, NobodyThere, StaleButton, ToDepartment, ToEmployee
from bridge.errors import NotFound
from storage.inbox.dialogs import DialogClosed, DialogStatus
from storage.reports.events import EventKind
from storage.team.departments import Department
from storage.team.organizations import Organization
from tests.kit.office import Office


async def test_a_new_dialog_is_offered_to_its_department_only(office: Office):
    await office.hears()

    offered = {delivery.lane for delivery in await office.deliveries("offer")}
    assert offered == {f"desk:{office.sign_ins[person.id].chat_id}" for person in (office.anna, office.maria)}


async def test_it_is_offered_to_everybody_when_nobody_of_the_department_is_there(office: Office):
    async with office.begin() as uow:
        for person in (office.anna, office.maria):
            (await uow.sign_ins.get(office.sign_ins[person.id].id)).ended_at = uow.now

    await office.hears()

    assert [delivery.lane for delivery in await office.deliveries("offer")] == [
        f"desk:{office.sign_ins[office.oleg.id].chat_id}"
    ]


async def test_the_first_press_wins_and_the_second_is_told_who_was_faster(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)

    with pytest.raises(AlreadyTaken, match="Анна"):
        async with office.begin() as uow:
            await dialogs.take(uow, said.dialog_id, by=office.maria)

    assert (await office.dialog()).assignee_id == office.anna.id


async def test_taking_ends_all_offers_and_opens_a_window_with_what_waits(office: Office):
    said = await office.hears()
    await office.settle_all()

    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        offers = await uow.windows.offers(said.dialog_id)

    assert [offer.is_live for offer in offers] == [False, False]
    assert [delivery.kind for delivery in await office.deliveries() if delivery.window_id] == ["card", "copy"]
    assert (await office.deliveries("copy"))[0].message_id == said.id


async def test_a_transfer_closes_the_former_window_and_opens_the_receivers(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    async with office.begin() as uow:
        await dialogs.transfer(
            uow, said.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna, comment="Спрашивает про счёт"
        )

    assert (await office.dialog()).assignee_id == office.oleg.id
    assert not (await office.window(office.anna)).is_live
    assert (await office.window(office.oleg)).is_live
    notice = (await office.deliveries("notice"))[-1]
    assert notice.body["params"] == {"name": "Анна Смирнова", "comment": "Спрашивает про счёт"}


async def test_a_transfer_to_a_department_clears_the_person_and_offers_it_there(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    await office.settle_all()

    async with office.begin() as uow:
        await dialogs.transfer(uow, said.dialog_id, to=ToDepartment(office.sales.id), by=office.anna)

    dialog = await office.dialog()
    assert (dialog.department_id, dialog.assignee_id) == (office.sales.id, None)
    live = [delivery.lane for delivery in await office.deliveries("offer")]
    assert f"desk:{office.sign_ins[office.oleg.id].chat_id}" in live


async def test_taking_keeps_the_department(office: Office):
    said = await office.hears()

    async with office.begin() as uow:
        dialog = await dialogs.take(uow, said.dialog_id, by=office.oleg)

    assert dialog.department_id == office.support.id


async def test_nobody_gets_a_dialog_whom_it_cannot_reach(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[office.oleg.id].id)).ended_at = uow.now

    with pytest.raises(CannotReach):
        async with office.begin() as uow:
            await dialogs.transfer(uow, said.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)


async def test_an_empty_department_gets_no_dialogs(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        empty = Department(name="Склад")
        uow.add(empty)

    with pytest.raises(NobodyThere):
        async with office.begin() as uow:
            await dialogs.transfer(uow, said.dialog_id, to=ToDepartment(empty.id), by=office.anna)


async def test_a_button_painted_for_an_older_state_changes_nothing(office: Office):
    said = await office.hears()
    painted_for = (await office.dialog()).version
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)

    with pytest.raises(StaleButton):
        async with office.begin() as uow:
            await dialogs.close(uow, said.dialog_id, by=office.maria, version=painted_for)

    assert (await office.dialog()).is_open


async def test_a_closed_dialog_cannot_be_taken_or_handed_over_but_comes_back_with_undo(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        await dialogs.close(uow, said.dialog_id, by=office.anna)

    with pytest.raises(DialogClosed):
        async with office.begin() as uow:
            await dialogs.take(uow, said.dialog_id, by=office.maria)
    with pytest.raises(DialogClosed):
        async with office.begin() as uow:
            await dialogs.transfer(uow, said.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
    async with office.begin() as uow:
        dialog = await dialogs.reopen(uow, said.dialog_id, by=office.maria)

    assert (dialog.status, dialog.assignee_id) == (DialogStatus.ACTIVE, office.maria.id)


async def test_a_dialog_goes_back_to_its_queue_when_its_responsible_leaves(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)

    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[office.anna.id].id)).ended_at = uow.now
        returned = await dialogs.requeue_all(uow, office.anna.id)

    assert returned == 1
    assert (await office.dialog()).assignee_id is None
    assert f"desk:{office.sign_ins[office.maria.id].chat_id}" in [d.lane for d in await office.deliveries("offer")]


async def test_marked_as_read_a_dialog_waits_for_its_answer_all_the_same(office: Office):
    said = await office.hears()
    await office.hears(number=2)

    async with office.begin() as uow:
        assert await dialogs.mark_read(uow, said.dialog_id, by=office.oleg) == 2
        assert await dialogs.mark_read(uow, said.dialog_id, by=office.oleg) == 0
        events = await uow.events.of_kind(EventKind.DIALOG_READ)

    dialog = await office.dialog()
    assert (dialog.unread, dialog.waiting_since is None, dialog.assignee_id) == (0, False, None)
    assert [(event.employee_id, event.data) for event in events] == [(office.oleg.id, {"count": 2})]


@pytest.mark.parametrize(("minutes", "waits"), [(2, True), (30_000, False)])
async def test_time_in_the_archive_is_no_wait_unless_it_was_closed_by_mistake(
    office: Office, clock, minutes: int, waits: bool
):
    said = await office.hears("Спасибо!")
    async with office.begin() as uow:
        await dialogs.close(uow, said.dialog_id, by=office.anna)
    clock.forward(timedelta(minutes=minutes))

    async with office.begin() as uow:
        dialog = await dialogs.reopen(uow, said.dialog_id, by=office.anna)

    assert (dialog.waiting_since is not None) is waits


async def test_every_change_leaves_an_event(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        await dialogs.transfer(uow, said.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
        await dialogs.close(uow, said.dialog_id, by=office.oleg)
        await dialogs.reopen(uow, said.dialog_id, by=office.oleg)

    async with office.begin() as uow:
        events = [event.kind for event in await uow.events.of_dialog(said.dialog_id)]
    assert events == [
        EventKind.DIALOG_OPENED,
        EventKind.DIALOG_TAKEN,
        EventKind.DIALOG_TRANSFERRED,
        EventKind.DIALOG_CLOSED,
        EventKind.DIALOG_REOPENED,
    ]


async def test_another_organizations_dialog_does_not_exist(office: Office):
    said = await office.hears()
    async with office.database.begin() as uow:
        stranger = Organization(name="Василёк")
        uow.add(stranger)

    with pytest.raises(NotFound):
        async with office.database.begin(stranger.id) as uow:
            await dialogs.take(uow, said.dialog_id, by=office.anna)
