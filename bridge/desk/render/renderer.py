"""A renderer shows one kind of delivery to an operator."""

from typing import Protocol

from aiogram.methods import EditMessageText

from bridge.delivery.carrier import Receipt
from bridge.desk.bot_api.errors import MessageGone, NotModified
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork

EMPTY_RECEIPT = Receipt({})


class Renderer(Protocol):
    """The three steps of `bridge.delivery.carrier.Carrier`, for one kind."""

    async def send(self, delivery: Delivery) -> Receipt: ...

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None: ...

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None: ...


async def repaint(
    telegram: Telegram,
    screen: Screen,
    *,
    chat_id: int,
    message_id: int,
    gone: tuple[type[BridgeError], ...] = (MessageGone,),
) -> bool:
    """Make a message look like `screen`; False when it is not there any more, which is what the errors `gone` say."""
    try:
        await telegram(
            EditMessageText(
                chat_id=chat_id,
                message_id=message_id,
                text=screen.text,
                parse_mode="HTML",
                reply_markup=screen.keyboard,
            )
        )
    except NotModified:
        pass
    except gone:
        return False
    return True


class Plain:
    """For kinds whose outcome changes nothing."""

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Nothing to keep."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Nothing hangs on it."""
