"""Jobs that act on due rows. What became due while the process was down is done once, at start."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from bridge.actions.automation import auto_close, ratings
from bridge.actions.inbox import boards, snoozes, topics
from bridge.actions.messages import scheduled_messages
from bridge.actions.reports import weekly
from bridge.actions.shifts import routing, shifts, unanswered
from bridge.actions.tasks import overdue_tasks
from scheduler.housekeeping import PURGE_INTERVAL
from scheduler.scheduler import Due, Job, each_due, everywhere, in_each_organization, isolated_failure
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

AUTO_CLOSE_CHECK_INTERVAL = timedelta(seconds=10)
BOARD_CHECK_INTERVAL = timedelta(seconds=10)
DUE_MESSAGE_CHECK_INTERVAL = timedelta(seconds=1)
# Employees who joined since the last check are found by the next one.
NEW_SHIFT_CHECK_INTERVAL = timedelta(minutes=10)
# The shortest response limit is a minute, so new waits are looked for less often than reached limits.
NEW_WAIT_CHECK_INTERVAL = timedelta(seconds=15)
OVERDUE_CHECK_INTERVAL = timedelta(seconds=5)
QUEUE_CHECK_INTERVAL = timedelta(seconds=2)
RATING_CHECK_INTERVAL = timedelta(seconds=5)
# This check is cheap, because due rows are found by an index.
RESPONSE_LIMIT_CHECK_INTERVAL = timedelta(seconds=1)
SHIFT_CHECK_INTERVAL = timedelta(seconds=1)
SNOOZE_CHECK_INTERVAL = timedelta(seconds=5)
WEEKLY_REPORT_CHECK_INTERVAL = timedelta(minutes=1)

# A notice that failed is tried again after this delay; other notices do not wait for it.
RETRY_DELAY = timedelta(minutes=1)
# New waits of this period are looked for among all dialogs. Older unwatched ones (a rule is new, an answer was taken
# back) are found by checking some of the dialogs each time.
NEW_WAIT_PERIOD = timedelta(minutes=5)
DIALOG_IDS_PER_CHECK = 5_000


def closing_idle_dialogs(database: Database) -> list[Job]:
    """Close dialogs whose customers are silent. A warning always comes first, even after downtime."""

    async def unwarned(uow: UnitOfWork) -> list[int]:
        found: list[int] = []
        rules = await uow.auto_close_rules.all()
        own = [rule.department_id for rule in rules if rule.department_id is not None]
        for rule in rules:
            if rule.close_after is not None:
                found += await uow.auto_close_timers.unwarned(rule, own, uow.now - rule.close_after + rule.warning_time)
        return found

    every, due = AUTO_CLOSE_CHECK_INTERVAL, everywhere(lambda uow: uow.auto_close_timers.due_anywhere(uow.now))
    ruled = in_each_organization(lambda uow: uow.auto_close_rules.organizations_anywhere(), unwarned)
    return [
        each_due(database, "close silent dialogs", every, due, auto_close.close, urgent=False),
        each_due(database, "warn of auto-close", every, ruled, auto_close.warn, urgent=False),
    ]


def board_job(database: Database) -> Job:
    """Repaint boards whose content has changed."""

    async def outdated(database: Database) -> list[Due]:
        async with database.read() as uow:
            due = await uow.boards.painted_before_anywhere(uow.now - boards.MIN_REPAINT_INTERVAL)
        found: list[Due] = []
        for organization_id, rows in groupby(due, key=itemgetter(0)):
            with isolated_failure("boards.not_compared", organization=organization_id):
                async with database.read(organization_id) as uow:
                    changed = await boards.outdated(uow, [board_id for _organization_id, board_id in rows])
                found += [(organization_id, board_id) for board_id in changed]
        return found

    return each_due(database, "waiting boards", BOARD_CHECK_INTERVAL, outdated, boards.refresh)


def scheduled_message_job(database: Database) -> Job:
    """Send scheduled messages that are due; a message that fails is set aside."""
    due = everywhere(lambda uow: uow.scheduled_messages.due_anywhere(uow.now))
    every, act, if_failed = DUE_MESSAGE_CHECK_INTERVAL, scheduled_messages.send_due, scheduled_messages.set_aside
    return each_due(database, "send scheduled messages", every, due, act, if_failed=if_failed)


def telling_of_overdue_tasks(database: Database) -> Job:
    """Tell employees of their overdue tasks every morning at work."""

    async def retry_later(uow: UnitOfWork, employee_id: int) -> None:
        await uow.overdue_tasks.claim(employee_id, uow.now, uow.now + RETRY_DELAY)

    due = everywhere(lambda uow: uow.overdue_tasks.readers_anywhere(uow.now))
    every, act = OVERDUE_CHECK_INTERVAL, overdue_tasks.notify_employee
    return each_due(database, "tell of overdue tasks", every, due, act, if_failed=retry_later)


def queue_job(database: Database) -> Job:
    """Assign queued dialogs to employees with free capacity, who have answered, closed a dialog or come to work."""
    due = in_each_organization(lambda uow: uow.routings.organizations_anywhere(), routing.waiting_dialogs)
    every, act = QUEUE_CHECK_INTERVAL, routing.place_dialog
    return each_due(database, "give dialogs that wait to whoever has room", every, due, act)


def rating_job(database: Database) -> Job:
    """Ask customers for a rating some time after their dialogs were closed."""
    due = everywhere(lambda uow: uow.ratings.due_anywhere(uow.now))
    return each_due(database, "ask for ratings", RATING_CHECK_INTERVAL, due, ratings.ask_customer)


def response_limit_jobs(database: Database) -> list[Job]:
    """Watch customers who wait, and tell employees when a response limit is reached."""
    reached = 0

    async def unwatched(uow: UnitOfWork) -> list[Due]:
        nonlocal reached
        first, following = reached, reached + DIALOG_IDS_PER_CHECK
        waiting = await uow.unanswered.unwatched_anywhere(uow.now - NEW_WAIT_PERIOD)
        waiting += await uow.unanswered.unwatched_among_anywhere(first, following)
        reached = following if following < await uow.unanswered.last_id_anywhere() else 0
        return list(dict.fromkeys(waiting))

    new, due = everywhere(unwatched), everywhere(lambda uow: uow.unanswered.due_anywhere(uow.now))
    return [
        each_due(database, "watch who waits", NEW_WAIT_CHECK_INTERVAL, new, unanswered.watch_dialog),
        each_due(database, "tell of who waits too long", RESPONSE_LIMIT_CHECK_INTERVAL, due, unanswered.check_due),
    ]


def shift_jobs(database: Database) -> list[Job]:
    """Begin and end shifts when the schedule says so."""

    async def organizations(uow: UnitOfWork) -> list[Due]:
        return [(each.id, each.id) for each in await uow.organizations.all()]

    async def follow_new(uow: UnitOfWork, _organization_id: int) -> None:
        await shifts.follow_new(uow)

    due, all_of_them = everywhere(lambda uow: uow.shifts.due_anywhere(uow.now)), everywhere(organizations)
    return [
        each_due(database, "begin and end shifts", SHIFT_CHECK_INTERVAL, due, shifts.settle_shift),
        each_due(database, "find whose shifts begin", NEW_SHIFT_CHECK_INTERVAL, all_of_them, follow_new),
    ]


def snooze_job(database: Database) -> Job:
    """Bring snoozed dialogs back."""
    due = everywhere(lambda uow: uow.dialogs.due_anywhere(uow.now))
    return each_due(database, "wake dialogs that were put off", SNOOZE_CHECK_INTERVAL, due, snoozes.wake_due)


def topic_cleanup_job(database: Database, keep: timedelta) -> Job:
    """Delete topics in operators' private chats whose dialogs have been in the archive for longer than `keep`."""

    async def sweep(uow: UnitOfWork, window_id: int) -> None:
        await topics.sweep(uow, window_id, uow.now - keep)

    due = everywhere(lambda uow: uow.windows.over_anywhere(uow.now - keep))
    return each_due(database, "delete topics of the archive", PURGE_INTERVAL, due, sweep, urgent=False)


def weekly_report_job(database: Database) -> Job:
    """Send the weekly report on Monday morning in the organization's time zone."""

    async def due(uow: UnitOfWork) -> list[Due]:
        return [(each.id, each.id) for each in await uow.organizations.due_for_week(uow.now)]

    every = WEEKLY_REPORT_CHECK_INTERVAL
    return each_due(database, "figures of the week", every, everywhere(due), weekly.send_reports)
