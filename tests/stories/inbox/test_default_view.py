"""The default view: what «Диалоги» opens with."""

import pytest

from bridge.sandbox import Message
from storage.reports.events import EventKind
from tests.kit.stories.dialogs import until
from tests.kit.stories.forums import bound
from tests.kit.stories.screens import captions, chooses, forges, opens_list, opens_settings
from tests.kit.stories.stage import Stage


async def picks(stage: Stage, *path: str) -> Message:
    screen = await opens_settings(stage, stage.anna)
    await chooses(stage, stage.anna, screen, "Вид по умолчанию", *path)
    return screen


@pytest.mark.parametrize("has_topics", [True, False])
async def test_the_list_opens_with_what_was_preferred_whatever_it_showed_last(stage: Stage):
    async with stage.at_work():
        screen = await picks(stage, "Мои", "Неотвеченные")
        await until(stage, lambda: "Мои · Неотвеченные" in screen.text)
        listed = await opens_list(stage, stage.anna)
        assert "Мои · Неотвеченные" in listed.text
        await chooses(stage, stage.anna, listed, "Фильтры", "Закрытые")
        await until(stage, lambda: "Мои · Закрытые" in listed.text)
        await chooses(stage, stage.anna, listed, "‹ Меню", "Диалоги")

        await until(stage, lambda: "Мои · Неотвеченные" in listed.text)
        async with stage.office.begin() as uow:
            events = await uow.events.of_kind(EventKind.PREFERENCE_CHANGED)
    assert [event.data["value"] for event in events] == ["mine:active", "mine:unanswered"]


async def test_what_narrowed_the_list_the_last_time_is_forgotten_then(stage: Stage):
    async with stage.at_work():
        await picks(stage, "Все")
        listed = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, listed, "Фильтры", "Дата", "Сегодня")
        await until(stage, lambda: "📅" in listed.text)

        again = await opens_list(stage, stage.anna)

        assert "📅" not in again.text


async def test_as_it_was_left_is_the_default_and_can_be_had_again(stage: Stage):
    async with stage.at_work():
        await picks(stage, "Мои", "Как в прошлый раз")
        listed = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, listed, "Фильтры", "Закрытые")
        await until(stage, lambda: "Все · Закрытые" in listed.text)

        again = await opens_list(stage, stage.anna)

        assert "Все · Закрытые" in again.text


async def test_half_a_choice_is_none_and_nonsense_is_refused(stage: Stage):
    async with stage.at_work():
        screen = await picks(stage)
        assert "✓ Как в прошлый раз" in captions(screen)
        await forges(stage, stage.anna, "stv:mine:", on=screen)
        assert await forges(stage, stage.anna, "stv:theirs:active", on=screen)

        assert "Все · Активные" in (await opens_list(stage, stage.anna)).text


async def test_in_a_group_it_is_chosen_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.anna.writes("/settings", to=group)
        screen = await stage.anna.sees("Настройки", in_=stage.desk, button="Вид по умолчанию")
        await stage.anna.presses("Вид по умолчанию", on=screen)

        await until(stage, lambda: "Как в прошлый раз" in screen.text)
