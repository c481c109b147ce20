"""Everybody does something, everything breaks, again and again: in the end everything is where it belongs."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlmodel import col, select

from bridge.actions.delivery.desk import CopyPayload
from bridge.channels.telegram.calls import raw
from bridge.delivery.payloads import DESK
from bridge.desk.inbox.recaps import history
from bridge.sandbox import Bot, Message
from bridge.sandbox.feed import Event
from storage.delivery.deliveries import Delivery
from storage.inbox.dialogs import Dialog
from storage.messages.messages import DeliveryState
from storage.messages.messages import Message as Row
from tests.kit.stories.chaos import CUSTOMERS, Chaos, Words, customer_of, words_in
from tests.kit.stories.forums import bound
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import REPEAT, maybe_repeated

STEPS = 320
RESTARTS = 3
LAST_STEPS = 40
NOT_GONE = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.FAILED)


@dataclass
class Sight:
    """What a bot's message said when it came, and after each of its changes."""

    message: Message
    text: str


@dataclass
class Log:
    """Everything that bots have shown to anybody, in the order in which it was shown."""

    stage: Stage
    sights: list[Sight] = field(default_factory=list)

    def __call__(self, event: Event) -> bool:
        if event.kind == "message" and event.message and isinstance(event.message.sender, Bot):
            self.sights.append(Sight(event.message, event.message.text))
        return False

    def of(self, bot: Bot) -> list[Sight]:
        return [sight for sight in self.sights if sight.message.sender is bot]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(raw.__kwdefaults__, "answer_within", timedelta(seconds=1))
    monkeypatch.setattr("bridge.desk.bot_api.telegram.ANSWER_TIMEOUT", timedelta(seconds=1))
    monkeypatch.setattr("bridge.app.bots.RECONNECT_INTERVAL", timedelta(milliseconds=100))
    monkeypatch.setattr("bridge.journal.polling.REVOKED_TOKEN_DELAY", timedelta(milliseconds=100))
    monkeypatch.setattr("bridge.outbox.outbox.CLOCK_CHECK_INTERVAL", timedelta(milliseconds=50))


@contextmanager
def telling(chaos: Chaos, seed: int) -> Iterator[None]:
    """A failure names its seed and what was done last."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"seed {seed}; the last steps:\n" + "\n".join(chaos.steps[-LAST_STEPS:]))
        raise


@pytest.mark.parametrize(("seed", "has_topics", "has_group"), [(1, True, True), (2, True, False), (3, False, True)])
async def test_in_the_end_everything_is_where_it_belongs(stage: Stage, seed: int, has_group: bool):
    log = Log(stage)
    chaos = Chaos(stage, Random(seed), [(stage.oleg, stage.desk), (stage.anna, stage.desk), (stage.maria, stage.desk)])
    with telling(chaos, seed), stage.world.feed.subscribe(log):
        async with stage.at_work():
            if has_group:
                group = await bound(stage)
                chaos.places += [(stage.maria, group), (stage.anna, group)]
            await goes_on(chaos)
        for _ in range(RESTARTS):
            await goes_on(chaos, steps=10)
            async with stage.at_work():
                await goes_on(chaos)
        async with stage.at_work():
            await chaos.calms_down()

        repeated = await maybe_repeated(stage)
        await check_kept(chaos)
        await check_shown(chaos, log)
        check_order(log)
        check_delivered(chaos, log, await not_gone(stage), repeated)
        check_nothing_strays(stage, log)


async def goes_on(chaos: Chaos, steps: int = STEPS // (RESTARTS + 1)) -> None:
    for _ in range(steps):
        await chaos.step()
        await asyncio.sleep(chaos.chance.random() * 0.03)


async def check_kept(chaos: Chaos) -> None:
    """Every message of a customer is one row, no more."""
    async with chaos.stage.office.database.read(chaos.stage.office.organization.id) as uow:
        rows = [row.text for row in await uow.session.scalars(select(Row)) if row.is_incoming]
    kept = Counter(words for text in rows for words in words_in(text))
    asked = [words for words in chaos.written if words.kind == "вопрос"]
    assert {words: kept[words] for words in asked} == dict.fromkeys(asked, 1)


async def check_shown(chaos: Chaos, log: Log) -> None:
    """Every message of a customer came before an operator, or stands in the history; the newest did the first."""
    asked = [words for words in chaos.written if words.kind == "вопрос"]
    shown = {words for sight in log.of(chaos.stage.desk) for words in words_in(sight.text)}
    newest = {words.customer: words for words in asked}.values()
    assert [str(words) for words in newest if words not in shown] == []
    assert {str(words) for words in asked} <= {str(words) for words in shown | await in_the_history(chaos.stage)}


async def in_the_history(stage: Stage) -> set[Words]:
    found: set[Words] = set()
    async with stage.office.database.read(stage.office.organization.id) as uow:
        for dialog in await uow.session.scalars(select(Dialog)):
            last: int | None = None
            while page := await uow.messages.newest(dialog.id, before_id=last, limit=8):
                found |= set(words_in((await history(uow, dialog.id, before_id=last)).text))
                last = page[0].id
    return found


def check_order(log: Log) -> None:
    """In each place a customer's messages come in order, and unmarked only once."""
    places: dict[tuple[int, int | None, str], list[Sight]] = {}
    seen: set[int] = set()
    for sight in log.of(log.stage.desk):
        message = sight.message
        if is_copy(sight.text) and id(message) not in seen:
            key = (message.chat.id, message.topic_id, words_in(sight.text)[0].customer)
            places.setdefault(key, []).append(sight)
        seen.add(id(message))
    for sights in places.values():
        unmarked = [words_in(sight.text)[0].number for sight in sights if not is_repeat(sight.text)]
        assert all(earlier < later for earlier, later in pairwise(unmarked)), [sight.text for sight in sights]


