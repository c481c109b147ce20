"""What the outbox and those who carry its deliveries agree on."""

from dataclasses import dataclass
from typing import Protocol

from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Receipt:
    """What came of a delivery that succeeded. A carrier that has something to keep for `sent` returns a subclass."""


EMPTY_RECEIPT = Receipt()


class Carrier(Protocol):
    """Carries the deliveries of one kind of destination: the desk (operators) or a channel (customers).

    The outbox marks a delivery as being sent, calls `send` outside of any transaction, and writes the outcome and
    what `sent` or `failed` changes in one commit.

    Args:
        settles: it finds out whether what it has sent before has arrived: a try after one whose outcome is unknown goes
            the same way again (`bridge.sending.attempts`). Else such a try is a possible repeat, and says so.
    """

    @property
    def settles(self) -> bool: ...

    def floor(self, lane: str) -> int | None:
        """The highest message id that is known in the lane's chat; None when nothing is, or ids do not grow."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Carry it out.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: as for a channel.
            CannotSettle: send it again, marked as a possible repeat.
        """

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Keep what the receipt tells: the sent id, the copy, the delivery state."""

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """It was refused and will not be tried again: `delivery.status` is FAILED. Tell whoever waits for it."""
