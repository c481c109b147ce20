"""Possible repeats: a message that may be in the chat already says so. Copies have that in their headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from aiogram.methods import SendMessage, TelegramMethod

from bridge.actions.delivery.desk import COPY_KINDS
from bridge.actions.messages.message_updates import EditPayload, MovePayload
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.text.texts import _
from storage.delivery.deliveries import Delivery

Sending = TypeVar("Sending", bound=TelegramMethod[Any])

# These kinds have a header of their own that says it.
KINDS_WITH_HEADERS = (*COPY_KINDS, EditPayload.kind, MovePayload.kind, ReminderPayload.kind)

# The header above the text; empty when the delivery is no repeat.
_HEADER: ContextVar[str] = ContextVar("mark", default="")


def repeat_header() -> str:
    return "↻ " + _("possible repeat")


@contextmanager
def repeating(delivery: Delivery) -> Iterator[None]:
    """Inside the block, a possible repeat gets a header in the current language."""
    before = _HEADER.set(repeat_header() if delivery.is_repeat and delivery.kind not in KINDS_WITH_HEADERS else "")
    try:
        yield
    finally:
        _HEADER.reset(before)


def with_repeat_header(method: Sending) -> Sending:
    """A decorator: the method's text gets a header when it may be a repeat."""
    if not _HEADER.get() or not isinstance(method, SendMessage) or method.entities:
        return method
    return method.model_copy(update={"text": f"{_HEADER.get()}\n{method.text}"})
