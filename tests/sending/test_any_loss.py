"""Whatever is lost and however often the process dies: each message is there once, and its ids are known."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import OutcomeUnknown
from bridge.sending.attempts import Attempt, Lost
from bridge.sending.settling import EXTRA_IDS, EXTRA_IDS_PER_MESSAGE
from tests.kit.doubles.sender import Sender

CHATS = (501, 502, -100900)
MARKUPS = (None, [["Взять"]], [["Взять", "Закрыть"]])
# What happens to one request of a delivery.
ANSWERED, LOST_BEFORE, LOST_AFTER = FATES = ("answered", "lost before", "lost after")

# A delivery: how many messages each of its requests sends; a text in two parts, an album, a single message.
SHAPES = st.sampled_from([(1,), (3,), (1, 1)])
# The most messages that one request has sent.
LARGEST = 3
SENDS = st.tuples(st.just("send"), st.sampled_from(CHATS), SHAPES, st.sampled_from(MARKUPS), st.sampled_from(FATES))
HEARS = st.tuples(st.just("hear"), st.sampled_from(CHATS))
SCREENS = st.tuples(st.just("screen"), st.sampled_from(CHATS))
DEATHS = st.tuples(st.just("death"))
STEPS = st.lists(st.one_of(SENDS, SENDS, HEARS, SCREENS, DEATHS), max_size=25)


@dataclass
class Delivery:
    number: int
    chat_id: int
    shape: tuple[int, ...]
    markup: object
    attempt: Attempt
    sent: list[int] = field(default_factory=list)

    def what(self, part: int) -> str:
        return f"{self.number}.{part}"


class Bot:
    """Sends deliveries, in each chat one after the other, as the outbox has it do."""

    def __init__(self) -> None:
        self.sender = Sender()
        self.known: list[tuple[int, int]] = []
        self.waiting: dict[int, Delivery] = {}
        self.done: list[Delivery] = []
        for chat_id in CHATS:
            self.hear(chat_id)
        self.listen()

    def hear(self, chat_id: int) -> None:
        self.known.append((chat_id, self.sender.provider.hear(chat_id)))

    def listen(self) -> None:
        """Its updates come in."""
        for chat_id, message_id in self.known:
            self.sender.ids.learn(chat_id, message_id)

    async def show(self, chat_id: int) -> None:
        """A screen goes straight out, with buttons of its own."""
        sent = await self.sender.send(None, chat_id, "screen", markup=[["Меню"]])
        self.known += [(chat_id, message_id) for message_id in sent]

    async def try_once(self, delivery: Delivery, fate: str) -> None:
        """The fate is the last request's, or that of the first that has not been made yet."""
        delivery.attempt.again()
        asked = len(self.sender.provider.asked)
        delivery.attempt.others = len(self.waiting) - 1
        try:
            delivery.sent = [
                message_id
                for part, count in enumerate(delivery.shape)
                for message_id in await self.sender.send(
                    delivery.attempt,
                    delivery.chat_id,
                    delivery.what(part),
                    count=count,
                    markup=delivery.markup,
                    arrives=fate != LOST_BEFORE,
                    is_answered=fate == ANSWERED,
                )
            ]
        except OutcomeUnknown:
            pass
        else:
            self.done.append(self.waiting.pop(delivery.chat_id))
            self.known += [(delivery.chat_id, message_id) for message_id in delivery.sent]
        others = delivery.attempt.others
        most = EXTRA_IDS + EXTRA_IDS_PER_MESSAGE * others + LARGEST * (others + 1)
        assert len(self.sender.provider.asked) - asked <= most * len(delivery.shape)

    async def send(self, chat_id: int, shape: tuple[int, ...], markup: object, fate: str) -> None:
        """What waits in the chat is tried again before anything else leaves there."""
        if chat_id in self.waiting:
            await self.try_once(self.waiting[chat_id], fate)
            return
        attempt = Attempt(floor=self.sender.ids.highest(chat_id))
        number = len(self.done) + len(self.waiting)
        delivery = self.waiting[chat_id] = Delivery(number, chat_id, shape, markup, attempt)
        await self.try_once(delivery, fate)

    def die(self) -> None:
        """The next process knows what the books tell: what was heard, what was sent, and what may have been."""
        self.sender.starts_anew()
        self.listen()
        for delivery in self.waiting.values():
            may_have_arrived = delivery.attempt.may_have_arrived
            floor = delivery.attempt.floor if may_have_arrived else self.sender.ids.highest(delivery.chat_id)
            delivery.attempt = Attempt(floor=floor, lost=Lost() if may_have_arrived else None)


@settings(max_examples=300, deadline=None)
@given(steps=STEPS)
async def test_each_message_is_there_once_and_its_ids_are_known(steps: list[tuple[str, ...]]):
    bot = Bot()

    for step in steps:
        match step:
            case ("send", chat_id, shape, markup, fate):
                await bot.send(chat_id, shape, markup, fate)
            case ("hear", chat_id):
                bot.hear(chat_id)
            case ("screen", chat_id):
                await bot.show(chat_id)
            case ("death",):
                bot.die()
    for delivery in list(bot.waiting.values()):
        await bot.try_once(delivery, ANSWERED)

    provider = bot.sender.provider
    assert bot.waiting == {}
    for delivery in bot.done:
        there = [provider.ids_of(delivery.chat_id, delivery.what(part)) for part in range(len(delivery.shape))]
        assert [len(ids) for ids in there] == [*delivery.shape]
        assert delivery.sent == [message_id for ids in there for message_id in ids]
    assert provider.modified == []
