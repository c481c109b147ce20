"""Pauses («Пауза» and «Снова на смене»): an employee goes off duty for a while."""

from datetime import datetime, timedelta

from bridge.actions.reports import audit
from bridge.actions.shifts import shifts
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.shifts.pauses import Pause
from storage.team.employees import Employee

MAX_PAUSE = timedelta(hours=24)


class PauseIsOver(Refusal):
    text = lazy("This pause would be over already; choose another one")


class TooLongAPause(Refusal):
    text = lazy("A pause lasts a day at most. For longer there are days off in the schedule")


class NotOnShift(Refusal):
    text = lazy("You are not on duty now, so there is nothing to pause")


class NoPause(Refusal):
    text = lazy("You make no pause now")


async def begin(uow: UnitOfWork, until: datetime | None, *, by: Employee) -> Pause:
    """Begin a pause until that moment; None means until the end of the shift. A running pause gets the new end.

    Raises:
        PauseIsOver, TooLongAPause, NotOnShift
    """
    hours = (await uow.schedules.book()).by_schedule(by)
    if not hours.is_on(uow.now):
        raise NotOnShift
    until = until or hours.ends(uow.now) or uow.now + MAX_PAUSE
    if until <= uow.now:
        raise PauseIsOver
    if until - uow.now > MAX_PAUSE:
        raise TooLongAPause
    pause = await uow.schedules.pause_of(by.id) or Pause(employee_id=by.id, since=uow.now, until=until)
    pause.until = until
    uow.add(pause)
    audit.record_event(uow, EventKind.PAUSE_BEGUN, by=by.id, until=until.isoformat())
    await shifts.follow(uow, [by.id])
    return pause


async def end(uow: UnitOfWork, *, by: Employee) -> None:
    """End the pause; the employee is on duty again.

    Raises:
        NoPause: the employee makes no pause.
    """
    pause = await uow.schedules.pause_of(by.id)
    if pause is None:
        raise NoPause
    pause.until = uow.now
    audit.record_event(uow, EventKind.PAUSE_ENDED, by=by.id, since=pause.since.isoformat())
    await shifts.follow(uow, [by.id])
