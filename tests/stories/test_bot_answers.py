"""«Ответы бота»: a manager arranges from a phone what the bot says, and a customer hears it."""

import pytest

from tests.stories.conftest import Stage


async def opens(stage: Stage) -> None:
    await stage.anna.writes("/admin", to=stage.desk)
    await stage.anna.presses("Ответы бота", in_=stage.desk)


async def test_a_greeting_is_switched_on_and_worded_from_a_phone(stage: Stage):
    async with stage.at_work():
        await opens(stage)
        await stage.anna.presses("▫️ Приветствие", in_=stage.desk)
        await stage.anna.sees("Здравствуйте! Спасибо, что написали нам", in_=stage.desk)
        await stage.anna.presses("Выключено", in_=stage.desk)
        await stage.anna.presses("✏️ 🇷🇺", in_=stage.desk)
        await stage.anna.writes("Добрый день, {имя}! Мы рядом.", to=stage.desk)
        await stage.anna.sees("Добрый день, Иван! Мы рядом.", in_=stage.desk)

        await stage.ivan.writes("Ау", to=stage.shop)

        await stage.ivan.sees("Добрый день, Иван! Мы рядом.", in_=stage.shop)


async def test_words_that_cannot_be_are_refused_and_asked_for_again(stage: Stage):
    async with stage.at_work():
        await opens(stage)
        await stage.anna.presses("▫️ Приветствие", in_=stage.desk)
        await stage.anna.presses("✏️ 🇷🇺", in_=stage.desk)

        await stage.anna.writes("Скидка {скидка}", to=stage.desk)
        await stage.anna.sees("Переменной {скидка} нет", in_=stage.desk)
        await stage.anna.writes("Добрый день", to=stage.desk)

        await stage.anna.presses("Обычный текст", in_=stage.desk)
        await stage.anna.sees("Здравствуйте! Спасибо, что написали нам", in_=stage.desk)


async def test_an_answer_to_keywords_is_made_and_deleted_and_comes_back(stage: Stage):
    async with stage.at_work():
        await opens(stage)
        await stage.anna.presses("ключевые слова", in_=stage.desk)
        await stage.anna.presses("Новый ответ", in_=stage.desk)
        await stage.anna.writes("адрес, где вы", to=stage.desk)
        await stage.anna.sees("Что ответить?", in_=stage.desk)
        await stage.anna.writes("Мира, 5", to=stage.desk)
        await stage.anna.sees("адрес, где вы", in_=stage.desk)
        await stage.anna.presses("Удалить", in_=stage.desk)
        await stage.anna.presses("Вернуть", in_=stage.desk)

        await stage.ivan.writes("Напишите адрес", to=stage.shop)

        await stage.ivan.sees("Мира, 5", in_=stage.shop)


FORGED = ["nt:999", "ntn:999:greeting", "nts:999:greeting:1", "ntt:0:greeting:xx", "ntw:999", "ntz:999:1", "ntu:999"]


@pytest.mark.parametrize("data", [*FORGED, "ntp:999:1", "nty:999", "uns:999", "set:remind_after:999:5"])
async def test_what_does_not_exist_is_told_so(stage: Stage, data: str):
    async with stage.at_work():
        await stage.anna.writes("/menu", to=stage.desk)
        menu = await stage.anna.sees("вы в системе", in_=stage.desk)

        press = stage.world.presses.press(stage.anna.user, menu, data)

        assert (await press.toast).text == "Этого больше нет"


@pytest.mark.parametrize("data", ["nt:0", "ntn:0:greeting", "nts:0:greeting:1", "ntk:0", "nta", "ntz:1:0"])
async def test_an_operator_arranges_nothing(stage: Stage, data: str):
    async with stage.at_work():
        await stage.oleg.writes("/menu", to=stage.desk)
        menu = await stage.oleg.sees("вы в системе", in_=stage.desk)

        press = stage.world.presses.press(stage.oleg.user, menu, data)

        assert "руководител" in (await press.toast).text
