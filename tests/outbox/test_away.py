"""While a provider is away nothing leaves through its bot, and one cheap question asks whether it is back."""

import asyncio

import pytest

from bridge.actions.delivery import outbox
from bridge.errors import BridgeError, OutcomeUnknown, UnauthorizedToken, Unreachable
from bridge.sending.availability import Availability
from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import Arrival, Office, Post


class Gate:
    """Of the desk's bot: its provider answers again when the test says so. Another bot is not concerned."""

    def __init__(self, office: Office) -> None:
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()
        self.other = Post()
        self.availability = Availability("desk", self._ask, clock=office.clock, sleep=office.sleep)
        office.availability["desk"] = self.availability
        office.carriers["channel:1"] = self.other
        self._office = office

    async def _ask(self) -> None:
        self.asked.set()
        await self.answers.wait()

    async def others_go_on(self, text: str = "elsewhere") -> None:
        """What was put before has had its turn since."""
        await self._office.put(text, lane="channel:1:7", carrier="channel:1")
        await self.other.has_begun(text)


@pytest.fixture
def gate(office: Office) -> Gate:
    return Gate(office)


async def test_nothing_leaves_while_the_gate_is_closed_and_all_in_its_order_when_it_opens(
    office: Office, post: Post, gate: Gate
):
    gate.availability.doubt(Unreachable())
    await office.put("a1", "a2", "a3", lane="desk:a")
    await office.put("b1", lane="desk:b")

    async with office.at_work():
        await gate.others_go_on()
        assert post.begun == set()
        gate.answers.set()
        await office.settled()

    assert [text for text in post.texts if text != "b1"] == ["a1", "a2", "a3"]
    assert [row.attempts for row in await office.rows()] == [1] * 5


@pytest.mark.parametrize("error", [Unreachable(), OutcomeUnknown(), UnauthorizedToken()], ids=repr)
async def test_a_call_that_fails_closes_the_gate_for_every_chat_of_the_bot(
    office: Office, post: Post, gate: Gate, error: BridgeError
):
    post.faults["a"].append(error)
    await office.put("a", lane="desk:a")

    async with office.at_work():
        await gate.asked.wait()
        await office.put("b", lane="desk:b")
        await gate.others_go_on()
        assert post.begun == {"a"}
        gate.answers.set()
        await office.settled()

    assert sorted(post.texts) == ["a", "b"]


async def test_what_was_refused_leaves_the_gate_open(office: Office, post: Post, gate: Gate):
    post.faults["a"].append(BridgeError())
    await office.put("a", "b")

    await office.works_until_settled()

    assert post.texts == ["b"]
    assert not gate.asked.is_set()


async def test_of_paintings_that_wait_for_the_gate_only_the_newest_leaves(office: Office, post: Post, gate: Gate):
    gate.availability.doubt(Unreachable())
    [older] = await office.put("older")

    async with office.at_work():
        await gate.others_go_on()
        _between, newer = await office.put("between", "newer")
        async with office.database.begin(office.organization.id) as uow:
            for delivery in (older, newer):
                (await uow.deliveries.get(delivery.id)).key = "card:1"
        await gate.others_go_on("and on")
        gate.answers.set()
        await office.settled()

    assert post.texts == ["between", "newer"]
    assert (await office.statuses())["older"] is DeliveryStatus.REPLACED


async def test_what_is_cancelled_while_the_provider_is_away_never_leaves(office: Office, post: Post, gate: Gate):
    post.late_faults["hello"].append(OutcomeUnknown())
    [delivery, _] = await office.put("hello", "next")

    async with office.at_work():
        await gate.asked.wait()
        async with office.database.begin(office.organization.id) as uow:
            outbox.withdraw(uow, await uow.deliveries.get(delivery.id))
        gate.answers.set()
        await office.settled()

    assert post.arrived == [Arrival("hello", False), Arrival("next", False)]
    assert (await office.statuses())["hello"] is DeliveryStatus.CANCELLED


async def test_stopping_does_not_wait_for_the_provider(office: Office, post: Post, gate: Gate):
    gate.availability.doubt(Unreachable())
    await office.put("hello")

    async with asyncio.timeout(5), office.at_work():
        await gate.others_go_on()

    assert post.begun == set()
    assert (await office.statuses())["hello"] is DeliveryStatus.WAITING
    await gate.availability.close()
