"""Auto-close: which dialogs close by themselves, after what warning, and how often."""

from datetime import timedelta

import pytest

from bridge.actions.automation import auto_close, auto_close_rules
from bridge.actions.automation.auto_close import NoAutoClosePending
from bridge.actions.inbox import dialogs, snoozes
from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.text.variables import UnknownVariable
from scheduler.jobs import closing_idle_dialogs
from storage.automation.auto_close_rules import MINUTES_PER_DAY, ImpossibleAutoClose
from storage.automation.auto_close_rules import MINUTES_PER_HOUR as SIXTY
from storage.messages.messages import Author
from storage.messages.scheduled_messages import ScheduledMessage, ScheduledState
from storage.reports.events import EventKind
from storage.team.employees import ManagersOnly
from tests.office import Office

HOUR = timedelta(hours=1)
DAYS = timedelta(days=1)


async def idle(office: Office, *, text: str | None = None, department_id: int | None = None) -> int:
    """A dialog that Anna has answered, in an organization where a day of silence closes it, an hour after a warning."""
    async with office.begin() as uow:
        await auto_close_rules.set_close_after(uow, department_id, MINUTES_PER_DAY, by=office.anna)
        await auto_close_rules.set_warning(uow, department_id, SIXTY, by=office.anna)
        if text is not None:
            await auto_close_rules.set_warning_text(uow, department_id, text, by=office.anna)
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    await office.writes(office.anna, await office.window(office.anna), "Уже едет")
    await office.settle_all()
    return said.dialog_id


async def passes(office: Office, clock, hours: int) -> None:
    clock.forward(hours * HOUR)
    for job in closing_idle_dialogs(office.database):
        await job.run()


async def is_open(office: Office) -> bool:
    return (await office.dialog()).is_open


async def warnings(office: Office) -> int:
    return len(await office.deliveries("closing"))


async def test_an_hour_before_whoever_answers_is_warned_and_then_it_closes(office: Office, clock):
    await idle(office)

    await passes(office, clock, 22)
    assert await warnings(office) == 0
    await passes(office, clock, 1)
    await passes(office, clock, 0)
    assert (await warnings(office), await is_open(office)) == (1, True)
    await passes(office, clock, 1)

    assert not await is_open(office)
    async with office.begin() as uow:
        [closed] = await uow.events.of_kind(EventKind.DIALOG_CLOSED)
    assert closed.employee_id is None


async def test_without_a_rule_nothing_closes(office: Office, clock):
    await idle(office)
    async with office.begin() as uow:
        await auto_close_rules.set_close_after(uow, None, None, by=office.anna)
    await passes(office, clock, 24 * 30)

    assert (await warnings(office), await is_open(office)) == (0, True)


async def test_after_days_away_nothing_closes_unwarned(office: Office, clock):
    await idle(office)

    await passes(office, clock, 24 * 9)
    await passes(office, clock, 0)
    assert (await warnings(office), await is_open(office)) == (1, True)
    await passes(office, clock, 1)

    assert not await is_open(office)


async def test_whoever_keeps_it_open_is_warned_again_only_of_another_silence(office: Office, clock):
    dialog_id = await idle(office)
    await passes(office, clock, 23)
    async with office.begin() as uow:
        await auto_close.keep_open(uow, dialog_id, by=office.anna)
    await passes(office, clock, 24 * 5)
    assert (await warnings(office), await is_open(office)) == (1, True)

    await office.hears("А когда?", 2)
    await office.writes(office.anna, await office.window(office.anna), "Завтра", 901)
    await passes(office, clock, 23)
    assert await warnings(office) == 2


async def test_what_was_said_since_the_warning_keeps_it_open(office: Office, clock):
    dialog_id = await idle(office)
    await passes(office, clock, 23)
    await office.hears("Спасибо", 2)
    await passes(office, clock, 2)

    assert await is_open(office)
    with pytest.raises(NoAutoClosePending):
        async with office.begin() as uow:
            await auto_close.keep_open(uow, dialog_id, by=office.anna)


async def test_one_that_is_late_to_close_stays_until_what_waited_has_been_read(office: Office, clock):
    await idle(office)
    await passes(office, clock, 23)
    await passes(office, clock, 2)
    assert await is_open(office)

    await office.hears("Спасибо", 2)
    await passes(office, clock, 1)
    assert await is_open(office)


async def test_one_that_is_late_to_close_closes_minutes_later(office: Office, clock):
    await idle(office)
    await passes(office, clock, 23)
    await passes(office, clock, 2)
    clock.forward(auto_close.READING_TIME)
    await passes(office, clock, 0)

    assert not await is_open(office)


