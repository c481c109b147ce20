"""The weekly report: managers get it on Monday morning."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridge.actions.delivery import desk
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.when.days import today
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.hours import moment
from storage.team.employees import Role

REPORT_TIME = time(9)
WEEK = timedelta(days=7)


class WeekPayload(Payload, kind="week", rank=Rank.NOTICE):
    """Shows the figures of a week to a manager in private."""

    first: date
    last: date


async def send_reports(uow: UnitOfWork, organization_id: int) -> bool:
    """Send each manager the report of the last whole week, if it is due; only one of two concurrent workers sends it.

    The first call only computes when the report is due. Several missed weeks are sent as one report.
    """
    organization = await uow.organizations.get(organization_id)
    due = organization.weekly_at
    if due is not None and due > uow.now:
        return False
    following = next_monday(uow.now, organization.time_zone)
    if not await uow.organizations.claim_week(organization.id, due, following) or due is None:
        return False
    monday = following.astimezone(ZoneInfo(organization.time_zone)).date() - WEEK
    for employee in await uow.employees.all():
        if employee.role is not Role.OPERATOR and employee.hears_weekly:
            await desk.put_privately(uow, WeekPayload(monday - WEEK, monday - timedelta(days=1)), employee.id)
    return True


def next_monday(now: datetime, zone: str) -> datetime:
    """The next Monday morning in the time zone, in UTC."""
    day = today(now, zone)
    monday = day - timedelta(days=day.weekday())
    mornings = (moment(datetime.combine(each, REPORT_TIME), ZoneInfo(zone)) for each in (monday, monday + WEEK))
    return next(morning for morning in mornings if morning > now)
