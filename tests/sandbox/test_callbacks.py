"""Buttons: pressing, answering, and being too late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup

from bridge.sandbox import Bot, Message, NotSeen, Person, World
from tests.kit.sandbox import RawApi

TAKE = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="✋ Взять", callback_data="take:1", style="success")],
        [InlineKeyboardButton(text="Сайт", url="https://example.org")],
    ]
)
TOO_LATE = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def card(aio: aiogram.Bot, oleg: Person) -> Message:
    await aio.send_message(oleg.user.id, "Новый диалог", reply_markup=TAKE)
    return await oleg.sees("Новый диалог", button="Взять")


@asynccontextmanager
async def pressed(oleg: Person, card: Message) -> AsyncIterator[asyncio.Task[str]]:
    """A press that waits for its answer."""
    press = asyncio.create_task(oleg.presses("Взять", on=card))
    await asyncio.sleep(0)
    yield press
    press.cancel()


async def query_of(aio: aiogram.Bot) -> Any:
    return (await aio.get_updates())[-1].callback_query


async def test_a_press_returns_the_toast(aio: aiogram.Bot, oleg: Person, card: Message) -> None:
    async with pressed(oleg, card) as press:
        query = await query_of(aio)
        await aio.answer_callback_query(query.id, "Диалог ваш", show_alert=True)

        assert await press == "Диалог ваш"
    assert (query.data, query.from_user.id, query.message.message_id) == ("take:1", oleg.user.id, card.id)
    assert query.chat_instance == card.chat.instance


async def test_a_press_in_a_topic_tells_the_topic(aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    await aio.send_message(oleg.user.id, "Карточка", message_thread_id=topic.message_thread_id, reply_markup=TAKE)

    async with pressed(oleg, await oleg.sees("Карточка", topic="Иван")):
        query = await query_of(aio)

    assert query.message.message_thread_id == topic.message_thread_id
    assert query.message.is_topic_message


async def test_a_second_answer_is_too_late(aio: aiogram.Bot, oleg: Person, card: Message) -> None:
    async with pressed(oleg, card):
        query = await query_of(aio)
        await aio.answer_callback_query(query.id)

        with pytest.raises(TelegramBadRequest, match=TOO_LATE):
            await aio.answer_callback_query(query.id)


async def test_an_answer_after_15_seconds_is_too_late(
    world: World, aio: aiogram.Bot, oleg: Person, card: Message
) -> None:
    async with pressed(oleg, card):
        query = await query_of(aio)
        world.clock.forward(timedelta(seconds=20))

        with pytest.raises(TelegramBadRequest, match=TOO_LATE):
            await aio.answer_callback_query(query.id)


async def test_a_press_leaves_the_queue_after_150_seconds(
    world: World, aio: aiogram.Bot, oleg: Person, card: Message
) -> None:
    async with pressed(oleg, card):
        world.clock.forward(timedelta(seconds=149))
        assert await query_of(aio)
        world.clock.forward(timedelta(seconds=2))

        assert await aio.get_updates() == []


async def test_another_bot_cannot_answer(
    call: RawApi, aio: aiogram.Bot, shop: Bot, oleg: Person, card: Message
) -> None:
    async with pressed(oleg, card):
        query = await query_of(aio)

        answer = await call(shop, "answerCallbackQuery", callback_query_id=query.id)

        assert answer["description"] == f"Bad Request: {TOO_LATE}"


async def test_a_toast_has_a_limit(call: RawApi, desk: Bot) -> None:
    answer = await call(desk, "answerCallbackQuery", callback_query_id="1", text="я" * 201)

    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"


async def test_an_old_message_is_inaccessible(world: World, aio: aiogram.Bot, oleg: Person, card: Message) -> None:
    world.clock.forward(timedelta(days=3))

    async with pressed(oleg, card):
        query = await query_of(aio)

    assert isinstance(query.message, InaccessibleMessage)


async def test_a_link_tells_the_bot_nothing(aio: aiogram.Bot, oleg: Person, card: Message) -> None:
    assert await oleg.presses("Сайт") == ""
    assert await aio.get_updates() == []


async def test_a_press_that_nobody_answers_fails_the_test(oleg: Person, card: Message) -> None:
    with pytest.raises(NotSeen, match="the bot did not answer the press"):
        await oleg.presses("Взять", timeout=0.05)


async def test_a_button_that_is_not_there_fails_the_test(oleg: Person, card: Message) -> None:
    with pytest.raises(NotSeen, match="no button 'Закрыть'"):
        await oleg.presses("Закрыть", timeout=0.05)