@pytest.mark.parametrize("reason", ["waits", "unread", "snoozed", "task", "later", "stuck"])
async def test_never_while_anything_is_to_be_done(office: Office, clock, reason):
    dialog_id = await idle(office)
    if reason == "waits":
        await office.hears("А когда?", 2)
    async with office.begin() as uow:
        if reason == "snoozed":
            await snoozes.snooze(uow, dialog_id, until=None, by=office.anna)
        if reason == "task":
            task = await tasks.draft(uow, "звонок", by=office.anna, zone="Europe/Moscow", dialog_id=dialog_id)
            await tasks.create(uow, TaskReference(task.id), by=office.anna)
        if reason == "unread":
            # Nobody waits for an answer to what a keyword was said to, but nobody has read it either.
            (await uow.dialogs.get(dialog_id)).unread = 1
        if reason in ("later", "stuck"):
            state = ScheduledState.WAITING if reason == "later" else ScheduledState.STUCK
            when = {"created_at": uow.now, "due_at": uow.now + 99 * DAYS, "state": state}
            uow.add(ScheduledMessage(dialog_id=dialog_id, author_id=office.anna.id, chat_id=101, **when))
    await passes(office, clock, 24 * 9)
    await passes(office, clock, 24)

    assert (await warnings(office), await is_open(office)) == (0, True)


async def test_of_two_workers_only_one_warns_and_only_one_closes(office: Office, clock):
    dialog_id = await idle(office)
    done = []
    for hours, act in ((23, auto_close.warn), (1, auto_close.close)):
        clock.forward(hours * HOUR)
        for _worker in range(2):
            async with office.begin() as uow:
                done.append(await act(uow, dialog_id))

    assert done == [True, False, True, False]


async def test_a_clock_that_goes_back_closes_nothing_early_and_warns_once(office: Office, clock):
    await idle(office)
    await passes(office, clock, 23)
    await passes(office, clock, -10)
    await passes(office, clock, 10)
    assert (await warnings(office), await is_open(office)) == (1, True)

    await passes(office, clock, 1)
    assert not await is_open(office)


async def test_the_customer_hears_it_from_the_bot_and_that_is_no_answer(office: Office, clock):
    dialog_id = await idle(office, text="{имя}, если вопросов нет, мы закроем диалог")
    answered_at = (await office.dialog()).last_message_at
    await passes(office, clock, 23)

    async with office.begin() as uow:
        [said] = [each for each in await uow.messages.newest(dialog_id) if each.author is Author.BOT]
    assert said.text == "Иван, если вопросов нет, мы закроем диалог"
    assert (await office.dialog()).last_message_at == answered_at
    await passes(office, clock, 1)
    assert not await is_open(office)


async def test_a_customer_who_has_blocked_the_bot_is_told_nothing(office: Office, clock):
    dialog_id = await idle(office, text="Остались вопросы?")
    async with office.begin() as uow:
        (await uow.contacts.address((await uow.dialogs.get(dialog_id)).address_id)).blocked_at = uow.now
    await passes(office, clock, 23)

    async with office.begin() as uow:
        assert not [each for each in await uow.messages.newest(dialog_id) if each.author is Author.BOT]
    assert await warnings(office) == 1


async def test_a_departments_rule_counts_before_that_of_all(office: Office, clock):
    await idle(office)
    async with office.begin() as uow:
        await auto_close_rules.set_close_after(uow, office.support.id, None, by=office.anna)
    await passes(office, clock, 48)
    assert await warnings(office) == 0

    async with office.begin() as uow:
        await auto_close_rules.drop_rule(uow, office.support.id, by=office.anna)
    await passes(office, clock, 0)
    assert await warnings(office) == 1


async def test_one_that_was_brought_back_has_its_time_anew(office: Office, clock):
    dialog_id = await idle(office)
    clock.forward(48 * HOUR)
    async with office.begin() as uow:
        await dialogs.close(uow, dialog_id, by=office.anna)
        await dialogs.reopen(uow, dialog_id, by=office.anna)
    await passes(office, clock, 22)

    assert await warnings(office) == 0


async def test_only_managers_make_rules_and_impossible_ones_are_refused(office: Office):
    for error, minutes, by in ((ManagersOnly, MINUTES_PER_DAY, office.oleg), (ImpossibleAutoClose, 5, office.anna)):
        with pytest.raises(error):
            async with office.begin() as uow:
                await auto_close_rules.set_close_after(uow, None, minutes, by=by)
    async with office.begin() as uow:
        await auto_close_rules.set_close_after(uow, None, MINUTES_PER_DAY, by=office.anna)
    with pytest.raises(UnknownVariable):
        async with office.begin() as uow:
            await auto_close_rules.set_warning_text(uow, None, "{что}", by=office.anna)
