import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bridge.actions.delivery.desk import OfferPayload
from bridge.actions.inbox import dialogs
from bridge.delivery.carrier import Receipt
from bridge.desk.bot_api.detached_uploads import DETACHED, STUCK, DetachingRenderer, Successes
from bridge.desk.render.copies import CopyReceipt
from bridge.desk.render.renderer import Plain
from bridge.errors import BridgeError, OutcomeUnknown
from bridge.sending.attempts import Attempt, Lost, trying
from storage.delivery.deliveries import Delivery, DeliveryStatus
from tests.kit.office import Office

SHOWN = CopyReceipt([7])


class Renderer(Plain):
    """Is done when it is told to be; fails when told to."""

    def __init__(self) -> None:
        self.done = asyncio.Event()
        self.begun = 0
        self.error: BridgeError | None = None

    async def send(self, delivery: Delivery) -> Receipt:
        self.begun += 1
        await self.done.wait()
        if self.error is not None:
            raise self.error
        return SHOWN


def delivery(**body: bool) -> Delivery:
    return Delivery(
        carrier="desk",
        lane="desk:7",
        kind="copy",
        message_id=1,
        window_id=2,
        created_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        body={"file": True, **body},
    )


def noon() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def detaching(renderer: Renderer) -> DetachingRenderer:
    return DetachingRenderer(renderer, Successes(noon), patience=timedelta(milliseconds=1))


async def outcome(detaching: DetachingRenderer, one: Delivery) -> Receipt:
    """What comes of it in the end, however often it is detached."""
    while (receipt := await detaching.send(one)) is DETACHED:
        pass
    return receipt


async def test_what_takes_its_time_steps_aside_and_is_done_once(detaching, renderer):
    first = await detaching.send(delivery())
    second = await detaching.send(delivery(detaching=True))
    renderer.done.set()
    third = await outcome(detaching, delivery(detaching=True))

    assert (first, second, third) == (DETACHED, DETACHED, SHOWN)
    assert renderer.begun == 1


async def test_a_text_is_waited_for(renderer):
    detaching = DetachingRenderer(renderer, Successes(noon), patience=timedelta(0))
    text = delivery()
    text.body = {}
    sending = asyncio.create_task(detaching.send(text))
    await asyncio.sleep(0)
    renderer.done.set()

    assert await sending == SHOWN


async def test_each_try_of_one_that_has_stepped_aside_says_that_nobody_knows_what_came_of_it(detaching, renderer):
    renderer.error = OutcomeUnknown()
    await detaching.send(delivery())
    renderer.done.set()

    for tries in (1, 2, 3):
        with pytest.raises(OutcomeUnknown):
            await outcome(detaching, delivery(detaching=True))
        assert renderer.begun == tries


async def test_what_is_known_of_the_request_goes_with_the_delivery_that_has_stepped_aside(detaching, renderer):
    first, second = Attempt(floor=3), Attempt(lost=Lost())
    with trying(first):
        await detaching.send(delivery())
    first.keep("text", ["4"])
    renderer.done.set()

    with trying(second):
        await outcome(detaching, delivery(detaching=True))

    assert (second.floor, second.lost, second.ids) == (3, None, "4")


def stuck(*, minutes: int) -> Delivery:
    one = delivery()
    one.body, one.kind, one.attempts = {}, OfferPayload.kind, 8
    one.left_at = noon() - timedelta(minutes=minutes)
    return one


@pytest.mark.parametrize(
    ("minutes", "is_another_sent", "detaches"),
    [(1, True, False), (3, False, False), (3, True, True), (11, False, True)],
)
async def test_what_gets_no_answer_steps_aside_when_others_are_sent_or_after_long(
    renderer, minutes, is_another_sent, detaches
):
    successes = Successes(noon)
    detaching = DetachingRenderer(renderer, successes)
    renderer.done.set()
    renderer.error = OutcomeUnknown()
    if is_another_sent:
        successes.note(delivery())

    if detaches:
        assert await detaching.send(stuck(minutes=minutes)) is STUCK
    else:
        with pytest.raises(OutcomeUnknown):
            await detaching.send(stuck(minutes=minutes))


async def detaches(
    office: Office, detaching: DetachingRenderer, one: Delivery, receipt: Receipt, error: Exception | None = None
) -> None:
    """The outcome is written down, unless an error of the database keeps it from being."""
    async with office.begin() as uow:
        row = await uow.deliveries.get(one.id)
        row.settle(DeliveryStatus.SENT, uow.now)
        await uow.flush()
        await detaching.sent(uow, row, receipt)
        if error is not None:
            raise error


async def test_what_is_known_of_a_stuck_delivery_survives_a_commit_that_is_tried_again(office: Office):
    """Whoever writes down the outcome does so again when the database did not let them."""
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    (copy, *_rest) = [each for each in await office.deliveries() if each.window_id is not None]
    renderer, attempt = Renderer(), Attempt(floor=7, lost=Lost(what="message"))
    renderer.done.set()
    renderer.error = OutcomeUnknown()
    detaching = DetachingRenderer(renderer, Successes(noon))
    copy.attempts, copy.left_at = 8, noon() - timedelta(minutes=11)
    with trying(attempt):
        receipt = await detaching.send(copy)

    with pytest.raises(ConnectionError):
        await detaches(office, detaching, copy, receipt, ConnectionError())
    await detaches(office, detaching, copy, receipt)
    again = next(each for each in await office.deliveries() if each.status is DeliveryStatus.SENDING)
    renderer.error, later = None, Attempt()
    with trying(later):
        await detaching.send(again)

    assert (later.floor, later.lost) == (7, attempt.lost)
