"""Where the operator bot has no topics: messages with a header, plain replies, and one open dialog."""

from datetime import timedelta

import pytest

from bridge.sandbox.watching import until
from tests.kit.stories.stage import Stage


@pytest.fixture
def has_topics() -> bool:
    return False


async def test_a_dialog_goes_on_in_the_chat_itself(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        await stage.anna.presses("Взять")
        await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
        await stage.anna.writes("Добрый день!", to=stage.desk)

        await stage.ivan.sees("Добрый день!", in_=stage.shop)
        await stage.anna.sees("→ Иван Петров", in_=stage.desk)


async def test_a_reply_goes_to_the_dialog_it_answers_and_not_to_the_open_one(stage: Stage):
    async with stage.at_work():
        pavel = stage.world.person("Павел Зуев")
        await stage.ivan.writes("Это Иван", to=stage.shop)
        await stage.anna.sees("Это Иван", in_=stage.desk)
        await stage.anna.presses("Взять")
        ivans = await stage.anna.sees("👤 Иван Петров · Бот магазина\nЭто Иван", in_=stage.desk)
        await pavel.writes("Это Павел", to=stage.shop)
        await stage.anna.sees("Это Павел", in_=stage.desk, button="Взять")
        await stage.anna.presses("Взять")
        await stage.anna.sees("👤 Павел Зуев · Бот магазина\nЭто Павел", in_=stage.desk)

        await stage.anna.writes("Ответ Ивану", to=stage.desk, reply_to=ivans)
        await stage.anna.writes("Ответ Павлу", to=stage.desk)

        await stage.ivan.sees("Ответ Ивану", in_=stage.shop)
        await pavel.sees("Ответ Павлу", in_=stage.shop)
        await stage.ivan.never_sees("Ответ Павлу", in_=stage.shop)


async def test_the_card_of_the_open_dialog_says_so_and_only_that_one(stage: Stage):
    async with stage.at_work():
        pavel = stage.world.person("Павел Зуев")
        for customer in (stage.ivan, pavel):
            await customer.writes(f"Это {customer.user.first_name}", to=stage.shop)
            await stage.anna.sees(f"Это {customer.user.first_name}", in_=stage.desk, button="Взять")
            await stage.anna.presses("Взять")
            await stage.anna.sees("уходит этому клиенту", in_=stage.desk, button="Закрыть")
        await stage.anna.writes("/dialogs", to=stage.desk)
        chosen = await stage.anna.sees("2 диалога", in_=stage.desk)
        await stage.anna.presses("Иван Петров", on=chosen)

        card = await stage.anna.sees("👤 Иван Петров", in_=stage.desk, button="Закрыть", after=chosen)

        assert "уходит этому клиенту" in card.content.text

        def cards() -> list[bool]:
            shown = [message.content.text for message in stage.anna.messages(stage.desk)]
            return ["уходит этому клиенту" in text for text in shown if "Ответственный" in text]

        await until(
            stage.world.feed,
            lambda: sorted(cards()) == [False, True] or None,
            wants=lambda event: True,
            seconds=5,
            missing=lambda: f"one open card of two: {cards()}",
        )


async def test_after_a_pause_the_first_text_asks_whom_it_is_for(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        await stage.anna.presses("Взять")
        await stage.anna.sees("👤 Иван Петров", in_=stage.desk)
        stage.world.clock.forward(timedelta(minutes=11))
        await stage.anna.writes("Всё готово", to=stage.desk)

        await stage.anna.sees("это для клиента Иван Петров?", in_=stage.desk)
        await stage.ivan.never_sees("Всё готово", in_=stage.shop)
        await stage.anna.presses("Не отправлять")

        await stage.anna.sees("🗑 Не отправлено", in_=stage.desk)
        await stage.ivan.never_sees("Всё готово", in_=stage.shop)


async def test_without_an_open_dialog_nothing_is_sent_anywhere(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("Кому-нибудь", to=stage.desk)

        await stage.anna.sees("Ничего не отправлено", in_=stage.desk)
