"""Bad weather, as anybody may try it on the page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.kit.table import Table

if TYPE_CHECKING:
    from playwright.async_api import Locator


async def opened(table: Table) -> Locator:
    """The panel under the button of the top bar."""
    await table.page.locator(".bar-button.weather").click()
    return table.page.get_by_role("dialog", name="Погода")


def badge(table: Table) -> Locator:
    return table.page.get_by_role("button", name="Непогода")


async def test_a_spell_is_ordered_seen_and_ended(table: Table) -> None:
    panel = await opened(table)
    await panel.get_by_label("Что не так").select_option("Ответ теряется (сообщение доходит)")
    await panel.get_by_label("У кого").select_option("Чат-центр (операторы)")
    await panel.get_by_label("Как долго").select_option("2 минуты")
    await panel.get_by_label("Сколько вызовов").select_option("50\u00a0%")
    await panel.get_by_role("button", name="Начать").click()

    await badge(table).get_by_text("1:5").wait_for()
    (spell,) = table.world.weather.spells
    assert (spell.kind, spell.bot_id, spell.share, spell.methods) == ("reset_after", table.desk.id, 0.5, frozenset())

    running = (await opened(table)).locator(".weather-spell", has_text="Ответ теряется")
    await running.get_by_text("Чат-центр (операторы), 50\u00a0%").wait_for()
    await running.get_by_role("button", name="Закончить").click()
    await running.wait_for(state="detached")
    await badge(table).wait_for(state="detached")
    # The button that had the focus is gone, and the key is heard all the same.
    await table.page.keyboard.press("Escape")
    await panel.wait_for(state="detached")
    assert table.world.weather.spells == []


async def test_a_closed_port_is_for_all_bots_and_lasts_until_it_is_ended(table: Table) -> None:
    panel = await opened(table)
    await panel.get_by_label("У кого").select_option("Чат-центр (операторы)")
    await panel.get_by_label("Что не так").select_option("Сервер не принимает соединения")
    await panel.get_by_label("Как долго").select_option("Пока не закончу")
    assert await panel.get_by_label("У кого").is_disabled()
    assert await panel.get_by_label("Сколько вызовов").is_disabled()
    await panel.get_by_role("button", name="Начать").click()

    await badge(table).get_by_text("∞").wait_for()
    (spell,) = table.world.weather.spells
    assert (spell.kind, spell.bot_id, spell.share, spell.until) == ("refused", None, 1, None)


async def test_the_badge_is_there_after_a_reload_and_goes_with_the_time(table: Table) -> None:
    table.world.weather.begin("http_502", lasting=timedelta(minutes=10))
    await table.page.reload()
    await badge(table).wait_for()

    table.world.clock.forward(timedelta(minutes=10))

    await badge(table).wait_for(state="detached")
    await table.page.get_by_role("button", name="Погода").wait_for()


async def test_weather_has_room_on_a_small_phone(table: Table) -> None:
    for width in (390, 360):
        await table.page.set_viewport_size({"width": width, "height": 740})
        table.world.weather.begin("stall", bot=table.shop.id, lasting=timedelta(minutes=10))
        await badge(table).wait_for()
        panel = await opened(table)

        assert await table.page.evaluate("document.documentElement.scrollWidth") == width
        box = await panel.bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width

        await table.page.keyboard.press("Escape")
        table.world.weather.clear()
        await badge(table).wait_for(state="detached")
