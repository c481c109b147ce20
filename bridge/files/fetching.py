"""Fetches a file from where `getFile` says it is: from Telegram, or from the disk of a server of our own.

A self-hosted Bot API server tells an absolute path on its own disk. Where that disk is ours too, the file is taken
from there; otherwise something beside the server, such as nginx, has to serve its folder as Telegram serves files.
"""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientResponseError, ClientTimeout

from bridge.errors import FileGone, Unreachable
from bridge.network.aiohttp_client import client
from bridge.network.faults import unreachable
from bridge.network.route import DIRECT_ROUTE, Route

# Bytes that are in memory at a time.
CHUNK_BYTES = 1 << 20
# Between two pieces, not for all of them.
DOWNLOAD_TIMEOUT = ClientTimeout(total=None, connect=10, sock_read=60)
# From this status on it is the server that cannot give it now.
SERVER_ERROR_STATUS = 500
TOO_MANY_REQUESTS_STATUS = 429


@dataclass(frozen=True)
class Fetcher:
    """For one bot; `api_url` without a slash at its end. Only our own server may name a path of our disk."""

    api_url: str
    token: str
    self_hosted: bool = False
    route: Route = DIRECT_ROUTE

    async def fetch(self, ask: Callable[[], Awaitable[str]], to: Path) -> None:
        """Bring the file to `to`.

        Args:
            ask: tells the path by `getFile`; raises what a call raises.

        Raises:
            FileGone: it is not there any more.
            Unreachable: it can be had later.
        """
        path = await ask()
        try:
            await self._bring(path, to)
        except FileGone:
            # With a token that is not accepted any more there is no file at any path, either: `getFile` says so.
            await self._bring(await ask(), to)

    async def _bring(self, path: str, to: Path) -> None:
        if self.self_hosted and Path(path).is_absolute() and await asyncio.to_thread(_took, Path(path), to):
            return
        try:
            await self._download(self._url(path), to)
        except ClientResponseError as error:
            if error.status >= SERVER_ERROR_STATUS or error.status == TOO_MANY_REQUESTS_STATUS:
                raise Unreachable from error
            raise FileGone from error
        except (ClientError, TimeoutError) as error:
            # Nothing was changed anywhere: asking again is harmless.
            raise unreachable(error) from error

    def _url(self, path: str) -> str:
        """The server keeps each bot's files in a folder named after its token; what is in it is served."""
        inside = path.rpartition(f"/{self.token}/")[2].lstrip("/")
        return f"{self.api_url}/file/bot{self.token}/{inside}"

    async def _download(self, url: str, to: Path) -> None:
        session = client(self.route, timeout=DOWNLOAD_TIMEOUT, raise_for_status=True)
        async with session, session.get(url) as response:
            with to.open("wb") as file:
                async for piece in response.content.iter_chunked(CHUNK_BYTES):
                    await asyncio.to_thread(file.write, piece)


def _took(path: Path, to: Path) -> bool:
    """Whether it was on our disk; a second name for it costs nothing, where the disk can give it one."""
    if not os.access(path, os.R_OK):
        return False
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
    return True
