"""Telegram is away for a while, in every way that it can be: nothing is lost, doubled or reordered, and nobody presses
anything."""

import asyncio
from datetime import timedelta

import pytest

from bridge.channels.telegram.calls import raw
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import Talk, begin

AWAY = 3.0
EACH_WAY = 8
SHORT = timedelta(seconds=1)

KINDS = ["http_502", "json_500", "reset_before", "reset_after", "stall", "stall_before", "refused"]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer is waited for is told by constants; what comes then is what is tried here."""
    monkeypatch.setitem(raw.__kwdefaults__, "answer_within", SHORT)
    for name in (
        "channels.telegram.channel.PROBE_TIMEOUT",
        "channels.telegram.polling.LONG_POLL",
        "channels.telegram.polling.TRANSIT_TIMEOUT",
        "desk.telegram.ANSWER_TIMEOUT",
        "desk.telegram.PROBE_TIMEOUT",
        "desk.updates.LONG_POLL",
        "sending.availability.MAX_PAUSE",
    ):
        monkeypatch.setattr(f"bridge.{name}", SHORT)
    monkeypatch.setattr("bridge.desk.bot_api.updates.POLL_TIMEOUT", 2 * SHORT)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_written_while_telegram_is_away_arrives_once_and_in_order(stage: Stage, kind: str):
    async with stage.at_work():
        talk = await begin(stage, "Ирина", stage.anna)
        spell = stage.world.weather.begin(kind)
        await _write(talk, over=AWAY)
        stage.world.weather.end(spell)
        await talk.arrived()

    assert talk.shown() == talk.asked
    assert talk.delivered() == talk.answered


async def _write(talk: Talk, *, over: float) -> None:
    """So many each way, spread over so many seconds."""
    for number in range(EACH_WAY):
        talk.asked.append(f"{talk.customer.user.first_name} {number:03}")
        await talk.customer.writes(talk.asked[-1], to=talk.stage.shop)
        talk.answered.append(f"{talk.operator.user.first_name} {number:03}")
        talk.written.append(await talk.operator.writes(talk.answered[-1], to=talk.stage.desk, topic=talk.topic))
        await asyncio.sleep(over / EACH_WAY)
