"""Messages that leave later: once, at their time, and never as a surprise."""

from datetime import timedelta

import pytest

from bridge.actions.clients import clients
from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToDepartment, ToEmployee
from bridge.actions.inbox.snoozes import TimeIsOver
from bridge.actions.messages import scheduled_messages
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.messages import ConfirmationReason, discard, release
from bridge.actions.messages.scheduled_messages import CannotWait, EmptyScheduledMessage
from bridge.actions.team import sign_out
from scheduler.housekeeping import housekeeping_jobs
from scheduler.jobs import scheduled_message_job
from storage.inbox.dialogs import DialogClosed, DialogStatus
from storage.messages.messages import DeliveryState, Message, MessageKind
from storage.messages.scheduled_messages import NoTime, ScheduledMessage, ScheduledState, SomebodyElses, StaleScheduled
from storage.reports.events import EventKind
from storage.team.employees import Employee
from tests.office import INVOICE, Office

HOUR = timedelta(hours=1)


async def taken(office: Office, *, by: Employee | None = None) -> int:
    """A dialog that Maria has; returns its id."""
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=by or office.maria)
    return said.dialog_id


async def written(office: Office, text: str = "Доброе утро!", *, hours: float | None = 1, **draft) -> ScheduledMessage:
    """What Maria has written in her window; she has not agreed yet."""
    window = await office.window(office.maria)
    async with office.begin() as uow:
        due_at = uow.now + hours * HOUR if hours is not None else None
        said = Draft(chat_id=window.chat_id, telegram_message_id=700, text=text, **draft)
        return await scheduled_messages.write(uow, window, said, by=office.maria, due_at=due_at)


async def planned(office: Office, **written_as) -> ScheduledMessage:
    scheduled = await written(office, **written_as)
    async with office.begin() as uow:
        await scheduled_messages.confirm(uow, scheduled.id, by=office.maria, version=scheduled.version)
    return await now(office, scheduled)


async def now(office: Office, scheduled: ScheduledMessage) -> ScheduledMessage:
    async with office.begin() as uow:
        return await uow.scheduled_messages.get(scheduled.id)


async def answers(office: Office) -> list[Message]:
    """All messages of Maria's, unconfirmed ones too."""
    async with office.begin() as uow:
        dialog_id = (await office.dialog()).id
        taken_place = await uow.messages.newest(dialog_id, limit=50)
        return [each for each in taken_place if each.employee_id] + await uow.messages.awaiting_confirmation(dialog_id)


async def confirmation_reason(office: Office) -> str | None:
    (answer,) = await answers(office)
    assert (answer.state is DeliveryState.NEEDS_CONFIRMATION) is ("held" in answer.data)
    return answer.data.get("held")


async def test_it_leaves_as_its_authors_answer_when_its_time_has_come(office: Office, clock):
    await taken(office)
    scheduled = await planned(office, file=INVOICE, kind=MessageKind.DOCUMENT)
    job = scheduled_message_job(office.database)

    clock.forward(HOUR - timedelta(seconds=1))
    await job.run()
    assert await answers(office) == []
    clock.forward(timedelta(seconds=1))
    await job.run()
    await job.run()

    (answer,) = await answers(office)
    assert (answer.text, answer.employee_id, answer.state) == ("Доброе утро!", office.maria.id, DeliveryState.QUEUED)
    assert (await now(office, scheduled)).state is ScheduledState.GONE
    async with office.begin() as uow:
        assert [file.file_name for file in await uow.messages.attachments(answer.id)] == ["счёт.pdf"]
        assert (await uow.dialogs.get(answer.dialog_id)).waiting_since is None


async def test_of_two_workers_only_one_sends_it(office: Office, clock):
    await taken(office)
    scheduled = await planned(office)
    clock.forward(HOUR)

    fired = []
    for _worker in range(2):
        async with office.begin() as uow:
            fired.append(await scheduled_messages.send_due(uow, scheduled.id))

    assert fired == [True, False]
    assert len(await answers(office)) == 1


