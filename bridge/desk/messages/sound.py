"""The sound of what is being sent: an employee may have switched sounds off (S2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from aiogram.methods import TelegramMethod

Sending = TypeVar("Sending", bound=TelegramMethod[Any])

_is_on: ContextVar[bool] = ContextVar("sound", default=True)


@contextmanager
def sound(*, on: bool) -> Iterator[None]:
    """Inside the block, messages keep their usual sound, or all of them are silent."""
    before = _is_on.set(on)
    try:
        yield
    finally:
        _is_on.reset(before)


def hushed(method: Sending) -> Sending:
    """A decorator: the method's message is silent where sounds are off."""
    return method if _is_on.get() else method.model_copy(update={"disable_notification": True})
