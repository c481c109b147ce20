"""The function of each report kind."""

from collections.abc import Awaitable, Callable

from bridge.reports.days import days
from bridge.reports.overview import overview
from bridge.reports.people import people
from bridge.reports.places import channels, departments
from bridge.reports.report import Report, ReportKind, ReportRequest
from bridge.reports.shifts import shifts
from bridge.reports.tags import tags
from storage.engine.unit_of_work import UnitOfWork

MAKERS: dict[ReportKind, Callable[[UnitOfWork, ReportRequest], Awaitable[Report]]] = {
    ReportKind.OVERVIEW: overview,
    ReportKind.EMPLOYEES: people,
    ReportKind.DEPARTMENTS: departments,
    ReportKind.CHANNELS: channels,
    ReportKind.TAGS: tags,
    ReportKind.WORKING_TIME: shifts,
    ReportKind.DAYS: days,
}


async def make(uow: UnitOfWork, request: ReportRequest) -> Report:
    return await MAKERS[request.kind](uow, request)
