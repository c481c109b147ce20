"""What `make run` promises: one command, a page, and within a minute a dialog taken, answered, handed over, closed."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

PLAIN = {name: value for name, value in os.environ.items() if not name.endswith(("_TOKEN", "_URL", "_KEY", "_DIR"))}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
# Starting imports both bot libraries and signs three people in.
PATIENCE = 60


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where `bridge sandbox` says that it is ready."""
    environment = PLAIN | {"SANDBOX_PORT": "0", "HTTP_PORT": "0", "PYTHONPATH": str(Path.cwd()), "PYTHONUTF8": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bridge", "sandbox", cwd=tmp_path, env=environment, stdout=PIPE, stderr=STDOUT
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield await _ready(process)
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


async def _ready(process: Process) -> str:
    said = []
    assert process.stdout is not None
    async for line in process.stdout:
        said.append(line.decode())
        if "Песочница готова" in said[-1] and (found := ADDRESS.search(said[-1])):
            return found.group()
    raise AssertionError("it never became ready: " + "".join(said))


def phone(page: Page, name: str) -> Locator:
    return page.get_by_label(f"Телефон: {name}")


async def says(phone: Locator, text: str) -> None:
    field = phone.get_by_placeholder("Сообщение")
    await field.fill(text)
    await field.press("Enter")


async def test_a_newcomer_sees_a_dialog_through_in_the_browser(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport={"width": 1600, "height": 900}, locale="ru-RU")
    page = await context.new_page()
    await page.goto(address)
    ivan, anna, oleg = (phone(page, name) for name in ("Иван Петров", "Анна Смирнова", "Олег Ким"))

    await says(ivan, "Здравствуйте! Где мой заказ?")
    await anna.get_by_text("Общий чат").click()
    await anna.get_by_text("Где мой заказ?").first.wait_for()
    await anna.get_by_role("button", name="Взять").last.click()
    await anna.get_by_role("button", name="Назад").first.click()
    await anna.get_by_text("Иван Петров №").first.click()
    await says(anna, "Уже едет!")
    await ivan.get_by_text("Уже едет!").first.wait_for()
    await anna.get_by_role("button", name="Перевести").last.click()
    await anna.get_by_role("button", name="Олег Ким").last.click()
    await oleg.get_by_text("Иван Петров №").first.click()
    await oleg.get_by_text("передал(а) вам этот диалог").first.wait_for()
    await says(oleg, "Здравствуйте, это Олег")
    await ivan.get_by_text("это Олег").first.wait_for()
    await oleg.get_by_role("button", name="Закрыть").last.click()
    await oleg.get_by_role("button", name="Вернуть из архива").last.wait_for()

    await context.close()


async def test_on_a_phone_the_same_page_shows_one_person_at_a_time(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU")
    page = await context.new_page()
    await page.goto(address)

    await page.get_by_role("button", name="Иван").first.click()
    await says(phone(page, "Иван Петров"), "Здравствуйте!")
    await page.get_by_role("button", name="Анна").first.click()
    await phone(page, "Анна Смирнова").get_by_text("Общий чат").click()
    await phone(page, "Анна Смирнова").get_by_role("button", name="Взять").last.wait_for()

    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await context.close()
