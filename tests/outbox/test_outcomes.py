"""What becomes of a delivery that fails, or of which nobody knows."""

import structlog

from bridge.errors import Blocked, BridgeError, OutcomeUnknown, Unreachable
from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import Arrival, Office, Post


async def test_who_will_never_get_it_is_given_up_on_and_the_next_goes_on(office: Office, post: Post):
    post.faults["hello"].append(Blocked())
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.given_up == [("hello", DeliveryStatus.FAILED, Blocked)]
    assert await office.statuses() == {"hello": DeliveryStatus.FAILED, "next": DeliveryStatus.SENT}


async def test_an_unknown_outcome_is_tried_again_as_a_repeat_until_there_is_an_answer(office: Office, post: Post):
    post.late_faults["hello"].extend(OutcomeUnknown() for _ in range(3))
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), *[Arrival("hello", True)] * 3, Arrival("next", False)]
    assert set((await office.statuses()).values()) == {DeliveryStatus.SENT}


async def test_what_never_left_is_tried_for_as_long_as_it_takes_and_is_no_repeat(office: Office, post: Post):
    post.faults["hello"].extend(Unreachable() for _ in range(60))
    await office.put("hello")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False)]


async def test_an_error_nobody_foresaw_ends_after_a_few_tries_and_leaves_no_words_in_the_log(
    office: Office, post: Post
):
    post.faults["hello"].extend(KeyError("a secret text") for _ in range(9))
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.given_up == [("hello", DeliveryStatus.FAILED, BridgeError)]
    assert post.texts == ["next"]
    assert "secret" not in str(logs)
    assert "hello" not in str(logs)


async def test_a_delivery_that_was_being_sent_when_the_process_died_is_sent_once_more_as_a_repeat(
    office: Office, post: Post
):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).status = DeliveryStatus.SENDING

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", True), Arrival("next", False)]


async def test_a_repeat_that_was_being_sent_when_the_process_died_is_sent_once_more(office: Office, post: Post):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        row = await uow.deliveries.get(delivery.id)
        row.status, row.is_repeat = DeliveryStatus.SENDING, True

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", True), Arrival("next", False)]


async def test_a_revived_delivery_is_found_by_the_poll(office: Office, post: Post):
    post.faults["hello"].append(Blocked())
    [delivery, _] = await office.put("hello", "next")

    async with office.at_work():
        await office.settled()
        async with office.database.begin(office.organization.id) as uow:
            (await uow.deliveries.get(delivery.id)).revive()
        await office.settled()

    assert post.texts == ["next", "hello"]


async def test_the_tries_of_an_outage_are_no_tries_of_an_error_nobody_foresaw(office: Office, post: Post):
    post.faults["hello"].extend([*(Unreachable() for _ in range(5)), KeyError("a secret text")])
    await office.put("hello")

    await office.works_until_settled()

    assert (post.texts, post.given_up) == (["hello"], [])
