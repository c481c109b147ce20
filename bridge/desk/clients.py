"""The client card («Информация о клиенте»)."""

from aiogram.filters.callback_data import CallbackData

from bridge.desk.callbacks import Number


class ShowClient(CallbackData, prefix="cl"):
    """The card of the customer of a dialog."""

    dialog_id: Number
