"""The topic of an old message: Telegram does not say in which topic a pressed old message is."""

from functools import cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers.operator.kit.context import Place
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window


async def topic_of_old(uow: UnitOfWork, query: CallbackQuery, place: Place) -> Place:
    """The place of the pressed message according to the database; questions are asked and answered there.

    Outside of the topic nobody would see the question, and its answer in the topic would go to the customer.
    """
    window = await _window(uow, query, place.chat_id)
    return Place(place.chat_id, window.thread_id) if window is not None else place


async def _window(uow: UnitOfWork, query: CallbackQuery, chat_id: int) -> Window | None:
    message_id = query.message.message_id if query.message else 0
    if (window := await uow.windows.with_card(chat_id, message_id)) is not None:
        return window
    if (mirror := await uow.windows.mirror_at(chat_id, message_id)) is not None:
        return await uow.windows.get(mirror.window_id)
    dialog_id = _dialog_of(query.data or "")
    return await uow.windows.at(dialog_id, chat_id) if dialog_id else None


def _dialog_of(data: str) -> int:
    """The id of the dialog that a button names; 0 when it names none."""
    button = _buttons().get(data.partition(":")[0])
    if button is None:
        return 0
    try:
        return int(getattr(button.unpack(data), "dialog_id", 0))
    except (TypeError, ValueError):
        return 0


@cache
def _buttons() -> dict[str, type[CallbackData]]:
    found: dict[str, type[CallbackData]] = {}
    waiting = CallbackData.__subclasses__()
    while waiting:
        button = waiting.pop()
        found[button.__prefix__] = button
        waiting += button.__subclasses__()
    return found
