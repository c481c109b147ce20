"""A carrier that finds out what has arrived: a real settler, and a provider that remembers."""

from bridge.delivery.carrier import Receipt
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import Settler
from storage.delivery.deliveries import Delivery
from tests.kit.doubles.carrying import Post, PostReceipt
from tests.kit.doubles.provider import Provider


class SettlingPost(Post):
    """A post of one request for each delivery; lanes are "desk:" and a chat's id.

    Args:
        provider: what it has got says the delivery's id.
    """

    settles = True

    def __init__(self, provider: Provider | None = None) -> None:
        super().__init__()
        self.provider = provider or Provider()
        self.can_settle = True
        self.starts_anew()

    def starts_anew(self, *chat_ids: int) -> None:
        """As another process: nothing is remembered but that somebody has just written in these chats."""
        self.settler = Settler(MessageIds(), self.provider.ask)
        self.settler.are_updates_in = self._are_updates_in
        for chat_id in chat_ids or (7,):
            self.settler.ids.learn(chat_id, self.provider.hear(chat_id))

    async def _are_updates_in(self, since: float) -> bool | None:
        return True if self.can_settle else None

    def floor(self, lane: str) -> int | None:
        return self.settler.ids.highest(chat_of(lane))

    async def send(self, delivery: Delivery) -> Receipt:
        return await self.request(delivery, str(delivery.id))

    async def request(self, delivery: Delivery, what: str) -> Receipt:
        chat_id = chat_of(delivery.lane)
        if earlier := await self.settler.sent_earlier(chat_id, what):
            return PostReceipt(earlier[0])
        with self.settler.sending(chat_id, what) as sending:
            await super().send(delivery)
            [*_, newest] = self.provider.ids_of(chat_id, str(delivery.id))
            sending.has_arrived(newest)
        return PostReceipt(newest)

    def arrive(self, delivery: Delivery) -> None:
        super().arrive(delivery)
        self.provider.post(chat_of(delivery.lane), str(delivery.id))

    def ids_of(self, delivery: Delivery) -> str:
        """What the provider has of it, as the delivery keeps it."""
        return " ".join(map(str, self.provider.ids_of(chat_of(delivery.lane), str(delivery.id))))


def chat_of(lane: str) -> int:
    return int(lane.rpartition(":")[2])
