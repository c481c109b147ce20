"""Downloads a file from the path that `getFile` gives: from Telegram, or from the disk of a self-hosted server.

A self-hosted Bot API server gives an absolute path on its own disk. If that disk is also ours, the file is linked or
copied from there. Otherwise another server beside it, such as nginx, must serve its folder as Telegram serves files.
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

# How much of a download is in memory at one time.
CHUNK_BYTES = 1 << 20
# `sock_read` limits the wait for the next piece; the whole download has no limit.
DOWNLOAD_TIMEOUT = ClientTimeout(total=None, connect=10, sock_read=60)
# Statuses from here on say that the server cannot deliver the file now, but may do so later.
SERVER_ERROR_STATUS = 500
TOO_MANY_REQUESTS_STATUS = 429


@dataclass(frozen=True)
class Fetcher:
    """Downloads files of one bot.

    Args:
        api_url: the server's address without a slash at its end.
        self_hosted: whether the server is ours; only then may it name a path on our disk.
    """

    api_url: str
    token: str
    self_hosted: bool = False
    route: Route = DIRECT_ROUTE

    async def fetch(self, ask: Callable[[], Awaitable[str]], to: Path) -> None:
        """Download the file to `to`.

        Args:
            ask: returns the file's path by `getFile`; raises what a call raises.

        Raises:
            FileGone: the file does not exist any more.
            Unreachable: the file can be downloaded later.
        """
        path = await ask()
        try:
            await self._bring(path, to)
        except FileGone:
            # With a revoked token no file exists at any path. The second `getFile` then raises the right error.
            await self._bring(await ask(), to)

    async def _bring(self, path: str, to: Path) -> None:
        if self.self_hosted and Path(path).is_absolute() and await asyncio.to_thread(_link_or_copy, Path(path), to):
            return
        try:
            await self._download(self._url(path), to)
        except ClientResponseError as error:
            if error.status >= SERVER_ERROR_STATUS or error.status == TOO_MANY_REQUESTS_STATUS:
                raise Unreachable from error
            raise FileGone from error
        except (ClientError, TimeoutError) as error:
            # The request changed nothing, so it can be repeated safely.
            raise unreachable(error) from error

    def _url(self, path: str) -> str:
        """Return the download address of a path.

        The server keeps each bot's files in a folder named after its token, and serves the content of that folder.
        """
        inside = path.rpartition(f"/{self.token}/")[2].lstrip("/")
        return f"{self.api_url}/file/bot{self.token}/{inside}"

    async def _download(self, url: str, to: Path) -> None:
        session = client(self.route, timeout=DOWNLOAD_TIMEOUT, raise_for_status=True)
        async with session, session.get(url) as response:
            with to.open("wb") as file:
                async for piece in response.content.iter_chunked(CHUNK_BYTES):
                    await asyncio.to_thread(file.write, piece)


def _link_or_copy(path: Path, to: Path) -> bool:
    """Link or copy the file from our disk; False when it is not there.

    A hard link costs no time and no space. A copy is made when the disk cannot link.
    """
    if not os.access(path, os.R_OK):
        return False
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
    return True
