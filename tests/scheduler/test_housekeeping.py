"""What is done with is not kept for longer than needed; what is not done with is kept."""

from datetime import datetime, timedelta

from bridge.actions import outbox
from scheduler.housekeeping import housekeeping
from storage.database import Database
from storage.deliveries import Delivery, DeliveryStatus
from storage.journal import EntryState, JournalEntry
from storage.organizations import Organization
from tests.conftest import Clock

WEEK = timedelta(days=7)


async def sweep(database: Database) -> None:
    for job in housekeeping(database):
        await job.run()


async def entry(database: Database, state: EntryState, *, handled_at: datetime | None = None) -> None:
    async with database.begin() as uow:
        uow.add(
            JournalEntry(
                source="desk",
                external_id=f"{state} {handled_at}",
                lane="7",
                payload="{}",
                received_at=uow.now,
                state=state,
                handled_at=handled_at,
            )
        )


async def delivery(database: Database, organization: Organization, status: DeliveryStatus) -> Delivery:
    async with database.begin(organization.id) as uow:
        row = await outbox.put(uow, carrier="desk", lane="desk:7", kind="text")
        if status is not DeliveryStatus.WAITING:
            row.settle(status, uow.now)
    return row


async def test_handled_entries_go_after_a_week_and_the_others_stay(database: Database, clock: Clock):
    await entry(database, EntryState.HANDLED, handled_at=clock.now)
    await entry(database, EntryState.HANDLED, handled_at=clock.now + WEEK)
    await entry(database, EntryState.NEW)
    await entry(database, EntryState.SET_ASIDE)
    clock.forward(WEEK + timedelta(minutes=1))

    await sweep(database)

    async with database.read() as uow:
        assert {state: await uow.journal.count(state) for state in EntryState} == dict.fromkeys(EntryState, 1)


async def test_sent_deliveries_go_after_a_week_and_those_on_their_way_stay(
    database: Database, organization: Organization, clock: Clock
):
    await delivery(database, organization, DeliveryStatus.SENT)
    await delivery(database, organization, DeliveryStatus.WAITING)
    clock.forward(WEEK + timedelta(minutes=1))
    await delivery(database, organization, DeliveryStatus.SENT)

    await sweep(database)

    async with database.read() as uow:
        assert await uow.deliveries.count_anywhere(DeliveryStatus.SENT) == 1
        assert await uow.deliveries.count_anywhere(DeliveryStatus.WAITING) == 1


async def test_local_files_are_swept_by_whoever_keeps_them(database: Database, clock: Clock):
    asked: list[datetime] = []

    async def purge_files(before: datetime) -> int:
        asked.append(before)
        return 3

    jobs = housekeeping(database, keep_days=2, purge_files=purge_files)
    await jobs[-1].run()

    assert asked == [clock.now - timedelta(days=2)]
