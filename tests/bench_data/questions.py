"""What operators ask of a lot of data: whole screens, as they are drawn."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bridge.desk import filter_pickers as pickers
from bridge.desk.dialog_filters import choice_of, filters
from bridge.desk.lists import dialog_list
from storage.database import Database
from storage.dialog_filters import DialogFilter, Scope, State
from storage.tags import TagScope
from storage.unit_of_work import UnitOfWork

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
    return filters(await choice_of(uow, chance.choice(EMPLOYEES), zone=ZONE))


async def tags(uow: UnitOfWork, chance: random.Random) -> object:
    choice = await choice_of(uow, chance.choice(EMPLOYEES), zone=ZONE)
    return pickers.tags(choice, await uow.tags.all(TagScope.DIALOG), await uow.dialog_lists.by_tag(choice.tally.wanted))


def some_day(chance: random.Random) -> date:
    return date.today() - timedelta(days=chance.randrange(360))


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
]
