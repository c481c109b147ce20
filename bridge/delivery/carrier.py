"""The contract between the outbox and the carriers of its deliveries."""

from dataclasses import dataclass
from typing import Protocol

from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Receipt:
    """The result of a delivery that succeeded. A carrier that needs details in `sent` returns a subclass."""


EMPTY_RECEIPT = Receipt()


class Carrier(Protocol):
    """Carries the deliveries of one kind of destination: the desk (operators) or a channel (customers).

    The outbox marks a delivery as being sent and calls `send` outside of any transaction. It then commits the outcome
    together with the changes that `sent` or `failed` makes.

    Args:
        settles: whether the carrier finds out if an earlier attempt has arrived. An attempt after one of unknown
            outcome then takes the same way again (`bridge.sending.attempts`). Otherwise such an attempt is marked as a
            possible repeat.
    """

    @property
    def settles(self) -> bool: ...

    def floor(self, lane: str) -> int | None:
        """The highest known message id in the lane's chat; None when none is known, or when ids do not grow."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Send the delivery.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: as for a channel.
            CannotSettle: the outbox has to send it again, marked as a possible repeat.
        """

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Store what the receipt says: the sent id, the copy, the delivery state."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Tell the people who wait for a delivery that it was refused for good; `delivery.status` is FAILED."""
