"""A carrier that settles: what may have arrived is asked about before it is sent again, and stays marked so long."""

import pytest

from bridge.delivery.carrier import Receipt
from bridge.errors import DestinationGone, OutcomeUnknown
from bridge.sending import attempts
from storage.delivery.deliveries import Delivery, DeliveryStatus
from tests.kit.doubles.carrying import Arrival, Office
from tests.kit.doubles.settling import SettlingPost


@pytest.fixture
def post(office: Office) -> SettlingPost:
    post = SettlingPost()
    office.post = office.carriers["desk"] = post
    return post


async def being_sent(office: Office, delivery: Delivery, *, floor: int | None, **more: object) -> None:
    """As a process leaves it that dies while it is being sent."""
    async with office.database.begin(office.organization.id) as uow:
        row = await uow.deliveries.get(delivery.id)
        row.status, row.floor, row.left_at = DeliveryStatus.SENDING, floor, uow.now
        for name, value in more.items():
            setattr(row, name, value)


@pytest.mark.parametrize("times", [1, 5])
async def test_what_has_arrived_is_not_sent_again(office: Office, post: SettlingPost, times: int):
    post.late_faults["hello"].extend(OutcomeUnknown() for _ in range(times))
    [delivery, _] = await office.put("hello", "next")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), Arrival("next", False)]
    hello, _ = await office.rows()
    assert (hello.status, hello.arrived, hello.is_repeat) == (DeliveryStatus.SENT, post.ids_of(delivery), False)


async def test_what_has_not_arrived_is_sent_and_is_no_repeat(office: Office, post: SettlingPost):
    post.faults["hello"].extend(OutcomeUnknown() for _ in range(5))
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), Arrival("next", False)]


@pytest.mark.parametrize("has_arrived", [True, False])
async def test_what_a_killed_process_was_sending_is_settled_at_the_next_start(
    office: Office, post: SettlingPost, has_arrived: bool
):
    [delivery, _] = await office.put("hello", "next")
    await being_sent(office, delivery, floor=post.floor(delivery.lane))
    if has_arrived:
        post.arrive(delivery)
    post.starts_anew()

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), Arrival("next", False)]
    assert (await office.rows())[0].arrived == post.ids_of(delivery)


async def test_what_cannot_be_settled_is_sent_again_and_says_so(office: Office, post: SettlingPost):
    post.late_faults["hello"].append(OutcomeUnknown())
    post.can_settle = False
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), Arrival("hello", True), Arrival("next", False)]
    hello, following = await office.rows()
    assert (hello.is_repeat, following.is_repeat) == (True, False)


async def test_of_what_a_killed_process_was_sending_without_a_floor_a_repeat_is_sent(
    office: Office, post: SettlingPost
):
    [delivery] = await office.put("hello")
    await being_sent(office, delivery, floor=None)

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", True)]
    assert post.provider.asked == []


async def test_while_nobody_can_say_it_stays_marked_with_what_was_known_when_it_left(
    office: Office, post: SettlingPost
):
    post.late_faults["hello"].append(OutcomeUnknown())
    post.provider.is_away = True
    began, highest = office.clock.now, post.floor("desk:7")
    tries: list[Delivery] = []
    await office.put("hello", "next")
    waits = office.sleep

    async def sleep(seconds: float) -> None:
        tries[:] = await office.rows()
        post.provider.is_away = tries[0].attempts < 4
        post.provider.hear(7)
        await waits(seconds)

    office.sleep = sleep  # type: ignore[method-assign]
    await office.works_until_settled()

    hello, following = tries
    assert (hello.status, hello.left_at, hello.floor) == (DeliveryStatus.SENDING, began, highest)
    assert following.status is DeliveryStatus.WAITING
    assert post.arrived == [Arrival("hello", False), Arrival("next", False)]


async def test_a_painting_that_may_be_there_is_settled_before_a_newer_one_takes_its_place(
    office: Office, post: SettlingPost
):
    older, newer = await office.put("older", "newer")
    await being_sent(office, older, floor=post.floor(older.lane), key="card:1")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(newer.id)).key = "card:1"
    post.arrive(older)
    post.starts_anew()

    await office.works_until_settled()

    assert await office.statuses() == {"older": DeliveryStatus.SENT, "newer": DeliveryStatus.SENT}
    assert (await office.rows())[0].arrived == post.ids_of(older)
    assert post.texts == ["older", "newer"]


async def test_a_painting_that_nobody_can_settle_is_replaced_by_a_newer_one(office: Office, post: SettlingPost):
    older, newer = await office.put("older", "newer")
    await being_sent(office, older, floor=None, key="card:1")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(newer.id)).key = "card:1"

    await office.works_until_settled()

    assert await office.statuses() == {"older": DeliveryStatus.REPLACED, "newer": DeliveryStatus.SENT}


class TwoPlaces(SettlingPost):
    """Sends two messages for each delivery; the place is gone when the second one is to follow, for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = [DestinationGone()]

    async def send(self, delivery: Delivery) -> Receipt:
        await self.request(delivery, "head")
        if self.moves:
            raise self.moves.pop()
        return await self.request(delivery, "tail")


async def test_where_the_place_is_gone_all_of_it_goes_to_the_new_one_and_is_no_repeat(office: Office):
    post = office.post = office.carriers["desk"] = TwoPlaces()
    [delivery] = await office.put("hello")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False)] * 3
    _lost_with_its_place, *here = post.ids_of(delivery).split()
    [row] = await office.rows()
    assert (row.status, row.arrived) == (DeliveryStatus.SENT, " ".join(here))


async def test_what_has_arrived_of_several_messages_is_not_sent_again(office: Office):
    post = office.post = office.carriers["desk"] = TwoPlaces()
    post.moves.clear()
    [delivery] = await office.put("hello")
    answers = iter([None, OutcomeUnknown()])

    def arrive(delivery: Delivery) -> None:
        SettlingPost.arrive(post, delivery)
        if (error := next(answers, None)) is not None:
            raise error

    post.arrive = arrive  # type: ignore[method-assign]
    await office.works_until_settled()

    assert len(post.arrived) == 2
    assert (await office.rows())[0].arrived == post.ids_of(delivery)
    assert attempts.current() is None


@pytest.mark.parametrize("has_arrived", ["older", "newer", "both", "none"])
async def test_of_two_in_one_chat_nobody_can_say_which_has_arrived(
    office: Office, post: SettlingPost, has_arrived: str
):
    """A detached upload may be on its way together with what comes behind it."""
    both = dict(zip(("older", "newer"), await office.put("older", "newer"), strict=True))
    for text, delivery in both.items():
        await being_sent(office, delivery, floor=post.floor(delivery.lane))
        if has_arrived in (text, "both"):
            post.arrive(delivery)
    post.starts_anew()

    await office.works_until_settled()

    for text in both:
        _first, *again = [arrival for arrival in post.arrived if arrival.text == text]
        assert all(arrival.is_repeat for arrival in again)
    assert post.provider.modified == []
