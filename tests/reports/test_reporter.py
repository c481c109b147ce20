"""Reports are made beside the loop, in the language of whoever asks."""

import threading

import pytest

from bridge.reports import making
from bridge.reports.periods import period
from bridge.reports.report import ReportKind, ReportNotAllowed, ReportRequest
from bridge.reports.reporter import Reporter
from bridge.text.texts import language
from storage.engine.database import Database
from storage.team.organizations import Organization


@pytest.fixture
def reporter(database: Database):
    reporter = Reporter(database)
    yield reporter
    reporter.close()


def request(database: Database, kind: ReportKind = ReportKind.EMPLOYEES, *, whose: int | None = None) -> ReportRequest:
    return ReportRequest(kind, period("t", "Europe/Moscow", database.clock()), whose)


async def test_a_report_is_made_by_another_thread(reporter, database, organization: Organization, monkeypatch):
    threads = []
    make = making.make

    async def watched(*given):
        threads.append(threading.current_thread())
        return await make(*given)

    monkeypatch.setattr(making, "make", watched)
    await reporter.report(organization.id, request(database))

    assert threads != []
    assert threading.current_thread() not in threads


async def test_it_speaks_the_language_of_whoever_asks(reporter, database, organization: Organization):
    with language("en"):
        report = await reporter.report(organization.id, request(database))
        table = await reporter.csv(report)

    assert report.title == "Employees"
    assert table.decode("utf-8-sig").startswith("Employee,Answers,")


async def test_what_is_not_theirs_is_refused_before_anything_is_read(reporter, database, organization: Organization):
    with pytest.raises(ReportNotAllowed):
        await reporter.report(organization.id, request(database, ReportKind.CHANNELS, whose=1))


async def test_a_report_that_fails_is_not_the_last_one(reporter, database, organization: Organization, monkeypatch):
    async def fails(*_given):
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(making, "make", fails)
        with pytest.raises(RuntimeError):
            await reporter.report(organization.id, request(database))

    assert (await reporter.report(organization.id, request(database))).kind is ReportKind.EMPLOYEES
