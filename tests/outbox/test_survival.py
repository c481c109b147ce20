"""Whatever fails and however often the process dies, nothing is lost, nothing overtakes, and a repeat says so.

Where the carrier settles there is no repeat.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bridge.delivery.carrier import Receipt
from bridge.errors import Blocked, OutcomeUnknown, TryLater, UnauthorizedToken, Unreachable
from bridge.journal.recalling import recall
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.doubles.carrying import Office, Post
from tests.kit.doubles.provider import Provider
from tests.kit.doubles.settling import SettlingPost
from tests.kit.dying import Life

EARLY: dict[str, Callable[[], Exception]] = {
    "asked to wait": lambda: TryLater(timedelta(seconds=3)),
    "the whole bot asked to wait": lambda: TryLater(timedelta(seconds=3), whole_bot=True),
    "unreachable": Unreachable,
    "the token is not accepted": lambda: UnauthorizedToken(timedelta(seconds=3)),
    "lost on the way": OutcomeUnknown,
    "blocked": Blocked,
}
LATE: dict[str, Callable[[], Exception]] = {"arrived, but unknown": OutcomeUnknown}
FAULTS = st.lists(st.sampled_from([*EARLY, *LATE]), max_size=3)
CHATS = {"a": 501, "b": 502, "c": -100900}
DELIVERIES = st.lists(st.tuples(st.sampled_from([*CHATS]), FAULTS), min_size=1, max_size=8)
# A process dies after so many steps of its carrier, and so many turns of the loop.
CRASHES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=4)


Faults = list[tuple[str, list[str]]]
Crashes = list[tuple[int, int]]
SURVIVES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


class Mortal(Post):
    """A carrier whose process dies at a given step of its work."""

    life = Life()

    async def send(self, delivery: Delivery) -> Receipt:
        await self.life.step()
        receipt = await super().send(delivery)
        await self.life.step()
        return receipt

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await self.life.step()
        delivery.body = {**delivery.body, "noted": delivery.body.get("noted", 0) + 1}
        await uow.flush()
        await self.life.step()


class MortalPost(Mortal):
    """One that repeats what may have arrived."""


class MortalSettler(Mortal, SettlingPost):
    """One that finds out."""


async def live(office: Office, post: Mortal, deliveries: Faults, crashes: Crashes) -> list[Delivery]:
    """Carry the deliveries, through all faults and crashes; returns them as they have ended."""
    office.post = office.carriers["desk"] = post
    post.life = Life()
    first = None
    for number, (lane, faults) in enumerate(deliveries):
        text = f"{lane}{number}"
        post.faults[text].extend(EARLY[fault]() for fault in faults if fault in EARLY)
        post.late_faults[text].extend(LATE[fault]() for fault in faults if fault in LATE)
        [row] = await office.put(text, lane=f"desk:{CHATS[lane]}")
        first = first or row.id

    for steps, turns in crashes:
        await starts(office, post)
        await post.life.lived(office.open().run(), done=office.settled(), steps=steps, turns=turns)
    await starts(office, post)
    await office.works_until_settled()
    return [row for row in await office.rows() if first is not None and row.id >= first]


async def starts(office: Office, post: Mortal) -> None:
    """A process knows what the books tell."""
    if isinstance(post, SettlingPost):
        post.starts_anew(*CHATS.values())
        await recall(office.database, "desk", post.settler.ids)


def check_ended(post: Post, rows: list[Delivery]) -> None:
    """Nothing is lost, and nothing has overtaken."""
    for row in rows:
        assert row.status in (DeliveryStatus.SENT, DeliveryStatus.FAILED)
        if row.status is DeliveryStatus.SENT:
            assert row.body["text"] in post.texts
            assert row.body["noted"] == 1
        else:
            assert (row.body["text"], DeliveryStatus.FAILED, Blocked) in post.given_up
    for lane in CHATS:
        arrived = [int(text[1:]) for text in post.texts if text[0] == lane]
        assert all(earlier <= later for earlier, later in pairwise(arrived))


@SURVIVES
@given(deliveries=DELIVERIES, crashes=CRASHES)
async def test_nothing_is_lost_nothing_overtakes_and_a_repeat_says_so(
    database: Database, organization: Organization, clock: Clock, deliveries: Faults, crashes: Crashes
):
    office, post = Office(database, organization, clock), MortalPost()

    rows = await live(office, post, deliveries, crashes)

    check_ended(post, rows)
    for row in rows:
        _first, *again = [arrival for arrival in post.arrived if arrival.text == row.body["text"]] or [None]
        assert all(arrival.is_repeat for arrival in again)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@SURVIVES
@given(deliveries=DELIVERIES, crashes=CRASHES)
async def test_where_it_is_settled_nothing_arrives_twice_either(
    database: Database,
    organization: Organization,
    clock: Clock,
    provider: Provider,
    deliveries: Faults,
    crashes: Crashes,
):
    office, post = Office(database, organization, clock), MortalSettler(provider)

    rows = await live(office, post, deliveries, crashes)

    check_ended(post, rows)
    assert len(post.texts) == len(set(post.texts))
    assert not any(arrival.is_repeat for arrival in post.arrived)
    for row in rows:
        if row.status is DeliveryStatus.SENT:
            assert row.arrived == post.ids_of(row)
    assert provider.modified == []


@SURVIVES
@given(deliveries=DELIVERIES, crashes=CRASHES)
async def test_where_settling_is_refused_nothing_is_lost_and_each_repeat_says_so(
    database: Database,
    organization: Organization,
    clock: Clock,
    provider: Provider,
    deliveries: Faults,
    crashes: Crashes,
):
    office, post = Office(database, organization, clock), MortalSettler(provider)
    post.can_settle = False

    rows = await live(office, post, deliveries, crashes)

    check_ended(post, rows)
    for row in rows:
        _first, *again = [arrival for arrival in post.arrived if arrival.text == row.body["text"]] or [None]
        assert all(arrival.is_repeat for arrival in again)
