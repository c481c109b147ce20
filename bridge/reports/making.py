"""Every report by its kind."""

from collections.abc import Awaitable, Callable

from bridge.reports.days import days
from bridge.reports.overview import overview
from bridge.reports.people import people
from bridge.reports.places import channels, departments
from bridge.reports.report import Kind, Report, Wish
from bridge.reports.shifts import shifts
from bridge.reports.tags import tags
from storage.unit_of_work import UnitOfWork

MAKERS: dict[Kind, Callable[[UnitOfWork, Wish], Awaitable[Report]]] = {
    Kind.OVERVIEW: overview,
    Kind.EMPLOYEES: people,
    Kind.DEPARTMENTS: departments,
    Kind.CHANNELS: channels,
    Kind.TAGS: tags,
    Kind.WORKING_TIME: shifts,
    Kind.DAYS: days,
}


async def make(uow: UnitOfWork, wish: Wish) -> Report:
    return await MAKERS[wish.kind](uow, wish)