def is_copy(text: str) -> bool:
    """A customer's message as it is mirrored; not an offer, a recap, or what is shown anew because it has changed."""
    *head, last = text.split("\n")
    return len(head) <= 1 and last.startswith("вопрос ") and "исправлено" not in last


def is_repeat(text: str) -> bool:
    return text.startswith(REPEAT.strip())


async def not_gone(stage: Stage) -> set[Words]:
    """Answers that the history shows as unconfirmed or failed, and of which operators were told so."""
    async with stage.office.database.read(stage.office.organization.id) as uow:
        telling = select(Delivery.message_id).where(Delivery.carrier == DESK, Delivery.kind != CopyPayload.kind)
        told = set(await uow.session.scalars(telling))
        rows = await uow.session.scalars(select(Row).where(col(Row.state).in_(NOT_GONE)))
        return {words for row in rows if row.id in told for words in words_in(row.text)}


def check_delivered(chaos: Chaos, log: Log, known: set[Words], repeated: set[str]) -> None:
    """Every answer reached the customer, or operators know that it did not; twice only when that is known."""
    got = Counter(words for message in arrived(log, chaos.stage.shop) for words in words_in(message.text))
    replied = {(sight.message.chat.id, sight.message.reply_to) for sight in log.of(chaos.stage.desk)}
    for words, message in chaos.written.items():
        if words.kind == "ответ":
            # A topic that is deleted before anybody has read it takes what was written there along.
            is_told = words in known or (message.chat.id, message.id) in replied
            is_lost = not got[words] and not is_told and message.id in message.chat.messages
            assert not is_lost, f"{words} is lost in silence"
            assert got[words] <= 1 or any(str(words) in text for text in repeated), f"{words} came {got[words]} times"


def arrived(log: Log, bot: Bot) -> list[Message]:
    """The bot's messages, each once."""
    return list({id(sight.message): sight.message for sight in log.of(bot)}.values())


def check_nothing_strays(stage: Stage, log: Log) -> None:
    """No note at a customer, no word of one dialog in another's place."""
    for sight in log.of(stage.shop):
        name = sight.message.chat.user.name
        assert "заметка" not in sight.text, f"{name} has got {sight.text}"
        assert {words.customer for words in words_in(sight.text)} <= {name}
    for sight in log.of(stage.desk):
        topic = sight.message.chat.topics.get(sight.message.topic_id or 0)
        owner = customer_of(topic.name) if topic else None
        if owner in CUSTOMERS:
            assert {words.customer for words in words_in(sight.text)} <= {owner}, sight.text
