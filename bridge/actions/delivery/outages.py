"""Outages: employees concerned get one notice about an outage, which changes when the outage is over.

Short outages are ordinary and are not announced.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bridge.actions.delivery import desk
from bridge.actions.delivery.changes import ANSWER_KINDS
from bridge.actions.delivery.desk import COPY_KINDS, lane
from bridge.actions.shifts.unanswered import WaitingPayload
from bridge.actions.tasks.overdue_tasks import OverduePayload
from bridge.actions.tasks.task_notices import TaskNoticePayload
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import DESK, Payload
from storage.delivery.outages import Outage, OutageNotice, OutageReason
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Role

# An employee for whom a delivery of these kinds waits is told of the outage.
AWAITED_KINDS = (
    *COPY_KINDS,
    ReminderPayload.kind,
    OverduePayload.kind,
    WaitingPayload.kind,
    TaskNoticePayload.kind,
)
# An outage is announced when it has lasted for this long.
OUTAGE_NOTICE_DELAY = timedelta(minutes=1)
# The other bots reconnect soon after the operators' bot, so nothing is announced during this period.
RECOVERY_PERIOD = timedelta(seconds=10)
# How often we check which further employees have something waiting.
RECIPIENT_CHECK_INTERVAL = timedelta(seconds=10)


class OutagePayload(Payload, kind="outage", rank=Rank.NOTICE, key="outage:{notice_id}"):
    """Shows an outage to an employee who has something waiting there."""

    notice_id: int


async def begin(uow: UnitOfWork, carrier: str, reason: OutageReason, *, since: datetime) -> None:
    oldest = await uow.deliveries.oldest_unsettled_anywhere(carrier)
    first = oldest.id - 1 if oldest is not None else await uow.deliveries.newest_id_anywhere()
    uow.add(Outage(carrier=carrier, reason=reason, began_at=since, first_delivery_id=first))


async def end(uow: UnitOfWork, outage: Outage, *, at: datetime) -> None:
    outage.ended_at = at
    outage.last_delivery_id = await uow.deliveries.newest_id_anywhere()
    if outage.lasted(uow.now) < OUTAGE_NOTICE_DELAY:
        outage.settled_at = uow.now


def join_outages(outages: Sequence[Outage], now: datetime) -> None:
    """Join outages of other bots into the outage of the operators' bot, before whose end nobody can be told."""
    for outage in outages:
        if outage.carrier != DESK or outage.told_at is not None or not is_desk_back(outages, now):
            continue
        for other in outages:
            if other is not outage and other.told_at is None and outage.overlaps(other):
                outage.also = " ".join([*outage.carriers[1:], other.carrier])
                other.settled_at = now


def is_desk_back(outages: Sequence[Outage], now: datetime) -> bool:
    """Whether the operators' bot works, and the other bots have had their recovery period."""
    of_desk = [outage for outage in outages if outage.carrier == DESK]
    # When the clock was set back, it does not say how much time has passed.
    return all(
        outage.ended_at is not None and not outage.ended_at <= now < outage.ended_at + RECOVERY_PERIOD
        for outage in of_desk
    )


def is_to_be_told(outage: Outage, now: datetime) -> bool:
    """Whether there may be something new to announce about the outage."""
    if outage.lasted(now) < OUTAGE_NOTICE_DELAY or outage.settled_at is not None:
        return False
    return outage.ended_at is not None or outage.told_at is None or now - outage.told_at >= RECIPIENT_CHECK_INTERVAL


async def announce(uow: UnitOfWork, outage: Outage, *, is_over: bool) -> None:
    """Send a notice of the outage to administrators and to employees who have something waiting there.

    Args:
        is_over: repaint the existing notices, because the outage is over.
    """
    known = {notice.chat_id: notice for notice in await uow.outages.notices(outage.id)}
    for chat_id in sorted(await _concerned(uow, outage) - known.keys()):
        known[chat_id] = OutageNotice(outage_id=outage.id, chat_id=chat_id)
        uow.add(known[chat_id])
        await uow.flush()
        await _paint(uow, known[chat_id])
    for notice in known.values() if is_over else ():
        await _paint(uow, notice)


async def count_remaining(uow: UnitOfWork, outage: Outage) -> int:
    """Number of deliveries of all organizations that waited for the end of the outage and have not left yet."""
    last = outage.last_delivery_id
    return sum([await uow.deliveries.count_unsettled_anywhere(each, up_to_id=last) for each in outage.carriers])


async def _concerned(uow: UnitOfWork, outage: Outage) -> set[int]:
    """Private chats of the employees who are to be told."""
    last = outage.last_delivery_id or await uow.deliveries.newest_id_anywhere()
    lasted = {"after_id": outage.first_delivery_id, "up_to_id": last}
    people = {employee.id for employee in await uow.employees.all() if employee.role is Role.ADMIN}
    if outage.reason is not OutageReason.ELSEWHERE:
        for carrier in outage.carriers:
            people |= await uow.deliveries.authors_between(carrier, ANSWER_KINDS, **lasted)
    lanes = await uow.deliveries.lanes_between(DESK, AWAITED_KINDS, **lasted) if outage.carrier == DESK else set()
    there = await uow.sign_ins.of_department(None)
    return {each.chat_id for each in there if each.employee_id in people or lane(each.chat_id) in lanes}


async def _paint(uow: UnitOfWork, notice: OutageNotice) -> None:
    await desk.put(uow, OutagePayload(notice.id), to=notice.chat_id)
