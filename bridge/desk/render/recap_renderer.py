"""Renders the recap for an employee who takes or receives a dialog: what was said before."""

from bridge.actions.delivery.desk import RecapPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.inbox.recaps import Found, history, page_around
from bridge.desk.inbox.viewers import viewer_of
from bridge.desk.render.renderer import Plain, renders
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery


@renders(RecapPayload)
class RecapRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        payload = RecapPayload.of(delivery)
        before_id = payload.before_id
        found = Found(payload.found_id, payload.terms) if payload.found_id is not None else None
        async with self._database.read(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            viewer = await viewer_of(uow, window)
            hidden = viewer.sees_hidden
            if not await uow.messages.newest(window.dialog_id, before_id=before_id, limit=1, hidden=hidden):
                return EMPTY_RECEIPT
            zone = viewer.time_zone
            with language(viewer.language):
                if found is None:
                    screen = await history(uow, window.dialog_id, before_id=before_id, zone=zone, hidden=hidden)
                else:
                    screen = await page_around(uow, window.dialog_id, found, zone=zone, hidden=hidden)
            shown = await uow.windows.mirror_of(found.message_id, window.id) if found is not None else None
        below = shown.telegram_message_id if shown is not None else None
        await self._destinations.send(
            delivery, lambda destination: screen.message(destination.chat_id, destination.thread_id, below=below)
        )
        return EMPTY_RECEIPT
