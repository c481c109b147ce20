"""A real browser looks at a real sandbox."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, NoReturn

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bridge.sandbox.server import SandboxServer
from bridge.sandbox.world import World
from tests.kit.table import Table

if TYPE_CHECKING:
    from playwright.async_api import Browser, Error, Page

NO_BROWSER = "These tests need a browser: apt install chromium (and the Python package playwright)"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The page is the only thing to look at: nothing else is to be fetched meanwhile.
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        _missing()
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _missing()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


def _missing() -> NoReturn:
    # On a build machine a skipped test would look like a passed one.
    if os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """One page for all stories: each sandbox has a port, and so a browser's memory, of its own."""
    context = await browser.new_context(reduced_motion="reduce", timezone_id="Europe/Moscow")
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def table(page: Page, world: World, server: SandboxServer) -> AsyncIterator[Table]:
    """A shop's bot, the desk's bot, Вера who buys and Анна who answers; both have pressed Start."""
    shop, desk = world.bot("Ромашка"), world.bot("Чат-центр", username="desk_bot", side="operator", has_topics=True)
    customer, operator = world.person("Вера Котова"), world.person("Анна Смирнова", side="operator")
    await customer.starts(shop)
    await operator.starts(desk)
    api = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    failures: list[str] = []

    def remember(error: Error) -> None:
        failures.append(str(error))

    page.on("pageerror", remember)
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.goto(server.url)
    await page.locator(".phone").first.wait_for()

    yield Table(page, world, server, customer, operator, Bot(shop.token, session=api), Bot(desk.token, session=api))

    # Leaving first, or the page would go on looking for a sandbox that is no more.
    await page.goto("about:blank")
    page.remove_listener("pageerror", remember)
    await api.close()
    assert not failures, "The page's own script failed"
