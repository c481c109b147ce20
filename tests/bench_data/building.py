"""A year of an organization at work: so many dialogs and messages that what is slow shows."""

import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from rich.progress import Progress
from sqlalchemy import insert, text
from sqlmodel import SQLModel

from storage.clients.contacts import Contact, ContactAddress
from storage.engine.database import Database
from storage.engine.migrate import upgrade
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Author, DeliveryState, Message
from storage.reports.events import Event, EventKind
from storage.tags.tags import DialogTag, Tag, TagScope
from storage.tasks.tasks import Task
from storage.team.channels import Channel, Provider
from storage.team.departments import Department
from storage.team.employees import Employee, Membership, Role
from storage.team.organizations import Organization

YEAR = timedelta(days=365)
BATCH = 5000
OPEN = 0.3


def _words(listed: str) -> list[str]:
    return listed.split()


FIRST = _words("Анна Олег Мария Иван Пётр Фёдор Алёна Ольга Сергей Дмитрий Ксения Юлия Артём Лев Эмма John Alice")
LAST = _words("Смирнов Ким Петров Зуев Лис Ёлкин Щукин Яшин Белов Орлов Цой Юдин Хан Smith Brown Миллер Кац")
WORDS = _words(
    "заказ доставка возврат оплата когда приедет курьер здравствуйте спасибо подскажите номер адрес склад чек размер"
    " цвет скидка карта ошибка сайт письмо телефон завтра сегодня вечером обмен гарантия сломался где мой ещё всё order"
)


@dataclass(frozen=True)
class Size:
    dialogs: int
    messages: int


async def build(database: Database, size: Size, progress: Progress, name: str) -> None:
    """Fill an empty database; the same size gives the same rows."""
    await upgrade(database)
    chance = random.Random(4)
    async with database.begin() as uow:
        organization = Organization(name="Ромашка")
        uow.add(organization)
    async with database.begin(organization.id) as uow:
        staff = await _staff(uow)
    contacts = list(_contacts(size, organization.id, chance, uow.now))
    dialogs = list(_dialogs(size, organization.id, staff, chance, uow.now))
    for number, (_contact, address) in enumerate(contacts):
        address["channel_id"] = dialogs[number]["channel_id"]
    small = {
        Contact: (contact for contact, _address in contacts),
        ContactAddress: (address for _contact, address in contacts),
        Dialog: iter(dialogs),
        DialogTag: _tagged(dialogs, staff, chance),
        Task: _tasks(dialogs, staff, chance),
    }
    bar = progress.add_task(f"{name}: {size.messages:,} messages in {size.dialogs:,} dialogs", total=size.messages)
    for table, rows in small.items():
        async for _count in _written(database, table, rows):
            pass
    async for _count in _written(database, Event, _events(size, dialogs, staff, chance, uow.now)):
        pass
    async for count in _written(database, Message, _messages(size, dialogs, staff, chance, uow.now)):
        progress.advance(bar, count)
    if not database.is_sqlite:
        # As its own housekeeping would do by and by.
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))


@dataclass(frozen=True)
class Staff:
    departments: list[int]
    employees: list[int]
    channels: list[int]
    tags: list[int]


async def _staff(uow: UnitOfWork) -> Staff:
    departments = [Department(name=f"Отдел {number}") for number in range(4)]
    employees = [
        Employee(phone=f"7999{number:07}", name=f"{FIRST[number % 17]} {LAST[number % 16]}", created_at=uow.now)
        for number in range(20)
    ]
    employees[0].role = Role.ADMIN
    channels = [
        Channel(provider=provider, name=f"Канал {number}", token="none", is_active=False)
        for number, provider in enumerate([Provider.TELEGRAM, Provider.TELEGRAM, Provider.WHATSAPP])
    ]
    tags = [
        Tag(scope=TagScope.DIALOG, name=f"тег {number}", key=f"тег {number}", created_at=uow.now)
        for number in range(20)
    ]
    uow.add(*departments, *employees, *channels, *tags)
    await uow.flush()
    for number, employee in enumerate(employees):
        uow.add(Membership(employee_id=employee.id, department_id=departments[number % 4].id))
    return Staff(*([row.id for row in rows] for rows in (departments, employees, channels, tags)))


def _contacts(size: Size, owner: int, chance: random.Random, now: datetime) -> Iterator[tuple[Any, Any]]:
    for number in range(1, size.dialogs + 1):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        own = {"organization_id": owner, "id": number}
        phone = f"79{chance.randrange(10**9):09}" if number % 2 else None
        yield (
            {**own, "name": name, "phone": phone, "language": "ru", "created_at": now - YEAR},
            {**own, "contact_id": number, "external_id": str(10**6 + number), "username": f"user{number}"},
        )


