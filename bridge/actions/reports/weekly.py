"""The figures of the week: managers get them on Monday morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridge.actions.delivery import desk, outbox
from bridge.when.days import today
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.hours import moment
from storage.team.employees import Role

REPORT_TIME = time(9)
WEEK = timedelta(days=7)


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
            for sign_in in await uow.sign_ins.of_employee(employee.id):
                if sign_in.blocked_at is None:
                    body = {"first": str(monday - WEEK), "last": str(monday - timedelta(days=1))}
                    lane = desk.lane(sign_in.chat_id)
                    await outbox.put(uow, carrier=desk.DESK, lane=lane, kind=desk.DeliveryKind.WEEK, body=body)
    return True


def next_monday(now: datetime, zone: str) -> datetime:
    """The next Monday morning there, in UTC."""
    day = today(now, zone)
    monday = day - timedelta(days=day.weekday())
    mornings = (moment(datetime.combine(each, REPORT_TIME), ZoneInfo(zone)) for each in (monday, monday + WEEK))
    return next(morning for morning in mornings if morning > now)
