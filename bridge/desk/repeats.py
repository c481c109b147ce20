"""What may be there already says so when it is shown again. Copies of messages say it in their headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from aiogram.methods import SendMessage, TelegramMethod

from bridge.actions.desk import COPY_KINDS, Show
from bridge.texts import _
from storage.deliveries import Delivery

Sending = TypeVar("Sending", bound=TelegramMethod[Any])

# These say it by themselves.
KINDS_WITH_HEADERS = (*COPY_KINDS, Show.EDIT, Show.MOVE, Show.REMINDER)

# What stands above the text; nothing where it is no repeat.
_MARK: ContextVar[str] = ContextVar("mark", default="")


def mark() -> str:
    return "↻ " + _("possible repeat")


@contextmanager
def repeating(delivery: Delivery) -> Iterator[None]:
    """Inside of it, what may be a repeat says so, in the current language."""
    before = _MARK.set(mark() if delivery.is_repeat and delivery.kind not in KINDS_WITH_HEADERS else "")
    try:
        yield
    finally:
        _MARK.reset(before)


def marked(method: Sending) -> Sending:
    """The method, with the mark above its text where it may be a repeat."""
    if not _MARK.get() or not isinstance(method, SendMessage) or method.entities:
        return method
    return method.model_copy(update={"text": f"{_MARK.get()}\n{method.text}"})
