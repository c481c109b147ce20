"""The sandbox's Bot API, called with plain JSON."""

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from bridge.sandbox import Bot


@dataclass
class RawApi:
    """Calls methods with JSON and returns the whole answer, errors included."""

    session: ClientSession
    url: str

    async def __call__(self, bot: Bot, method: str, **parameters: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/bot{bot.token}/{method}", json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] or answer["error_code"] == response.status
            return answer
