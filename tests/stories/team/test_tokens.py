"""A token is not accepted."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bridge.app.components import Components
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

pytestmark = pytest.mark.usefixtures("short_waits")


def revoke(stage: Stage, bot) -> None:
    stage.world.faults.add("refuse", bot=bot, times=10**6, description="Unauthorized")


def accept_again(stage: Stage) -> None:
    stage.world.faults.clear()
    # Somebody who had to wait for long may try again now.
    stage.world.clock.forward(timedelta(hours=1))


async def state(components: Components, bot: str, wanted: str) -> None:
    """Health tells it in the end."""
    url = f"http://127.0.0.1:{components.settings.http.http_port}/health"
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            async with session.get(url) as answer:
                if (await answer.json())["bots"][bot] == wanted:
                    return


async def test_a_customers_bot_with_a_wrong_token_is_told_by_health_while_the_operators_are_served(stage: Stage):
    revoke(stage, stage.shop)
    async with stage.at_work() as components:
        await stage.anna.writes("/dialogs", to=stage.desk)
        await stage.anna.sees("Открытых диалогов нет", in_=stage.desk)
        assert components.faults() == ["channel:1"]

        await state(components, "channel:1", "its token is not accepted")
        await state(components, "desk", "serving")


@pytest.mark.parametrize(
    ("bot", "name", "words"),
    [
        ("desk", "desk", ("OPERATOR_BOT_TOKEN", "`bridge doctor`", "@BotFather")),
        ("shop", "channel:1", ("channel ", "`bridge apply team.yaml`", "@BotFather")),
    ],
)
async def test_the_log_says_once_which_token_is_refused_and_how_to_renew_it(stage: Stage, bot, name, words):
    revoke(stage, getattr(stage, bot))
    with capture_logs() as logs:
        async with stage.at_work() as parts:
            await state(parts, name, "its token is not accepted")

    (told,) = (line for line in logs if line.get("bot") == name and line["log_level"] in ("warning", "error"))
    assert (told["event"], told["log_level"]) == ("bot.token_refused", "error")
    assert all(word in told["mend"] for word in words)
    assert bot == "desk" or stage.office.channel.name in told["mend"]
    assert getattr(stage, bot).token not in str(told)


async def test_an_operator_bot_with_a_wrong_token_loses_no_message(stage: Stage):
    revoke(stage, stage.desk)
    async with stage.at_work() as components:
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await state(components, "desk", "its token is not accepted")
        accept_again(stage)

        await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")
        await state(components, "desk", "serving")


async def test_an_operator_bot_whose_token_is_revoked_at_work_loses_no_message(stage: Stage):
    async with stage.at_work() as components:
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        revoke(stage, stage.desk)
        await stage.anna.writes("/help", to=stage.desk)
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await state(components, "desk", "its token is not accepted")
        accept_again(stage)

        await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
        await stage.anna.writes("/help", to=stage.desk)
        await state(components, "desk", "serving")


async def test_an_answer_waits_for_a_valid_token_and_whoever_waits_is_told_why(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bridge.actions.delivery.outages.OUTAGE_NOTICE_DELAY", timedelta(milliseconds=500))
    monkeypatch.setattr("scheduler.outages.OUTAGE_CHECK_INTERVAL", timedelta(milliseconds=300))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        revoke(stage, stage.shop)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.anna.sees("Telegram не принимает токен", in_=stage.desk)
        accept_again(stage)

        await stage.ivan.sees("Уже едет", in_=stage.shop)


async def test_a_new_token_is_taken_without_a_new_start(stage: Stage):
    async with stage.at_work() as components:
        topic = await takes(stage, stage.anna)
        provider, is_away = components.availability["channel:1"], asyncio.Event()
        provider.listen(is_away.set)
        renewed = stage.world.renew_token(stage.shop)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        async with asyncio.timeout(20):
            await is_away.wait()
        async with stage.office.begin() as uow:
            (await uow.channels.get(stage.office.channel.id)).token = components.vault.encrypt(renewed)

        await stage.ivan.sees("Уже едет", in_=stage.shop, timeout=40)
        await stage.ivan.sends_file(b"a receipt", to=stage.shop, kind="photo", caption="Чек")
        await stage.anna.sees("Чек", in_=stage.desk, topic=topic)