async def test_before_its_author_has_agreed_it_does_not_leave(office: Office, clock):
    await taken(office)
    scheduled = await written(office)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await answers(office) == []
    with pytest.raises(TimeIsOver):
        async with office.begin() as uow:
            await scheduled_messages.confirm(uow, scheduled.id, by=office.maria, version=scheduled.version)


async def test_without_a_time_there_is_nothing_to_agree_to(office: Office):
    await taken(office)
    scheduled = await written(office, hours=None)

    with pytest.raises(NoTime):
        async with office.begin() as uow:
            await scheduled_messages.confirm(uow, scheduled.id, by=office.maria, version=scheduled.version)


async def closes(office: Office, dialog_id: int) -> None:
    async with office.begin() as uow:
        await dialogs.close(uow, dialog_id, by=office.anna)


async def goes_to_oleg(office: Office, dialog_id: int) -> None:
    async with office.begin() as uow:
        await dialogs.transfer(uow, dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)


async def goes_to_sales(office: Office, dialog_id: int) -> None:
    async with office.begin() as uow:
        await dialogs.transfer(uow, dialog_id, to=ToDepartment(office.sales.id), by=office.anna)


async def is_blocked(office: Office, dialog_id: int) -> None:
    async with office.begin() as uow:
        await clients.block(uow, dialog_id, by=office.anna)


async def is_heard(office: Office, dialog_id: int) -> None:
    await office.hears("Уже не нужно", 2)


SURPRISES = {
    closes: ConfirmationReason.CLOSED,
    goes_to_oleg: ConfirmationReason.ANOTHERS,
    goes_to_sales: ConfirmationReason.QUEUED,
    is_blocked: ConfirmationReason.BLOCKED,
    is_heard: ConfirmationReason.WROTE,
}


@pytest.mark.parametrize(("happens", "why"), SURPRISES.items(), ids=list(SURPRISES.values()))
async def test_what_happened_since_holds_it_with_a_question(office: Office, clock, happens, why):
    dialog_id = await taken(office)
    await planned(office)
    await happens(office, dialog_id)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) == why
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.SCHEDULED_NEEDS_CONFIRMATION)
    assert event.data["why"] == why


async def test_what_was_so_when_it_was_planned_is_no_surprise(office: Office, clock):
    """A dialog of a colleague's, in which the customer waits."""
    dialog_id = await taken(office, by=office.anna)
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, dialog_id, by=office.maria)
    await office.hears("Алло?", 2)
    await planned(office)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) is None


async def test_whoever_changes_it_has_seen_what_happened_meanwhile(office: Office, clock):
    await taken(office)
    scheduled = await planned(office)
    await office.hears("Уже не нужно", 2)
    async with office.begin() as uow:
        await scheduled_messages.schedule(uow, scheduled.id, uow.now + 2 * HOUR, by=office.maria)
    clock.forward(2 * HOUR)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) is None


@pytest.mark.parametrize(("late", "why"), [(HOUR, None), (HOUR + timedelta(seconds=1), ConfirmationReason.LATE)])
async def test_after_an_hour_its_author_is_asked(office: Office, clock, late, why):
    await taken(office)
    await planned(office)
    clock.forward(HOUR + late)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) == why


async def test_the_customers_answer_calls_it_off_where_that_was_chosen(office: Office, clock):
    await taken(office)
    scheduled = await planned(office)
    async with office.begin() as uow:
        await scheduled_messages.set_unless_heard(
            uow, scheduled.id, unless_heard=True, by=office.maria, version=scheduled.version
        )
    await office.hears("Уже не нужно", 2)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await answers(office) == []
    assert (await now(office, scheduled)).state is ScheduledState.CANCELLED
    assert [each.body["params"]["words"] for each in await office.deliveries("notice")] == ["Доброе утро!"]


