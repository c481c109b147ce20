"""The table with the phones, as stories use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from bridge.sandbox.people import Person
from bridge.sandbox.server import SandboxServer
from bridge.sandbox.world import World

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page


@dataclass
class Table:
    """The page with its phones, and the world behind it."""

    page: Page
    world: World
    server: SandboxServer
    customer: Person
    operator: Person
    shop: Bot
    desk: Bot

    def phone(self, person: Person) -> Locator:
        return self.page.locator(f".phone[data-person='{person.user.id}']")

    def bubble(self, person: Person, text: str) -> Locator:
        return self.phone(person).locator(".bubble", has_text=text)

    async def written(self, bot: Bot) -> Message:
        """The newest message that has come to the bot."""
        message = (await bot.get_updates(timeout=5))[-1].message
        assert message
        return message

    async def pressed(self, bot: Bot) -> CallbackQuery:
        """The newest button press that has come to the bot."""
        query = (await bot.get_updates(timeout=5))[-1].callback_query
        assert query
        return query

    async def write(self, person: Person, text: str) -> None:
        """Type a message on the person's phone and press Enter."""
        field = self.phone(person).get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def sees(self, person: Person, text: str) -> None:
        await self.bubble(person, text).wait_for()

    async def open(self, person: Person, row: str) -> None:
        """Open the chat or topic with this name from the list on the person's phone."""
        await self.phone(person).locator(".list-row", has_text=row).click()

    async def choose(self, person: Person, text: str, item: str) -> None:
        """Open the menu of the message with this text and choose an item."""
        await self.bubble(person, text).click(button="right")
        await self.phone(person).get_by_role("menuitem", name=item).click()
