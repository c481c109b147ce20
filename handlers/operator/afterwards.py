"""What somebody was to see at once and could not, because Telegram was away: they see it afterwards."""

from dataclasses import dataclass

from aiogram.methods import EditMessageText, SendMessage

from bridge.actions import outbox
from bridge.actions.desk import DESK, Show, lane
from bridge.texts import spoken
from storage.database import Database
from storage.deliveries import DeliveryStatus


@dataclass(frozen=True)
class Afterwards:
    """For one organization; whoever belongs to none does it again by themselves."""

    database: Database
    organization_id: int

    async def show(self, method: SendMessage | EditMessageText, *, floor: int | None, may_be_there: bool) -> None:
        """Have it shown when Telegram answers again; of several redraws of one message the newest.

        Args:
            floor, may_be_there: as of a delivery whose first try has just failed (`Delivery.floor`, SENDING).
        """
        chat_id = int(method.chat_id or 0)
        fields = method.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        edited_id = method.message_id if isinstance(method, EditMessageText) else None
        async with self.database.begin(self.organization_id) as uow:
            delivery = await outbox.put(
                uow,
                carrier=DESK,
                lane=lane(chat_id),
                kind=Show.SCREEN,
                key=f"screen:{chat_id}:{edited_id}" if edited_id is not None else None,
            )
            delivery.body = {"fields": fields, "language": spoken()}
            if may_be_there and edited_id is None:
                delivery.status, delivery.left_at, delivery.floor = DeliveryStatus.SENDING, uow.now, floor
