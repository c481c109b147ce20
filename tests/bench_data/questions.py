"""What operators ask of a lot of data: whole screens, as they are drawn."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bridge.desk.inbox import filter_pickers as pickers
from bridge.desk.inbox.dialog_filters import filter_summary, filters
from bridge.desk.inbox.lists import dialog_list
from bridge.desk.inbox.searches import found, found_messages
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_filters import DialogFilter, Scope, State
from storage.inbox.search_hits import Beside
from storage.inbox.searches import Search, SearchSubject
from storage.tags.tags import TagScope

ZONE = "Europe/Moscow"
EMPLOYEES = range(1, 21)

Ask = Callable[[UnitOfWork, random.Random], Awaitable[object]]


@dataclass(frozen=True)
class Question:
    """
    Args:
        chosen: the filter of every employee while it is asked; what is callable is chosen for each of them anew.
    """

    name: str
    ask: Ask
    chosen: dict[str, Any] = field(default_factory=dict)

    async def prepare(self, database: Database, organization_id: int) -> None:
        chance = random.Random(4)
        async with database.begin(organization_id) as uow:
            for employee_id in EMPLOYEES:
                row = await uow.dialog_filters.of(employee_id) or DialogFilter(employee_id=employee_id)
                row.reset()
                for name, value in self.chosen.items():
                    setattr(row, name, value(chance) if callable(value) else value)
                uow.add(row)


async def first_page(uow: UnitOfWork, chance: random.Random) -> object:
    return await dialog_list(uow, chance.choice(EMPLOYEES), zone=ZONE)


async def some_page(uow: UnitOfWork, chance: random.Random) -> object:
    return await dialog_list(uow, chance.choice(EMPLOYEES), zone=ZONE, page=chance.randrange(1000))


async def all_filters(uow: UnitOfWork, chance: random.Random) -> object:
    return filters(await filter_summary(uow, chance.choice(EMPLOYEES), zone=ZONE))


async def tags(uow: UnitOfWork, chance: random.Random) -> object:
    choice = await filter_summary(uow, chance.choice(EMPLOYEES), zone=ZONE)
    return pickers.tags(
        choice, await uow.tags.all(TagScope.DIALOG), await uow.dialog_lists.by_tag(choice.dialog_counts.wanted)
    )


def finds(subject: SearchSubject, words: str | Callable[[random.Random], str]) -> Ask:
    """The first page of what is found; what is callable is looked for anew each time."""

    async def look(uow: UnitOfWork, chance: random.Random) -> object:
        typed = words(chance) if callable(words) else words
        search = Search(id=1, employee_id=1, words=typed, subject=subject, made_at=uow.now)
        return await found(uow, search, zone=ZONE)

    return look


def persons(name: str, words: str | Callable[[random.Random], str]) -> Question:
    return Question(f"search: person by {name}", finds(SearchSubject.PERSONS, words))


def messages(name: str, words: str | Callable[[random.Random], str]) -> Question:
    return Question(f"search: {name}", finds(SearchSubject.MESSAGES, words))


async def deep(uow: UnitOfWork, chance: random.Random) -> object:
    search = Search(id=1, employee_id=1, words="заказ", subject=SearchSubject.MESSAGES, made_at=uow.now)
    return await found_messages(uow, search, zone=ZONE, beside=Beside(chance.randrange(1000, 1_000_000)))


def some_number(chance: random.Random) -> str:
    return str(chance.randrange(10**5, 10**6))


def some_person(chance: random.Random) -> str:
    return f"user{chance.randrange(1, 10**4)}"


def some_phone(chance: random.Random) -> str:
    return f"8 9{chance.randrange(10**2, 10**3)}"


def some_day(chance: random.Random) -> date:
    return date.today() - timedelta(days=chance.randrange(360))  # noqa: TID251 - the data ends today


def some_tag(chance: random.Random) -> int:
    return chance.randrange(1, 21)


QUESTIONS = [
    *(Question(f"list: {state}", first_page, {"state": state}) for state in State),
    *(Question(f"list: {scope}, active", first_page, {"scope": scope}) for scope in (Scope.MINE, Scope.DEPARTMENT)),
    Question("list: mine, closed, any page", some_page, {"scope": Scope.MINE, "state": State.CLOSED}),
    Question("list: closed, any page", some_page, {"state": State.CLOSED}),
    Question("list: one channel", first_page, {"channel_id": 3}),
    Question("list: one day", first_page, {"day": some_day}),
    Question("list: one day, closed", first_page, {"day": some_day, "state": State.CLOSED}),
    Question("list: one tag", first_page, {"tag_id": some_tag}),
    Question(
        "list: mine, unanswered, one channel, day and tag",
        first_page,
        {"scope": Scope.MINE, "state": State.UNANSWERED, "channel_id": 3, "day": some_day, "tag_id": some_tag},
    ),
    Question("all filters with their numbers", all_filters),
    Question("tags with their numbers", tags),
    persons("name", "смирнов"),
    persons("name and family name", "анна смирнов"),
    persons("user name", some_person),
    persons("part of a phone number", some_phone),
    persons("what all of them have", "user"),
    persons("two letters", "ан"),
    messages("frequent word", "заказ"),
    messages("part of a word", "ставк"),
    messages("two frequent words", "заказ курьер"),
    messages("rare number", some_number),
    messages("frequent word and rare number", lambda chance: f"заказ {some_number(chance)}"),
    messages("word that is nowhere", "сломанного"),
    messages("two letters", "гд"),
    Question("search: frequent word, any page", deep),
]
