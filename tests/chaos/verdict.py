"""What has become of everything that was said: lost, doubled, reordered, or not as it is by now."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bridge.actions.delivery.desk import COPY_KINDS
from bridge.actions.messages.bursts import parts_of
from bridge.delivery.payloads import DESK
from bridge.sandbox import Message
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.inbox.windows import Mirror
from storage.messages.messages import DeliveryState
from tests.chaos.books import Books
from tests.chaos.people import People
from tests.chaos.stamps import ANSWER, NOTE, QUESTION, REPEAT, Stamp, overtaken, stamps_in, stamps_of, version_of
from tests.chaos.talks import Said, Talk, copies

MARKS = {"👌", "💔"}
# No copies of messages: what is painted over and over, or tells what was said before.
SCREENS = ("🆕", "🕓", "✅", "Не отправлено: ")


@dataclass
class Verdict:
    """Sentences about what is wrong.

    Args:
        marked: how many messages are there twice and say that they may be.
        screens: where settling is refused: how many offers, cards and topics are there twice.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)
    marked: int = 0
    screens: int = 0

    @property
    def faults(self) -> dict[str, list[str]]:
        return {name: value for name, value in vars(self).items() if isinstance(value, list) and value}


class Judge:
    """Compares what was said, what the database tells, and what is to be seen in Telegram.

    Args:
        refuses_settling: the stand-in did not tell what has arrived.
    """

    def __init__(self, people: People, books: Books, *, refuses_settling: bool) -> None:
        self._refuses_settling = refuses_settling
        self._people = people
        self._stage = people.stage
        self._books = books
        self._mirrored = books.mirrored()
        self._repeated = books.repeated()
        self.verdict = Verdict()

    def judge(self) -> Verdict:
        for talk in self._people.talks:
            self._kept(talk)
            self._delivered(talk)
            if talk.is_steady:
                self._shown(talk)
                self._newest(talk)
        self._mirrors()
        self._strays()
        self._topics()
        self._cards()
        self._offers()
        self._told()
        return self.verdict

    def _kept(self, talk: Talk) -> None:
        """Every message that names its stamp in its text is one row."""
        counted = Counter(
            stamp for row in self._books.messages.values() for stamp in set(stamps_in(row.text)) if row.is_incoming
        )
        for said in talk.of(QUESTION):
            for stamp in [each for each in said.stamps if str(each) in said.message.text]:
                if counted[stamp] != 1:
                    (self.verdict.doubled if counted[stamp] else self.verdict.lost).append(
                        f"{stamp} is kept {counted[stamp]} times"
                    )

    def _delivered(self, talk: Talk) -> None:
        """Every answer is at the customer's once, and in the order in which each place has sent them."""
        arrived = [
            message for message in talk.customer.messages(self._stage.shop) if message.sender is self._stage.shop
        ]
        seen = [stamp for message in arrived for stamp in stamps_of(message)]
        times = Counter(seen)
        for stamp in seen:
            if stamp.kind == NOTE or stamp.dialog != talk.name:
                self.verdict.strayed.append(f"{talk.name} has got {stamp}")
        for said in talk.of(ANSWER):
            for stamp in said.stamps:
                self._answered(said, stamp, times[stamp])
        for place in {said.place for said in talk.of(ANSWER)}:
            ordered = [said for said in talk.of(ANSWER) if said.place == place and not self._is_in_any_order(said)]
            own = {stamp for said in ordered for stamp in said.stamps}
            firsts = [stamp for stamp in dict.fromkeys(seen) if stamp in own]
            self.verdict.reordered += [f"{stamp} came too late to the customer" for stamp in overtaken(firsts)]

    def _answered(self, said: Said, stamp: Stamp, times: int) -> None:
        if said.is_deleted:
            if times:
                self.verdict.outdated.append(f"{stamp} was deleted and is at the customer's")
        elif times == 0 and not self._needs_confirmation(said):
            self.verdict.lost.append(f"{stamp} is not at the customer's: {self._fate(said)}")
        elif times > 1:
            if self._is_marked(said):
                self.verdict.marked += times - 1
            else:
                self.verdict.doubled.append(f"{stamp} is {times} times at the customer's")

    def _is_in_any_order(self, said: Said) -> bool:
        """Its author has let it go by a press, when they came to that; or it may have been repeated."""
        if (original := self._original(said)) is None:
            return False
        row = self._books.messages[original.message_id]
        return row.maybe_repeated or "held" in row.data

    def _needs_confirmation(self, said: Said) -> bool:
        """Its author is asked what is to become of it."""
        original = self._original(said)
        return (
            original is not None and self._books.messages[original.message_id].state is DeliveryState.NEEDS_CONFIRMATION
        )

    def _is_marked(self, said: Said) -> bool:
        """By the row: a sticker has no text that tells its stamp."""
        original = self._original(said)
        return original is not None and self._books.messages[original.message_id].maybe_repeated

    def _original(self, said: Said) -> Mirror | None:
        found = self._mirrored.get((said.message.chat.id, said.message.id), [])
        return next((mirror for mirror in found if mirror.is_original), None)

    def _fate(self, said: Said) -> str:
        original = self._original(said)
        if original is None:
            return "it has no row"
        row = self._books.messages[original.message_id]
        return f"{row.state} {row.failure or ''}"

    def _shown(self, talk: Talk) -> None:
        """Every question of a steady dialog is in its operator's place, once and in order."""
        assert talk.operator is not None
        assert talk.place is not None
        shown = copies(talk.operator.messages(talk.place, talk.topic), talk.name)
        seen = [
            stamp
            for message in shown
            for stamp in stamps_of(message)
            if stamp.kind == QUESTION and not message.text.startswith(REPEAT)
        ]
        everywhere = {stamp for message in shown for stamp in stamps_of(message)}
        for said in talk.of(QUESTION):
            for stamp in said.stamps:
                if stamp not in everywhere:
                    self.verdict.lost.append(f"{stamp} is not to be seen")
        self.verdict.reordered += [f"{stamp} was shown too late" for stamp in overtaken(dict.fromkeys(seen))]

    def _newest(self, talk: Talk) -> None:
        """Edits and reactions of both sides are to be seen on the other one."""
        for said in talk.said:
            kind = said.stamps[0].kind
            if kind == ANSWER and not said.is_deleted:
                self._mark(said)
            others = self._at_the_other_side(talk, said)
            newest = max(map(version_of, others), default=said.version)
            if newest < said.version and not said.is_deleted:
                self.verdict.outdated.append(f"{said.stamps[0]} ✎{said.version} is not to be seen")
            if kind == QUESTION:
                put = said.message.reactions.get(self._stage.shop.id, [])
                if put != ([said.reaction] if said.reaction else []):
                    self.verdict.outdated.append(f"{said.stamps[0]} has {put}, not {said.reaction}")

    def _mark(self, said: Said) -> None:
        marks = said.message.reactions.get(self._stage.desk.id, [])
        if self._needs_confirmation(said) or (said.message.album and not marks):
            return
        if marks != [said.reaction or "👌"]:
            self.verdict.outdated.append(f"{said.stamps[0]} is marked {marks}, not {said.reaction or '👌'}")

    def _at_the_other_side(self, talk: Talk, said: Said) -> list[Message]:
        if said.stamps[0].kind == ANSWER:
            there = [each for each in talk.customer.messages(self._stage.shop) if each.sender.is_bot]
        else:
            assert talk.operator is not None
            assert talk.place is not None
            there = copies(talk.operator.messages(talk.place, talk.topic), talk.name)
        return [message for message in there if said.stamps[0] in stamps_of(message)]

    def _mirrors(self) -> None:
        """What was sent as a copy is mapped, and is there."""
        mapped = {(mirror.message_id, mirror.window_id) for mirror in self._books.mirrors}
        for each in self._books.deliveries:
            if (
                each.carrier != DESK
                or each.kind not in COPY_KINDS
                or each.status is not DeliveryStatus.SENT
                or each.error
            ):
                continue
            for message_id in parts_of(each):
                row = self._books.messages[message_id]
                is_gone = row.deleted_at is not None or row.state in (
                    DeliveryState.DISCARDED,
                    DeliveryState.NEEDS_CONFIRMATION,
                )
                if (message_id, each.window_id) not in mapped and not is_gone:
                    self.verdict.lost.append(f"message {message_id} «{row.text[:20]}» has no copy in {each.window_id}")
        for (chat_id, message_id), mirrors in self._mirrored.items():
            if self._message(chat_id, message_id) is None:
                row = self._books.messages[mirrors[0].message_id]
                if row.deleted_at is None:
                    self.verdict.lost.append(f"copy #{message_id} of «{row.text[:20]}» in {chat_id} is not there")

    def _strays(self) -> None:
        """What bears a stamp in an operator's chat is mapped to its message, unless it is a screen or says so."""
        for message in self._by_the_desk():
            stamps = stamps_of(message)
            if not stamps or message.text.startswith(SCREENS) or (message.chat.id, message.id) in self._mirrored:
                continue
            if self._has_marked_copy(message, stamps):
                self.verdict.marked += 1
            else:
                self.verdict.doubled.append(f"#{message.id} in {_place(message)} repeats {stamps[0]}")

    def _has_marked_copy(self, message: Message, stamps: list[Stamp]) -> bool:
        """Whether another one in the chat was sent as a repeat of it; an edit may have painted over the words."""
        return any(
            mirror.window_id in self._repeated.get(mirror.message_id, ()) and set(stamps) & set(stamps_of(other))
            for other in message.chat.messages.values()
            for mirror in self._mirrored.get((message.chat.id, other.id), [])
        )

    def _topics(self) -> None:
        """A window has one topic, and no topic is without a window."""
        known = {(window.chat_id, window.thread_id) for window in self._books.windows.values()}
        for chat in self._stage.world.chats.values():
            for topic in chat.topics.values():
                named = [talk.name for talk in self._people.talks if talk.name in topic.name]
                if named and (chat.id, topic.id) not in known:
                    self._doubled_screen(f"topic {topic.id} «{topic.name}» in {chat.key} is nobody's")

    def _cards(self) -> None:
        """A window has one card, which says who is responsible by now."""
        counted: defaultdict[tuple[int, int | None, str], list[Message]] = defaultdict(list)
        for message in self._by_the_desk():
            if message.text.startswith("👤 ") and "Ответственный:" in message.text:
                name = message.text.removeprefix("👤 ").split("\n")[0]
                counted[message.chat.id, message.topic_id, name].append(message)
        cards = {(window.chat_id, window.card_id): window for window in self._books.windows.values()}
        for (chat_id, _topic, name), messages in counted.items():
            for message in messages:
                window = cards.get((chat_id, message.id))
                if window is None:
                    self._doubled_screen(f"card #{message.id} of {name} in {chat_id} is nobody's")
                elif window.is_live:
                    self._responsible(message, window.dialog_id, window.employee_id)

    def _responsible(self, card: Message, dialog_id: int, viewer_id: int | None) -> None:
        dialog = self._books.dialogs[dialog_id]
        name = self._books.employees.get(dialog.assignee_id or 0, "пока никто")
        who = "вы" if dialog.assignee_id and dialog.assignee_id == viewer_id else name
        if f"Ответственный: {who}" not in card.text:
            self.verdict.outdated.append(f"card #{card.id} does not say that it is {who}: {card.text!r}")

    def _offers(self) -> None:
        """Each offer is one message, and has «Взять» as long as nobody has it."""
        known = {(offer.chat_id, offer.telegram_message_id): offer for offer in self._books.offers}
        for message in self._by_the_desk():
            offer = known.get((message.chat.id, message.id))
            if message.text.startswith("🆕 ") and "\n" in message.text and offer is None:
                self._doubled_screen(f"offer #{message.id} in {_place(message)} is nobody's: {message.text!r}")
            if offer is not None and offer.is_live != ("Взять" in message.captions()):
                self.verdict.outdated.append(f"offer #{message.id}: live {offer.is_live}, {message.captions()}")
        for offer in self._books.offers:
            if offer.is_live and offer.telegram_message_id is None:
                self.verdict.lost.append(f"offer {offer.id} was never shown")

    def _doubled_screen(self, told: str) -> None:
        """It has no words that could say so."""
        if self._refuses_settling:
            self.verdict.screens += 1
        else:
            self.verdict.doubled.append(told)

    def _told(self) -> None:
        """Nothing was refused: no weather is a reason for it."""
        for each in [each for each in self._books.refused() if not self._is_forgiven(each)]:
            self.verdict.lost.append(f"delivery {each.id} {each.kind} in {each.lane} was refused: {each.error}")
        self.verdict.lost += [f"journal entry {each} was set aside" for each in self._books.set_aside]

    def _is_forgiven(self, delivery: Delivery) -> bool:
        """The stand-in, which refuses to settle, has refused an unchanged title."""
        return self._refuses_settling and (delivery.error or "").startswith("MessageGone")

    def _by_the_desk(self) -> Iterator[Message]:
        for chat in self._stage.world.chats.values():
            yield from [message for message in chat.messages.values() if message.sender is self._stage.desk]

    def _message(self, chat_id: int, message_id: int) -> Message | None:
        keys = (f"{self._stage.desk.id}:{chat_id}", str(chat_id))
        found = [self._stage.world.chats[key].messages for key in keys if key in self._stage.world.chats]
        return next((messages[message_id] for messages in found if message_id in messages), None)


def _place(message: Message) -> str:
    topic = message.chat.topics.get(message.topic_id or 0)
    return f"{message.chat.key} «{topic.name}»" if topic else message.chat.key
