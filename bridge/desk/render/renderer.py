"""A renderer shows one kind of delivery to an operator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from aiogram.methods import EditMessageText

from bridge.channel import Files
from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import Payload
from bridge.desk.bot_api.destinations import Destinations
from bridge.desk.bot_api.errors import MessageGone, NotModified
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.render.copies import Copies
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError
from bridge.reports.reporter import Reporter
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MessageReceipt(Receipt):
    """The message that was sent; None when its id is not stored."""

    message_id: int | None


class Renderer(Protocol):
    """The three steps of `bridge.delivery.carrier.Carrier` for one kind."""

    async def send(self, delivery: Delivery) -> Receipt: ...

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None: ...

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None: ...


@dataclass(frozen=True)
class RenderTools:
    """The tools that the renderers of one bot share."""

    database: Database
    telegram: Telegram
    destinations: Destinations
    files: Files
    copies: Copies
    reporter: Reporter


RendererClass = TypeVar("RendererClass", bound=Callable[[RenderTools], Renderer])

RENDERERS: dict[type[Payload], Callable[[RenderTools], Renderer]] = {}
"""The renderer of each kind, by the class of its payload."""


def renders(*payloads: type[Payload]) -> Callable[[RendererClass], RendererClass]:
    """Register the class as the renderer of these kinds."""

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
    """Make a message show `screen`; False when the message is gone, which the errors `gone` say."""
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
    """Base of renderers; `sent` and `failed` do nothing, for kinds whose outcome changes no rows."""

    def __init__(self, tools: RenderTools) -> None:
        self._database, self._telegram, self._destinations = tools.database, tools.telegram, tools.destinations
        self._files, self._copies, self._reporter = tools.files, tools.copies, tools.reporter

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """No rows change."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """No rows change."""
