"""What the outbox and those who carry its deliveries agree on."""

from dataclasses import dataclass
from typing import Any, Protocol

from bridge.errors import BridgeError
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Receipt:
    """What came of a delivery that succeeded; `facts` are the carrier's own, for its `sent`."""

    facts: dict[str, Any]


class Carrier(Protocol):
    """Carries the deliveries of one kind of destination: the desk (operators) or a channel (customers).

    The outbox marks a delivery as being sent, calls `send` outside of any transaction, and writes the outcome and
    what `sent` or `failed` changes in one commit.
    """

    async def send(self, delivery: Delivery) -> Receipt:
        """Carry it out.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: as for a channel.
        """

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Keep what the receipt tells: the sent id, the copy, the delivery state."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """It will not be tried again: `delivery.status` is FAILED or UNKNOWN. Tell whoever waits for it."""