async def test_what_is_held_is_sent_or_not_by_its_authors_word(office: Office, clock):
    dialog_id = await taken(office)
    await planned(office, text="Первое")
    await planned(office, text="Второе")
    await closes(office, dialog_id)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    first, second = await answers(office)
    async with office.begin() as uow:
        await release(uow, first.id, by=office.maria)
        await discard(uow, second.id, by=office.maria)

    dialog = await office.dialog()
    assert (dialog.status, dialog.assignee_id) == (DialogStatus.ACTIVE, office.maria.id)
    assert [(each.text, each.state) for each in await answers(office)] == [("Первое", DeliveryState.QUEUED)]


async def test_an_author_who_cannot_be_asked_finds_it_in_their_list(office: Office, clock):
    dialog_id = await taken(office)
    scheduled = await planned(office)
    async with office.begin() as uow:
        await sign_out.leave(uow, office.sign_ins[office.maria.id].id, by=office.maria)
        await dialogs.take(uow, dialog_id, by=office.anna)
    await office.settle_all()
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()
    await scheduled_message_job(office.database).run()

    assert await answers(office) == []
    assert (await now(office, scheduled)).state is ScheduledState.STUCK
    assert [each.body["params"]["name"] for each in await office.deliveries("notice")] == ["Мария Лис"]
    async with office.begin() as uow:
        assert [each.id for each in await uow.scheduled_messages.of_author(office.maria.id)] == [scheduled.id]
        await scheduled_messages.schedule(uow, scheduled.id, uow.now + HOUR, by=office.maria)
    assert (await now(office, scheduled)).state is ScheduledState.WAITING


async def test_one_that_cannot_be_sent_is_set_aside_and_holds_up_nobody(office: Office, clock, monkeypatch):
    await taken(office)
    broken, sound = await planned(office, text="Первое"), await planned(office, text="Второе")
    clock.forward(HOUR)
    fire = scheduled_messages.send_due

    async def breaks(uow, scheduled_id):
        if scheduled_id == broken.id:
            raise RuntimeError("broken")
        return await fire(uow, scheduled_id)

    monkeypatch.setattr(scheduled_messages, "send_due", breaks)
    await scheduled_message_job(office.database).run()
    await scheduled_message_job(office.database).run()

    assert [each.text for each in await answers(office)] == ["Второе"]
    assert (await now(office, broken)).state is ScheduledState.STUCK
    assert (await now(office, sound)).state is ScheduledState.GONE


async def test_the_databases_trouble_puts_it_off_and_no_more(office: Office, clock, monkeypatch):
    await taken(office)
    scheduled = await planned(office)
    clock.forward(HOUR)

    async def out_of_reach(uow, scheduled_id):
        raise ConnectionRefusedError

    with monkeypatch.context() as trouble:
        trouble.setattr(scheduled_messages, "send_due", out_of_reach)
        with pytest.raises(ConnectionRefusedError):
            await scheduled_message_job(office.database).run()
    assert (await now(office, scheduled)).state is ScheduledState.WAITING
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) is None


async def test_it_can_leave_at_once_and_then_not_again(office: Office, clock):
    await taken(office)
    scheduled = await planned(office)
    async with office.begin() as uow:
        sign_in = await uow.sign_ins.get(office.sign_ins[office.maria.id].id)
        decided = {"by": office.maria, "sign_in": sign_in, "version": scheduled.version}
        await scheduled_messages.send_now(uow, scheduled.id, **decided)
        with pytest.raises(StaleScheduled):
            await scheduled_messages.send_now(uow, scheduled.id, **decided)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert len(await answers(office)) == 1


async def test_words_take_the_place_of_words_and_files_stay(office: Office):
    await taken(office)
    scheduled = await planned(office, file=INVOICE, kind=MessageKind.DOCUMENT)
    said = Draft(chat_id=1, telegram_message_id=None, text="Ваш счёт")
    async with office.begin() as uow:
        scheduled = await scheduled_messages.rewrite(uow, scheduled.id, said, by=office.maria)
    assert [(item["text"], item["file"]["name"]) for item in scheduled.items] == [("Ваш счёт", "счёт.pdf")]

    photo = Draft(chat_id=1, telegram_message_id=None, kind=MessageKind.PHOTO, file=INVOICE, album="7")
    async with office.begin() as uow:
        await scheduled_messages.rewrite(uow, scheduled.id, photo, by=office.maria)
        scheduled = await scheduled_messages.join_album(uow, scheduled.id, photo, by=office.maria)
    assert [item["kind"] for item in scheduled.items] == [MessageKind.PHOTO, MessageKind.PHOTO]


