"""Outages are recorded and announced; answers that wait for longer than usual are marked."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bridge.actions.delivery import delays, outages
from bridge.errors import ReadElsewhere, UnauthorizedToken
from bridge.sending.availability import Availability
from scheduler.scheduler import Job
from storage.delivery.outages import Outage, OutageReason
from storage.engine.database import Database

OUTAGE_CHECK_INTERVAL = timedelta(seconds=5)
DELAY_CHECK_INTERVAL = timedelta(seconds=2)

Problem = Callable[[str], Exception | None]
"""By the bot's name: why the bot gets no service or no updates; None when it works."""


def outage_job(database: Database, availability: Mapping[str, Availability], problem: Problem) -> Job:
    async def run() -> None:
        await _write_down(database, availability, problem)
        async with database.begin() as uow:
            found = await uow.outages.unsettled()
            outages.join_outages(found, uow.now)
            can_be_told = outages.is_desk_back(found, uow.now)
            news = [outage for outage in found if can_be_told and outages.is_to_be_told(outage, uow.now)]
        for outage in news:
            await _tell(database, outage)

    return Job("outages", OUTAGE_CHECK_INTERVAL, run)


def delay_job(database: Database) -> Job:
    async def run() -> None:
        for find, tell in ((delays.delayed_answers, delays.show_delay), (delays.stuck_answers, delays.ask_author)):
            async with database.read() as uow:
                found = [(delivery.organization_id, delivery.id) for delivery in await find(uow)]
            for organization_id, delivery_id in found:
                async with database.begin(organization_id) as uow:
                    await tell(uow, delivery_id)

    return Job("answers that wait", DELAY_CHECK_INTERVAL, run)


async def _write_down(database: Database, availability: Mapping[str, Availability], problem: Problem) -> None:
    async with database.read() as uow:
        under_way = {outage.carrier: outage.id for outage in await uow.outages.unsettled() if not outage.ended_at}
    reasons = {name: _reason(provider, problem(name)) for name, provider in availability.items()}
    if not under_way and not any(reasons.values()):
        return
    async with database.begin() as uow:
        for name, reason in reasons.items():
            outage = await uow.outages.get(under_way[name]) if name in under_way else None
            if outage is None and reason is not None:
                await outages.begin(uow, name, reason, since=availability[name].away_since or uow.now)
            elif outage is not None and reason is not None:
                outage.reason = reason
            elif outage is not None and problem(name) is None:
                await outages.end(uow, outage, at=availability[name].back_at or uow.now)


def _reason(provider: Availability, problem: Exception | None) -> OutageReason | None:
    if isinstance(provider.reason, UnauthorizedToken):
        return OutageReason.TOKEN
    if provider.away_since is not None:
        return OutageReason.AWAY
    return OutageReason.ELSEWHERE if isinstance(problem, ReadElsewhere) else None


async def _tell(database: Database, outage: Outage) -> None:
    """Announce an outage in each organization whose dialogs the bot carries, then remember the announcement."""
    async with database.read() as uow:
        owners = [
            each.organization_id for each in await uow.channels.active_anywhere() if each.carrier == outage.carrier
        ]
        owners = owners or [organization.id for organization in await uow.organizations.all()]
        is_settled = outage.ended_at is not None and not await outages.count_remaining(uow, outage)
    is_news = is_settled or (outage.ended_at is not None and not outage.is_told_over)
    if outage.ended_at is None or is_news:
        for organization_id in owners:
            async with database.begin(organization_id) as uow:
                await outages.announce(uow, outage, is_over=is_news)
    async with database.begin() as uow:
        if (row := await uow.outages.get(outage.id)) is not None:
            row.told_at, row.is_told_over = uow.now, row.ended_at is not None
            row.settled_at = uow.now if is_settled else None
