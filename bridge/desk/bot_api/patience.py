"""Time limits of calls: a method with bigger uploads gets more time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import FSInputFile, InputMedia

# The lowest speed, in bytes a second, at which a self-hosted server passes a big file on to Telegram before it answers.
MIN_BYTES_PER_SECOND = 1_000_000


def seconds_for(method: TelegramMethod[Any], at_least: timedelta) -> int:
    size = sum(Path(file.path).stat().st_size for file in _files(method))
    return int(at_least.total_seconds() + size / MIN_BYTES_PER_SECOND)


def _files(holder: object) -> Iterator[FSInputFile]:
    match holder:
        case FSInputFile():
            yield holder
        case list():
            for each in holder:
                yield from _files(each)
        case TelegramMethod() | InputMedia():
            for name in type(holder).model_fields:
                yield from _files(getattr(holder, name))
