"""Telegram is away for a while, in every way that it can be: nothing is lost, doubled or reordered, and nobody presses
anything."""

from datetime import timedelta

import pytest

from bridge.channels.telegram.calls import raw
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import begin, write_both_ways

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
        "desk.bot_api.telegram.ANSWER_TIMEOUT",
        "desk.bot_api.telegram.PROBE_TIMEOUT",
        "desk.bot_api.updates.LONG_POLL",
        "sending.availability.MAX_PAUSE",
    ):
        monkeypatch.setattr(f"bridge.{name}", SHORT)
    monkeypatch.setattr("bridge.desk.bot_api.updates.POLL_TIMEOUT", 2 * SHORT)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_written_while_telegram_is_away_arrives_once_and_in_order(stage: Stage, kind: str):
    async with stage.at_work():
        talk = await begin(stage, "Ирина", stage.anna)
        spell = stage.world.weather.begin(kind)
        await write_both_ways(talk, EACH_WAY, over=AWAY)
        stage.world.weather.end(spell)
        await talk.arrived()

    assert talk.shown() == talk.asked
    assert talk.delivered() == talk.answered
