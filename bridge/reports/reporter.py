"""The reporter makes reports in a thread and with a database connection of its own, so that the event loop goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from bridge.reports.report import Report, ReportRequest
from storage.engine.database import Database

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Reporter:
    """Makes one report at a time; a further request waits for some seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reports")

    async def report(self, organization_id: int, request: ReportRequest) -> Report:
        """Make a report.

        Raises:
            ReportNotAllowed: an operator may not see this report.
        """
        request.ensure_allowed()
        return await self._elsewhere(_report, self._database, organization_id, request)

    async def picture(self, report: Report) -> bytes:
        """The report's drawings as a PNG."""
        return await self._elsewhere(_picture, report)

    async def csv(self, report: Report) -> bytes:
        return await self._elsewhere(_csv, report)

    async def xlsx(self, report: Report) -> bytes:
        return await self._elsewhere(_xlsx, report)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _elsewhere(self, call: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """Run a function in the thread, with the language of this context."""
        context = copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: context.run(call, *given, **named))


def _report(database: Database, organization_id: int, request: ReportRequest) -> Report:
    return asyncio.run(_made(Database(database.url, database.clock), organization_id, request))


async def _made(database: Database, organization_id: int, request: ReportRequest) -> Report:
    from bridge.reports.making import make

    try:
        async with database.read(organization_id) as uow:
            return await make(uow, request)
    finally:
        await database.close()


def _picture(report: Report) -> bytes:
    from bridge.reports.pictures import drawn

    return drawn(report)


def _csv(report: Report) -> bytes:
    from bridge.reports.files import csv

    return csv(report)


def _xlsx(report: Report) -> bytes:
    from bridge.reports.files import xlsx

    return xlsx(report)
