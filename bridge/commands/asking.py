"""The doctor's requests.

Each uses the HTTP client of the bot that it checks, so it meets the errors of `bridge run`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from aiohttp import ClientError, ClientTimeout

from bridge.network import aiohttp_client, httpx_client
from bridge.network.faults import unreachable
from bridge.network.route import Route

# A slow proxy needs time.
ANSWER_TIMEOUT = timedelta(seconds=20)

Ask = Callable[[str, Mapping[str, int]], Awaitable[bytes]]
"""`await ask(url, parameters)`: the answer's body, whatever its status.

Raises Unreachable, whose text never contains the address.
"""


@asynccontextmanager
async def as_operators_bot(route: Route) -> AsyncIterator[Ask]:
    async with aiohttp_client.client(route, timeout=ClientTimeout(total=ANSWER_TIMEOUT.total_seconds())) as client:

        async def ask(url: str, parameters: Mapping[str, int]) -> bytes:
            try:
                async with client.get(url, params=parameters) as response:
                    return await response.read()
            except (ClientError, TimeoutError, OSError) as error:
                raise unreachable(error) from None

        yield ask


@asynccontextmanager
async def as_customers_bot(route: Route) -> AsyncIterator[Ask]:
    async with httpx_client.client(route) as client:

        async def ask(url: str, parameters: Mapping[str, int]) -> bytes:
            try:
                return (await client.get(url, params=dict(parameters), timeout=ANSWER_TIMEOUT.total_seconds())).content
            except httpx.HTTPError as error:
                raise unreachable(error) from None

        yield ask
