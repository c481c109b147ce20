"""People go and come back: customers and operators who block the bot."""

import pytest

from tests.kit.stories.dialogs import marked, takes
from tests.kit.stories.stage import Stage

pytestmark = pytest.mark.usefixtures("short_waits")


async def test_a_blocked_bot_is_told_below_the_answer_which_can_be_sent_again_later(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)
        await stage.ivan.blocks(stage.shop)
        await stage.anna.sees("Клиент заблокировал бота", in_=stage.desk, topic=topic)
        await stage.anna.sees("Состояние: клиент заблокировал бота", in_=stage.desk, topic=topic)
        answer = await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        failed = await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic, button="Повторить")
        await marked(stage, answer, "💔")

        await stage.ivan.starts(stage.shop)
        await stage.anna.sees("вернулся", in_=stage.desk, topic=topic)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)
        await stage.anna.presses("Повторить", on=failed)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await marked(stage, answer, "👌")
    assert failed.reply_to == answer.id


async def test_a_block_that_only_a_sending_finds_out_is_on_the_card_too(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add(
            "refuse", bot=stage.shop, method="sendMessage", description="Forbidden: bot was blocked by the user"
        )
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)

        await stage.anna.sees("Клиент заблокировал бота", in_=stage.desk, topic=topic, button="Повторить")
        await stage.anna.sees("Состояние: клиент заблокировал бота", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Я тут", to=stage.shop)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)


async def test_an_operator_who_blocks_the_bot_gives_his_dialogs_to_others(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        offer = await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        await stage.anna.blocks(stage.desk)

        await stage.maria.sees("где мой заказ", in_=stage.desk, button="Взять", after=offer)
        await stage.maria.presses("Взять")
        topic = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.writes("Отвечаю я", to=stage.desk, topic=topic)

        await stage.ivan.sees("Отвечаю я", in_=stage.shop)


async def test_an_answer_written_before_the_block_goes_out_and_the_dialog_to_others(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
    await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
    await stage.anna.blocks(stage.desk)
    await stage.ivan.writes("Вы тут?", to=stage.shop)
    async with stage.at_work():
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.maria.sees("Вы тут?", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять", in_=stage.desk)

        mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.sees("Ответственный: вы", in_=stage.desk, topic=mine)


async def test_an_operator_whose_account_is_gone_gives_his_dialogs_to_others(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        offer = await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        await stage.anna.leaves_telegram()
        await stage.ivan.writes("Алло?", to=stage.shop)

        await stage.maria.sees("Алло?", in_=stage.desk, button="Взять", after=offer)


async def test_an_operator_who_comes_back_sees_what_waits(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await stage.anna.blocks(stage.desk)
        await stage.maria.sees("где мой заказ", in_=stage.desk, button="Взять")
        await stage.anna.starts(stage.desk)

        await stage.anna.sees("где мой заказ", in_=stage.desk, button="Взять")
