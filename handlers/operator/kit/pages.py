"""A long list of buttons, page by page."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bridge.desk.ui.management import back_to_management
from bridge.desk.ui.paging import ListPage
from bridge.desk.ui.screen import Screen, button
from handlers.operator.kit.context import Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database

PageItem = TypeVar("PageItem")

ITEMS_PER_PAGE = 8


def rows_of(
    items: Sequence[PageItem],
    page: int,
    *,
    option: Callable[[PageItem], InlineKeyboardButton],
    turn: Callable[[int], str],
) -> list[list[InlineKeyboardButton]]:
    """One page of the list, a button a row, with buttons to turn it and the way back to «Управление».

    Args:
        page: counted from 0; one that does not exist (any more) is the nearest that does.
        turn: the callback data that leads to a page.
    """
    last = max(len(items) - 1, 0) // ITEMS_PER_PAGE
    page = min(max(page, 0), last)
    rows = [[option(item)] for item in items[page * ITEMS_PER_PAGE : (page + 1) * ITEMS_PER_PAGE]]
    turning = [("‹", page - 1), ("›", page + 1)]
    arrows = [button(arrow, turn(to)) for arrow, to in turning if 0 <= to <= last]
    return [*rows, *([arrows] if arrows else []), [back_to_management()]]


@dataclass(frozen=True)
class Listing:
    """A list that a command opens and buttons turn."""

    command: str
    page: type[ListPage]
    screen: Callable[[Operator, Database, int], Awaitable[Screen]]

    async def show(self, message: Message, responder: Responder, operator: Operator, database: Database) -> None:
        await responder.show(await self.screen(operator, database, 0))

    async def turn(
        self,
        query: CallbackQuery,
        callback_data: ListPage,
        responder: Responder,
        operator: Operator,
        database: Database,
    ) -> None:
        await responder.redraw(query, await self.screen(operator, database, callback_data.page))
        await responder.toast(query)

    def join(self, router: Router) -> None:
        router.message.register(self.show, Command(self.command))
        router.callback_query.register(self.turn, self.page.filter())