async def test_only_its_author_changes_it_and_only_who_leads_may_call_it_off_besides(office: Office):
    await taken(office)
    scheduled = await planned(office)
    row, version = scheduled.id, scheduled.version
    async with office.begin() as uow:
        for change in (
            scheduled_messages.cancel(uow, row, by=office.oleg, version=version),
            scheduled_messages.schedule(uow, row, uow.now + HOUR, by=office.anna, version=version),
            scheduled_messages.set_unless_heard(uow, row, unless_heard=True, by=office.anna, version=version),
        ):
            with pytest.raises(SomebodyElses):
                await change
        await scheduled_messages.cancel(uow, row, by=office.anna, version=version)
    scheduled = await now(office, scheduled)
    assert scheduled.state is ScheduledState.CANCELLED

    async with office.begin() as uow:
        await scheduled_messages.restore(uow, row, by=office.anna, version=scheduled.version)
    assert (await now(office, scheduled)).state is ScheduledState.WAITING


async def cancelled(office: Office, scheduled: ScheduledMessage) -> ScheduledMessage:
    async with office.begin() as uow:
        return await scheduled_messages.cancel(uow, scheduled.id, by=office.maria, version=scheduled.version)


async def test_a_draft_that_is_brought_back_leaves_as_if_it_had_been_agreed_upon_then(office: Office, clock):
    await taken(office)
    scheduled = await cancelled(office, await written(office))
    async with office.begin() as uow:
        await scheduled_messages.restore(uow, scheduled.id, by=office.maria, version=scheduled.version)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) is None


async def test_what_is_brought_back_is_still_held_when_the_customer_wrote_before(office: Office, clock):
    await taken(office)
    scheduled = await cancelled(office, await planned(office))
    await office.hears("Уже не нужно", 2)
    async with office.begin() as uow:
        await scheduled_messages.restore(uow, scheduled.id, by=office.maria, version=scheduled.version)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()

    assert await confirmation_reason(office) == ConfirmationReason.WROTE


async def test_without_a_time_a_draft_does_not_come_back(office: Office):
    await taken(office)
    scheduled = await cancelled(office, await written(office, hours=None))

    with pytest.raises(NoTime):
        async with office.begin() as uow:
            await scheduled_messages.restore(uow, scheduled.id, by=office.maria, version=scheduled.version)


async def test_what_cannot_wait_is_refused_and_nothing_is_kept(office: Office):
    dialog_id = await taken(office)
    with pytest.raises(CannotWait):
        await written(office, kind=MessageKind.LOCATION, data={"live_period": 900})
    with pytest.raises(EmptyScheduledMessage):
        await written(office, text="  ")
    with pytest.raises(TimeIsOver):
        await written(office, hours=-1)
    await closes(office, dialog_id)
    with pytest.raises(DialogClosed):
        await written(office)

    async with office.begin() as uow:
        assert await uow.scheduled_messages.of_dialog(dialog_id) == []


async def test_housekeeping_forgets_what_has_left_and_keeps_what_waits(office: Office, clock):
    await taken(office)
    gone, waits, begun = await planned(office), await planned(office, hours=9000), await written(office)
    clock.forward(HOUR)
    await scheduled_message_job(office.database).run()
    clock.forward(timedelta(days=8))
    for job in housekeeping_jobs(office.database):
        await job.run()

    async with office.begin() as uow:
        left = [each.id for each in await uow.scheduled_messages.of_author(office.maria.id)]
    assert left == [waits.id]
    assert {gone.id, begun.id}.isdisjoint(left)
