"""What may be there already says so when it is shown again. Copies of messages say it in their headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from aiogram.methods import SendMessage, TelegramMethod

from bridge.actions.desk import COPIES, Show
from bridge.texts import _
from storage.deliveries import Delivery

Sending = TypeVar("Sending", bound=TelegramMethod[Any])

# These say it by themselves.
WITH_HEADERS = (*COPIES, Show.EDIT, Show.MOVE, Show.REMINDER)

_IS_REPEAT: ContextVar[bool] = ContextVar("is_repeat", default=False)


def mark() -> str:
    return "↻ " + _("possible repeat")


@contextmanager
def repeating(delivery: Delivery) -> Iterator[None]:
    """Inside of it, what is sent says that it may be a repeat, where the delivery may be one."""
    before = _IS_REPEAT.set(delivery.is_repeat and delivery.kind not in WITH_HEADERS)
    try:
        yield
    finally:
        _IS_REPEAT.reset(before)


def marked(method: Sending) -> Sending:
    """The method, with the mark above its text where it may be a repeat."""
    if not _IS_REPEAT.get() or not isinstance(method, SendMessage) or method.entities:
        return method
    return method.model_copy(update={"text": f"{mark()}\n{method.text}"})