def _dialogs(size: Size, owner: int, staff: Staff, chance: random.Random, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size.dialogs + 1):
        at = now - chance.random() ** 2 * YEAR
        is_open, is_waiting = chance.random() < OPEN, chance.random() < 0.3
        yield {
            "organization_id": owner,
            "id": number,
            "contact_id": number,
            "address_id": number,
            "channel_id": chance.choice(staff.channels),
            "department_id": chance.choice([*staff.departments, None]),
            "assignee_id": chance.choice([*staff.employees, None]),
            "status": DialogStatus.ACTIVE if is_open else DialogStatus.CLOSED,
            "version": 1,
            "opened_at": now - YEAR,
            "closed_at": None if is_open else at,
            "last_message_at": at,
            "unread": chance.randrange(1, 9) if is_open and is_waiting and chance.random() < 0.5 else 0,
            "waiting_since": at if is_open and is_waiting else None,
        }


def _tagged(dialogs: list[dict[str, Any]], staff: Staff, chance: random.Random) -> Iterator[dict[str, Any]]:
    for dialog in dialogs[::3]:
        for tag_id in chance.sample(staff.tags, 2):
            shared = {"organization_id": dialog["organization_id"], "put_at": dialog["last_message_at"]}
            yield {**shared, "dialog_id": dialog["id"], "tag_id": tag_id, "put_by": staff.employees[0]}


def _tasks(dialogs: list[dict[str, Any]], staff: Staff, chance: random.Random) -> Iterator[dict[str, Any]]:
    for dialog in dialogs[::20]:
        task = Task(
            organization_id=dialog["organization_id"],
            text="Перезвонить",
            author_id=staff.employees[0],
            assignee_id=chance.choice(staff.employees),
            dialog_id=dialog["id"],
            created_at=dialog["last_message_at"],
        )
        task.open()
        yield task.model_dump(exclude={"id"})


def _messages(
    size: Size, dialogs: list[dict[str, Any]], staff: Staff, chance: random.Random, now: datetime
) -> Iterator[dict[str, Any]]:
    """In the order in which they were written, as ids grow in it."""
    step = YEAR / size.messages
    for number in range(size.messages):
        dialog = chance.choice(dialogs)
        is_answer = chance.random() < 0.5
        yield {
            "organization_id": dialog["organization_id"],
            "dialog_id": dialog["id"],
            "author": Author.EMPLOYEE if is_answer else Author.CONTACT,
            "employee_id": chance.choice(staff.employees) if is_answer else None,
            "kind": "text",
            "text": " ".join(chance.choices(WORDS, k=chance.randrange(3, 15))) + f" {number}",
            "entities": [],
            "data": {},
            "is_note": False,
            "external_id": str(number),
            "created_at": now - YEAR + step * number,
            "state": DeliveryState.ACCEPTED if is_answer else None,
            "maybe_repeated": False,
        }


def _events(
    size: Size, dialogs: list[dict[str, Any]], staff: Staff, chance: random.Random, now: datetime
) -> Iterator[dict[str, Any]]:
    """What was done in the dialogs: as many answers as there are messages of employees, and all that reports count."""
    for dialog in dialogs:
        at = now - YEAR * chance.random()
        yield _event(dialog, EventKind.DIALOG_OPENED, at)
        yield _event(dialog, EventKind.DIALOG_TAKEN, at, employee_id=chance.choice(staff.employees))
        if dialog["status"] is DialogStatus.CLOSED:
            yield _event(dialog, EventKind.DIALOG_CLOSED, at, employee_id=chance.choice(staff.employees))
    for dialog in dialogs[::3]:
        for tag_id in chance.sample(staff.tags, 2):
            yield _event(dialog, EventKind.DIALOG_TAGGED, dialog["last_message_at"], data={"tag_id": tag_id})
    answers = size.messages // 2
    for number in range(answers):
        waited = chance.choice([None, chance.randrange(7200)])
        yield _event(
            chance.choice(dialogs),
            EventKind.ANSWERED,
            now - YEAR + YEAR / answers * number,
            employee_id=chance.choice(staff.employees),
            waited=waited,
            is_first=waited is not None and chance.random() < 0.3,
        )


def _event(dialog: dict[str, Any], kind: EventKind, at: datetime, **more: Any) -> dict[str, Any]:
    shared = {name: dialog[name] for name in ("organization_id", "department_id")}
    usual = {"employee_id": None, "waited": None, "is_first": False, "data": {}}
    return {**shared, "dialog_id": dialog["id"], "kind": kind, "at": at, **usual, **more}


async def _written(database: Database, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> AsyncIterator[int]:
    """Write the rows; tells after each commit how many they were."""
    while batch := list(islice(rows, BATCH)):
        async with database.engine.begin() as connection:
            await connection.execute(insert(table), batch)
        yield len(batch)
