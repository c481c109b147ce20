"""Files that operators sent, fetched through the operator bot."""

from functools import partial
from pathlib import Path

from aiogram.methods import GetFile

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import FileGone, OutcomeUnknown, Unreachable
from bridge.files.fetching import Fetcher


class DeskFiles:
    """The `bridge.channel.FileSource` of the operator bot."""

    def __init__(self, telegram: Telegram, fetcher: Fetcher) -> None:
        self._telegram = telegram
        self._fetcher = fetcher

    async def fetch(self, file_id: str, to: Path) -> None:
        await self._fetcher.fetch(partial(self._path, file_id), to)

    async def _path(self, file_id: str) -> str:
        try:
            file = await self._telegram(GetFile(file_id=file_id))
        except OutcomeUnknown as error:
            # The request changed nothing, so it can be repeated safely.
            raise Unreachable from error
        if file.file_path is None:
            raise FileGone
        return file.file_path
