"""A painter knows how to show one kind of delivery to an operator."""

from typing import Protocol

from bridge.carrier import Receipt
from bridge.errors import BridgeError, Unreachable
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork

NOTHING = Receipt({})

# Tries of an edit whose outcome stays unknown; a card that looks old is no reason to hold up the messages behind it.
EDIT_TRIES = 5


class Painter(Protocol):
    """The three steps of `bridge.carrier.Carrier`, for one kind."""

    async def send(self, delivery: Delivery) -> Receipt: ...

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None: ...

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None: ...


def repeat(delivery: Delivery) -> None:
    """Ask for another try of an edit whose outcome is unknown: unlike a message, it can be repeated unseen."""
    if delivery.attempts < EDIT_TRIES:
        raise Unreachable


class Plain:
    """For kinds whose outcome changes nothing."""

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Nothing to keep."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Nothing hangs on it."""
