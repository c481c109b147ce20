"""The process is told to stop, and started again; updates are brought by webhooks, or taken by somebody else too."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bridge.app.components import Components
from bridge.journal.record import Recorder
from bridge.sandbox import Bot
from storage.inbox.dialogs import Dialog
from tests.kit.stories.dialogs import takes
from tests.kit.stories.process import Process
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import begin, maybe_repeated

SECRET = "X-Telegram-Bot-Api-Secret-Token"


async def test_a_process_that_is_told_to_stop_finishes_what_it_holds(stage: Stage, tmp_path: Path):
    process, over = Process(stage, tmp_path), asyncio.Event()
    async with process.at_work():
        talks = [await begin(stage, "Клиент1", stage.anna), await begin(stage, "Клиент2", stage.maria)]
        traffic = asyncio.gather(*[talk.go_on(over) for talk in talks])
        with stage.world.feed.subscribe(lambda event: event.kind == "message") as news:
            for _ in range(25):
                await news.get()

        assert await process.terminate() == 0
        await process.start()
        over.set()
        await traffic

    for talk in talks:
        assert talk.shown() == talk.asked
        assert talk.delivered() == talk.answered
    assert await maybe_repeated(stage) == set()
    assert "Traceback" not in process.log


async def brings(bot: Bot, body: object, *, secret: str | None = None) -> int:
    """Somebody brings something to the bot's webhook; returns the status of the answer."""
    assert bot.webhook is not None
    headers = {SECRET: bot.webhook.secret or "" if secret is None else secret}
    async with aiohttp.ClientSession() as session:
        if isinstance(body, bytes):
            async with session.post(bot.webhook.url, data=body, headers=headers) as answer:
                return answer.status
        async with session.post(bot.webhook.url, json=body, headers=headers) as answer:
            return answer.status


async def test_a_dialog_goes_on_by_webhooks_as_by_polling(webhooks: Stage):
    async with webhooks.at_work():
        topic = await takes(webhooks, webhooks.anna)
        await webhooks.anna.writes("Уже едет", to=webhooks.desk, topic=topic)
        await webhooks.ivan.sees("Уже едет", in_=webhooks.shop)
        assert webhooks.desk.webhook is not None
        assert webhooks.shop.webhook is not None


async def dialogs(stage: Stage) -> list[Dialog]:
    async with stage.office.database.read(stage.office.organization.id) as uow:
        return await uow.dialogs.active()


async def test_what_is_brought_by_somebody_else_or_is_no_update_is_refused(webhooks: Stage):
    async with webhooks.at_work():
        await takes(webhooks, webhooks.anna)
        message = {"message_id": 900, "date": 1, "chat": {"id": 555, "type": "private", "first_name": "Лже"}}
        update = {"update_id": 7, "message": message | {"from": {"id": 555, "is_bot": False, "first_name": "Лже"}}}

        assert await brings(webhooks.shop, update, secret="wrong") == 403
        assert await brings(webhooks.shop, update, secret="") == 403
        assert await brings(webhooks.shop, b"{not json") == 400
        assert await brings(webhooks.shop, ["update_id", 1]) == 400
        assert await brings(webhooks.shop, {"message": message}) == 400

        assert [dialog.contact_id for dialog in await dialogs(webhooks)] == [1]


async def test_an_update_that_could_not_be_written_down_is_brought_again(
    webhooks: Stage, monkeypatch: pytest.MonkeyPatch
):
    record, away = Recorder.record, [True]

    async def failing(self: Recorder, *arguments: object) -> None:
        if self._source.startswith("channel") and away:
            away.pop()
            raise OperationalError("INSERT", None, Exception("disk I/O error"))
        await record(self, *arguments)

    async with webhooks.at_work():
        await takes(webhooks, webhooks.anna)
        monkeypatch.setattr(Recorder, "record", failing)
        await webhooks.ivan.writes("Вы тут?", to=webhooks.shop)

        await webhooks.anna.sees("Вы тут?", in_=webhooks.desk)
    assert away == []
    assert webhooks.shop.webhook is not None
    assert webhooks.shop.webhook.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_second_process_on_the_same_bot_is_survived_and_told_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bridge.journal.polling.CONFLICT_DELAY", timedelta(milliseconds=50))
    url = f"{stage.server.url}/bot{stage.shop.token}/getUpdates"
    with capture_logs() as logs:
        async with stage.at_work(), aiohttp.ClientSession() as session:
            topic = await takes(stage, stage.anna)
            for _ in range(5):
                # The older poll is ended; this one sees nothing new, and is ended in turn.
                async with session.post(url, json={"timeout": 2}) as answer:
                    await answer.read()
            await stage.ivan.writes("Вы тут?", to=stage.shop)
            await stage.anna.sees("Вы тут?", in_=stage.desk, topic=topic)

    assert len([entry for entry in logs if "Another process" in entry.get("why", "")]) == 1


@pytest.mark.usefixtures("short_waits")
async def test_a_webhook_that_telegram_refuses_is_an_unhealthy_bridge_and_says_why(webhooks: Stage):
    refusal = "Bad Request: bad webhook: HTTPS url must be provided for webhook"
    webhooks.world.faults.add("refuse", method="setWebhook", times=10**6, description=refusal)
    with capture_logs() as logs:
        async with webhooks.at_work() as components:
            health = await healthy(components, 503)
            webhooks.world.faults.clear()
            mended = await healthy(components, 200)

    told = "its webhook is refused: bad webhook: https url must be provided for webhook"
    assert health["status"] == "failing"
    # One of the two libraries has Telegram's words begin with a capital.
    assert {bot: words.lower() for bot, words in health["bots"].items()} == {"desk": told, "channel:1": told}
    assert (mended["status"], mended["bots"]) == ("serving", {"desk": "serving", "channel:1": "serving"})
    lines = [line for line in logs if line["event"] == "bot.not_connected"]
    assert [line["bot"] for line in lines] == ["desk", "channel:1"]
    assert all("url must be provided" in line["why"] for line in lines)


async def healthy(components: Components, status: int) -> dict[str, Any]:
    """What health says as soon as it answers so, and every bot has come to its end."""
    url = f"http://127.0.0.1:{components.settings.http.http_port}/health"
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            async with session.get(url) as answer:
                told = await answer.json()
                if answer.status == status and "connecting" not in told["bots"].values():
                    return told
