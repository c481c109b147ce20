"""A renderer shows one kind of delivery to an operator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from aiogram.methods import EditMessageText

from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import Payload
from bridge.desk.bot_api.errors import MessageGone, NotModified
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MessageReceipt(Receipt):
    """The message that was sent; None when it is not to be kept."""

    message_id: int | None


class Renderer(Protocol):
    """The three steps of `bridge.delivery.carrier.Carrier`, for one kind."""

    async def send(self, delivery: Delivery) -> Receipt: ...

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None: ...

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None: ...


RENDERERS: dict[type[Payload], Callable[..., Renderer]] = {}
"""The class that renders each kind; the arguments of its constructor are named in `bridge.desk.render.carrier`."""

RendererClass = TypeVar("RendererClass", bound=Callable[..., Renderer])


def renders(*payloads: type[Payload]) -> Callable[[RendererClass], RendererClass]:
    """Make a class the renderer of these kinds."""

    def register(renderer: RendererClass) -> RendererClass:
        for payload in payloads:
            if RENDERERS.setdefault(payload, renderer) is not renderer:
                raise TypeError(f"{payload.__name__} has another renderer")
        return renderer

    return register


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
