"""The models of answers are made once."""

import gc
import weakref

from aiogram import Bot
from aiogram.methods import GetMe, Response
from aiogram.types import User

from bridge.desk.bot_api.response_models import ResponseModels

ME = User(id=1, is_bot=True, first_name="Чат-центр")


async def test_the_model_of_an_answer_outlives_its_answer():
    made = []

    async def answer(bot: Bot, method: GetMe) -> Response[User]:
        model = Response[User]
        made.append(weakref.ref(model))
        return model(ok=True, result=ME)

    answers = ResponseModels()
    for _call in range(2):
        await answers(answer, Bot("123456:not-a-real-token"), GetMe())
        gc.collect()

    first, second = made
    assert first() is second() is not None
