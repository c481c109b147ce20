"""The reporter: makes reports in a thread of its own, with a connection of its own. The loop goes on meanwhile."""

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
    """One report at a time: whoever asks for another one waits for the seconds that it takes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reports")

    async def report(self, organization_id: int, request: ReportRequest) -> Report:
        """
        Raises:
            ReportNotAllowed: it is about others.
        """
        request.ensure_allowed()
        return await self._elsewhere(_report, self._database, organization_id, request)

    async def picture(self, report: Report) -> bytes:
        """A PNG."""
        return await self._elsewhere(_picture, report)

    async def csv(self, report: Report) -> bytes:
        return await self._elsewhere(_csv, report)

    async def xlsx(self, report: Report) -> bytes:
        return await self._elsewhere(_xlsx, report)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _elsewhere(self, call: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """In the language that is spoken here."""
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
