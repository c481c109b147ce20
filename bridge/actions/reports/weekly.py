"""The figures of the week: managers get them on Monday morning."""

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
    """The figures of a week, to a manager in private."""

    first: date
    last: date


async def send_reports(uow: UnitOfWork, organization_id: int) -> bool:
    """Send each manager the figures of the last whole week, if it is time; of two who do so at once only one does.

    At first it is only reckoned when that is. What came due several times is sent once.
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
    """The next Monday morning there, in UTC."""
    day = today(now, zone)
    monday = day - timedelta(days=day.weekday())
    mornings = (moment(datetime.combine(each, REPORT_TIME), ZoneInfo(zone)) for each in (monday, monday + WEEK))
    return next(morning for morning in mornings if morning > now)
