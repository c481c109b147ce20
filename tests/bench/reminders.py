"""The last part of `make bench`: how late reminders are among 100,000 that wait, and what ticks cost that find nothing.

Reminders are put into the outbox; what it takes from there to Telegram is measured with messages. Takes a minute.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, update

from scheduler import scheduler
from scheduler.task_reminders import reminder_job
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database, utc_now
from storage.engine.migrate import upgrade
from storage.engine.owned import SYSTEM_WIDE
from storage.tasks.task_reminders import TaskReminder
from storage.tasks.tasks import Task, TaskStatus
from storage.team.departments import Department
from storage.team.employees import Employee, Role
from storage.team.organizations import Organization
from storage.team.sign_ins import SignIn

WAITING = 100_000
PEOPLE = 50
FAR = datetime(2100, 1, 1, tzinfo=UTC)
IDLE = 20.0
# So many a second, for so many seconds.
RATE, SECONDS = 20, 20
AT_ONCE = 1000
MOMENT = timedelta(seconds=1)


@dataclass
class Outcome:
    """When what was due reached the outbox."""

    count: int
    late: list[float] = field(default_factory=list)
    is_whole: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, rows: Sequence[Delivery]) -> None:
        now = utc_now()
        due = [datetime.fromisoformat(row.body["due_at"]) for row in rows if row.kind == "reminder"]
        self.late.extend((now - at).total_seconds() for at in due)
        if len(self.late) >= self.count:
            self.is_whole.set()


async def measure(path: Path) -> list[tuple[str, float]]:
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    await fill(database)
    figures: list[tuple[str, float]] = []
    async with scheduler.run_jobs([reminder_job(database)]):
        # The first tick is none of the idle ones.
        await asyncio.sleep(1)
        began = time.process_time()
        await asyncio.sleep(IDLE)
        figures.append(("idle ticks: % of a core", 100 * (time.process_time() - began) / IDLE))
        soon = utc_now() + 3 * MOMENT
        spread = [soon + number * MOMENT / RATE for number in range(RATE * SECONDS)]
        cpu, late = await due_at(database, spread, first=1)
        figures += said(f"{RATE} a second", late)
        figures.append((f"{RATE} a second: CPU ms for each", 1000 * cpu / len(spread)))
        _cpu, late = await due_at(database, [utc_now() + 3 * MOMENT] * AT_ONCE, first=len(spread) + 1)
        figures += said(f"{AT_ONCE} at one moment", late)
    await database.close()
    return figures


async def due_at(database: Database, moments: Sequence[datetime], *, first: int) -> tuple[float, list[float]]:
    """Have so many reminders be due then; the seconds of CPU that takes, and how late each is."""
    outcome = Outcome(len(moments))
    database.listen("outbox", outcome.hear)
    async with database.begin() as uow:
        for number, at in enumerate(moments, start=first):
            change = update(TaskReminder).where(TaskReminder.id == number)  # type: ignore[arg-type]
            await uow.session.execute(change.values(due_at=at), execution_options=SYSTEM_WIDE)
    began = time.process_time()
    await outcome.is_whole.wait()
    return time.process_time() - began, outcome.late


def said(name: str, late: list[float]) -> list[tuple[str, float]]:
    cuts = quantiles(late, n=100)
    return [(f"{name}: p50, s late", cuts[49]), (f"{name}: p99, s late", cuts[98])]


async def fill(database: Database) -> None:
    async with database.begin() as uow:
        organization = Organization(name="Bench")
        uow.add(organization)
        await uow.flush()
        organization_id = organization.id
    async with database.begin(organization_id) as uow:
        uow.add(Department(name="Support"))
        people = [
            Employee(phone=f"7999{n:07}", name=f"Operator {n}", role=Role.OPERATOR, created_at=uow.now)
            for n in range(PEOPLE)
        ]
        uow.add(*people)
        await uow.flush()
        uow.add(*(SignIn(employee_id=it.id, telegram_user_id=1000 + it.id, started_at=uow.now) for it in people))
    ids = [person.id for person in people]
    tasks = [_task(number, ids[number % PEOPLE], organization_id) for number in range(1, WAITING + 1)]
    reminders = [{"task_id": row["id"], "organization_id": organization_id, "due_at": FAR} for row in tasks]
    async with database.engine.begin() as connection:
        await connection.execute(insert(Task), tasks)
        await connection.execute(insert(TaskReminder), reminders)


def _task(number: int, employee_id: int, organization_id: int) -> dict[str, Any]:
    whose = {"author_id": employee_id, "assignee_id": employee_id, "organization_id": organization_id}
    when = {"due_at": FAR, "order_at": FAR, "created_at": utc_now()}
    return {"id": number, "text": f"Call customer {number}", "status": TaskStatus.OPEN, **whose, **when}


def main() -> None:
    with TemporaryDirectory(prefix="bridge-bench-") as folder:
        figures = asyncio.run(measure(Path(folder) / "bridge.db"))
    print("\n".join(["|  |  |", "| --- | --- |", *(f"| {name} | {value:.3g} |" for name, value in figures)]))


if __name__ == "__main__":
    main()
