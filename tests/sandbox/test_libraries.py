"""Both libraries run here as they run against Telegram: their own polling, start to stop."""

import asyncio

import aiogram
import pytest
import telegram.ext
from aiogram import Dispatcher, F
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bridge.sandbox import Bot, Person, SandboxServer
from tests.kit.sandbox import RawApi

TAKE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Взять", callback_data="take")]])


async def answer(message: Message) -> None:
    await message.answer("Что делаем?", reply_markup=TAKE)


async def take(query: CallbackQuery) -> None:
    await query.answer("Взято")


async def test_aiogram_polls_answers_and_stops(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(answer, F.text)
    dispatcher.callback_query.register(take)
    polling = asyncio.create_task(
        dispatcher.start_polling(aio, handle_signals=False, close_bot_session=False, polling_timeout=30)
    )

    await oleg.writes("Привет", to=desk)
    assert await oleg.presses("Взять") == "Взято"

    await dispatcher.stop_polling()
    await asyncio.wait_for(polling, 3)


async def test_python_telegram_bot_polls_answers_and_stops(server: SandboxServer, shop: Bot, ivan: Person) -> None:
    async def reply(update: Update, context: telegram.ext.ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text("Здравствуйте!")

    application = Application.builder().token(shop.token).base_url(f"{server.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, reply))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(timeout=30)
        await ivan.writes("Привет", to=shop)
        assert await ivan.sees("Здравствуйте!")
        await application.updater.stop()
        await application.stop()


async def test_a_poll_that_is_dropped_leaves_the_update(call: RawApi, shop: Bot, ivan: Person) -> None:
    dropped = asyncio.create_task(call(shop, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    dropped.cancel()
    await asyncio.sleep(0.05)
    await ivan.writes("Привет", to=shop)

    assert len((await call(shop, "getUpdates"))["result"]) == 1


async def test_a_server_stops_under_a_long_poll(desk: Bot, call: RawApi, server: SandboxServer) -> None:
    poll = asyncio.create_task(call(desk, "getUpdates", timeout=50))
    await asyncio.sleep(0.05)

    await asyncio.wait_for(server.stop(), 2)

    assert (await poll)["result"] == []


@pytest.mark.parametrize("part", ["Name", "Description", "ShortDescription"])
async def test_the_bot_introduces_itself(call: RawApi, desk: Bot, part: str) -> None:
    field = {"ShortDescription": "short_description"}.get(part, part.lower())

    await call(desk, f"setMy{part}", **{field: "Центр"}, language_code="ru")

    assert (await call(desk, f"getMy{part}", language_code="ru"))["result"] == {field: "Центр"}
    assert (await call(desk, f"setMy{part}", **{field: "я" * 600}))["error_code"] == 400


async def test_the_menu_button_is_kept_per_chat(call: RawApi, desk: Bot, oleg: Person) -> None:
    button = {"type": "web_app", "text": "Пульт", "web_app": {"url": "https://example.org/"}}

    await call(desk, "setChatMenuButton", chat_id=oleg.id, menu_button=button)

    assert (await call(desk, "getChatMenuButton", chat_id=oleg.id))["result"] == button
    assert (await call(desk, "getChatMenuButton"))["result"] == {"type": "commands"}
