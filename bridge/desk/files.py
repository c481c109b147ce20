"""Files that operators sent: fetched through the operator bot."""

from pathlib import Path

import aiohttp
from aiogram.methods import GetFile

from bridge.desk.telegram import Telegram
from bridge.errors import FileGone, OutcomeUnknown, Unreachable


class DeskFiles:
    """A `bridge.channel.FileSource`."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def fetch(self, file_id: str, to: Path) -> None:
        try:
            file = await self._telegram(GetFile(file_id=file_id))
            if file.file_path is None:
                raise FileGone
            await self._telegram.bot.download_file(file.file_path, to)
        except aiohttp.ClientResponseError as error:
            raise FileGone from error
        except (aiohttp.ClientError, TimeoutError, OutcomeUnknown) as error:
            # Nothing was changed anywhere: asking again is harmless.
            raise Unreachable from error
