"""Whether what is shown right now makes a sound: an employee may have switched it off (S2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from aiogram.methods import TelegramMethod

Sending = TypeVar("Sending", bound=TelegramMethod[Any])

_is_on: ContextVar[bool] = ContextVar("sound", default=True)


@contextmanager
def sound(*, on: bool) -> Iterator[None]:
    """Inside the block everything is sent with the sound that it would have, or silently."""
    before = _is_on.set(on)
    try:
        yield
    finally:
        _is_on.reset(before)


def hushed(method: Sending) -> Sending:
    """The method, silent where there is to be no sound."""
    return method if _is_on.get() else method.model_copy(update={"disable_notification": True})
