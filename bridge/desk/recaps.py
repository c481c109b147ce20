"""What was said before: the recap for whoever takes or receives a dialog, and the pages of «История»."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.carrier import Receipt
from bridge.desk import callbacks
from bridge.desk.headers import names
from bridge.desk.painter import NOTHING, Plain
from bridge.desk.places import Places
from bridge.desk.said import author_name, line
from bridge.desk.screen import Screen
from bridge.desk.viewers import viewer_of
from bridge.texts import _, language
from storage.database import Database
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork

PAGE = 8


class RecapPainter(Plain):
    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    async def send(self, delivery: Delivery) -> Receipt:
        before_id = delivery.body.get("before_id")
        async with self._database.read(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            if not await uow.messages.newest(window.dialog_id, before_id=before_id, limit=1):
                return NOTHING
            viewer = await viewer_of(uow, window)
            with language(viewer.language):
                screen = await history(uow, window.dialog_id, before_id=before_id, zone=viewer.time_zone)
        await self._places.send(
            delivery,
            lambda spot: SendMessage(
                chat_id=spot.chat_id,
                message_thread_id=spot.thread_id,
                text=screen.text,
                parse_mode="HTML",
                reply_markup=screen.keyboard,
                disable_notification=True,
            ),
        )
        return NOTHING


async def history(uow: UnitOfWork, dialog_id: int, *, before_id: int | None = None, zone: str | None = None) -> Screen:
    """A page of what was said, the oldest first; a button leads to the page before it.

    Args:
        zone: the reader's; None for the organization's.
    """
    page = await uow.messages.newest(dialog_id, before_id=before_id, limit=PAGE + 1)
    more, page = len(page) > PAGE, page[-PAGE:]
    known = await names(uow, dialog_id)
    zone = zone or (await uow.organizations.get(uow.organization_id)).time_zone
    lines = [line(said, author_name(said, known.contact, known.employees), zone, uow.now) for said in page]
    head = "🕓 " + html.bold(html.quote(" · ".join([_("History"), known.contact])))
    text = "\n\n".join([head, *(lines or [html.quote(_("Nothing was said yet"))])])
    if not more:
        return Screen(text)
    earlier = callbacks.History(dialog_id=dialog_id, before_id=page[0].id).pack()
    button = InlineKeyboardButton(text="‹ " + _("Earlier"), callback_data=earlier)
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=[[button]]))
