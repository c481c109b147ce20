"""Whatever fails and however often the process dies, nothing is lost, nothing overtakes, and a repeat says so."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.carrier import Receipt
from bridge.errors import Blocked, OutcomeUnknown, TryLater, Unreachable
from storage.database import Database
from storage.deliveries import Delivery, DeliveryStatus
from storage.organizations import Organization
from storage.unit_of_work import UnitOfWork
from tests.conftest import Clock
from tests.dying import Life
from tests.outbox.carrying import Office, Post

EARLY: dict[str, Callable[[], Exception]] = {
    "asked to wait": lambda: TryLater(timedelta(seconds=3)),
    "the whole bot asked to wait": lambda: TryLater(timedelta(seconds=3), whole_bot=True),
    "unreachable": Unreachable,
    "lost on the way": OutcomeUnknown,
    "blocked": Blocked,
}
LATE: dict[str, Callable[[], Exception]] = {"arrived, but unknown": OutcomeUnknown}
FAULTS = st.lists(st.sampled_from([*EARLY, *LATE]), max_size=3)
DELIVERIES = st.lists(st.tuples(st.sampled_from("abc"), FAULTS), min_size=1, max_size=8)
# A process dies after so many steps of its carrier, and so many turns of the loop.
CRASHES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=4)


class MortalPost(Post):
    """A carrier whose process dies at a given step of its work."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()

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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries=DELIVERIES, crashes=CRASHES)
async def test_nothing_is_lost_nothing_overtakes_and_a_repeat_says_so(
    database: Database,
    organization: Organization,
    clock: Clock,
    deliveries: list[tuple[str, list[str]]],
    crashes: list[tuple[int, int]],
):
    office, post = Office(database, organization, clock), MortalPost()
    office.post = office.carriers["desk"] = post
    rows: list[Delivery] = []
    for number, (lane, faults) in enumerate(deliveries):
        text = f"{lane}{number}"
        post.faults[text].extend(EARLY[fault]() for fault in faults if fault in EARLY)
        post.late_faults[text].extend(LATE[fault]() for fault in faults if fault in LATE)
        rows += await office.put(text, lane=f"desk:{lane}")

    for steps, turns in crashes:
        await post.life.lived(office.open().run(), done=office.settled(), steps=steps, turns=turns)
    await office.works_until_settled()

    ended = {row.body["text"]: row for row in await office.rows() if row.id >= rows[0].id}
    for text, row in ended.items():
        arrivals = [arrival for arrival in post.arrived if arrival.text == text]
        if row.status is DeliveryStatus.SENT:
            assert arrivals
            assert row.body["noted"] == 1
        assert len(arrivals) <= 2
        assert all(arrival.is_repeat for arrival in arrivals[1:])
    for lane in "abc":
        arrived = [int(text[1:]) for text in post.texts if text[0] == lane]
        assert all(earlier <= later for earlier, later in pairwise(arrived))
