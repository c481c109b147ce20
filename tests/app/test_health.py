"""Health tells machines whether the bridge serves, and says so in numbers; without its database too."""

import json
from datetime import datetime

from aiohttp.test_utils import make_mocked_request

from handlers.web.health import Health
from storage.engine.database import Database
from tests.kit.database.doors import door


async def test_without_the_database_health_and_metrics_are_a_503(fresh_postgresql: str, clock):
    def nobody_is_away() -> dict[str, datetime]:
        return {}

    async with door("no socket", fresh_postgresql) as behind:
        database = Database(behind.url, clock)
        health = Health(database, lambda: {"desk": "serving"}, nobody_is_away)

        async def statuses() -> list[int]:
            answers = [
                await health.health(make_mocked_request("GET", "/health")),
                await health.metrics(make_mocked_request("GET", "/metrics")),
            ]
            return [answer.status for answer in answers]

        assert await statuses() == [200, 200]
        await behind.shut()
        assert await statuses() == [503, 503]
        told = await health.health(make_mocked_request("GET", "/health"))
        assert json.loads(told.body) == {"status": "failing", "database": "DatabaseAway"}
        await behind.open()
        assert await statuses() == [200, 200]
        await database.close()


async def test_each_bot_has_a_state_and_the_name_that_its_owner_knows(database: Database):
    told = {"desk": "serving", "channel:1": "its token is not accepted", "channel:2": "Telegram cannot be reached"}
    names = {"desk": "operator bot", "channel:1": "channel Бот магазина", "channel:2": "channel Опт"}
    health = Health(database, lambda: told, dict, lambda: ["channel:1"], lambda: names)

    measured = (await health.metrics(make_mocked_request("GET", "/metrics"))).body.decode()
    said = json.loads((await health.health(make_mocked_request("GET", "/health"))).body)

    states = [line for line in measured.splitlines() if line.startswith("bridge_bot_state") and line.endswith(" 1.0")]
    assert states == [
        'bridge_bot_state{bot="desk",name="operator bot",state="serving"} 1.0',
        'bridge_bot_state{bot="channel:1",name="channel Бот магазина",state="refused"} 1.0',
        'bridge_bot_state{bot="channel:2",name="channel Опт",state="away"} 1.0',
    ]
    assert said["names"] == names
