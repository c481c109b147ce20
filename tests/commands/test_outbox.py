"""`bridge outbox` shows what was refused or waits, sends it again, or cancels it."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.messages import messages
from storage.delivery.deliveries import DeliveryStatus
from storage.messages.messages import REST_UNKNOWN, DeliveryState
from tests.kit.books import unsettled
from tests.kit.office import Office, open_office

SECRET = "Заказ на улице Ленина"


@pytest.fixture
async def office(database, organization, environment, database_url) -> Office:
    environment.setenv("DATABASE_URL", database_url)
    return await open_office(database, organization)


@pytest.fixture
async def lost(office):
    """A card that could not be shown, and an answer that was refused and of which a part may have arrived."""
    heard = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, heard.dialog_id, by=office.anna)
    answer = await office.writes(office.anna, await office.window(office.anna), SECRET)
    async with office.begin() as uow:
        waiting = await unsettled(uow)
        for delivery in waiting:
            delivery.settle(DeliveryStatus.SENT, uow.now)
        card, message = (next(it for it in waiting if it.kind == kind) for kind in ("card", "message"))
        card.settle(DeliveryStatus.FAILED, uow.now, error="BadRequest: no rights")
        message.settle(DeliveryStatus.FAILED, uow.now, error="Undeliverable")
        kept = await uow.messages.get(answer.id)
        kept.state, kept.failure = DeliveryState.FAILED, {"text": "No", "params": {}, "rest": REST_UNKNOWN}
    return card, message


async def now(office: Office, *deliveries):
    async with office.begin() as uow:
        return [await uow.deliveries.get(it.id) for it in deliveries]


async def test_what_was_given_up_on_is_listed_without_its_text(shell, lost):
    output = await shell("outbox", "list")

    assert output.out.splitlines()[0].split() == ["ID", "LANE", "KIND", "STATUS", "AGE", "TRIES", "ERROR"]
    assert len(output.out.splitlines()) == 3
    assert "BadRequest: no rights" in output.out
    assert "Ленина" not in output.out


async def test_only_one_status_is_listed_when_asked_for(shell, lost):
    assert "BadRequest" not in (await shell("outbox", "list", "--status", "sending")).out
    assert (await shell("outbox", "list", "--status", "waiting")).out == "No delivery is waiting\n"


async def test_delivery_is_sent_again(shell, office, lost):
    card, message = lost

    output = await shell("outbox", "retry", card.id)

    assert output.out == "To be sent again: 1\n"
    card, message = await now(office, card, message)
    assert (card.status, message.status) == (DeliveryStatus.WAITING, DeliveryStatus.FAILED)


async def test_message_that_may_have_arrived_is_sent_again_as_a_repeat_and_its_author_sees_so(shell, office, lost):
    output = await shell("outbox", "retry", "--all")

    assert output.out == "To be sent again: 2\n"
    (delivery,) = await now(office, lost[1])
    assert delivery.status is DeliveryStatus.WAITING
    async with office.begin() as uow:
        answer = await uow.messages.get(delivery.message_id)
    assert (answer.state, answer.maybe_repeated) == (DeliveryState.QUEUED, True)
    assert len(await office.deliveries("mark")) == 1


async def test_message_that_its_author_has_sent_again_is_not_sent_a_third_time(shell, office, lost):
    async with office.begin() as uow:
        await messages.retry(uow, lost[1].message_id, by=office.anna)

    output = await shell("outbox", "retry", lost[1].id)

    assert output.out == "To be sent again: 0; sent already: 1\n"
    assert len(await office.deliveries("message")) == 1
    assert "Undeliverable" not in (await shell("outbox", "list")).out


async def test_what_was_sent_is_not_sent_again(shell, office, lost):
    async with office.begin() as uow:
        (await uow.deliveries.get(lost[0].id)).settle(DeliveryStatus.SENT, uow.now)

    output = await shell("outbox", "retry", lost[0].id)

    assert (output.code, output.err) == (2, f"Delivery {lost[0].id} was not given up on: it is sent\n")


async def test_unknown_number_is_told(shell, office):
    output = await shell("outbox", "retry", 999_999)

    assert (output.code, output.err) == (2, "There is no delivery 999999\n")


async def test_a_delivery_whose_content_was_deleted_cannot_be_sent_again(shell, office, lost):
    card, message = lost
    async with office.begin() as uow:
        await uow.deliveries.forget_failed_anywhere(uow.now + timedelta(seconds=1))
        (await uow.deliveries.get(message.id)).body = {}

    output = await shell("outbox", "retry", card.id)

    assert output.code == 2
    assert output.err == f"Delivery {card.id} cannot be sent again: it is so old that its content was deleted\n"
    assert (await shell("outbox", "retry", "--all")).out == "To be sent again: 1\n"
    assert "BadRequest: no rights" in (await shell("outbox", "list")).out


async def test_what_waits_is_cancelled(shell, office):
    await office.hears()
    offer = (await office.deliveries("offer"))[0]

    output = await shell("outbox", "cancel", offer.id)

    assert output.out == "Cancelled: 1\n"
    (offer,) = await now(office, offer)
    assert offer.status is DeliveryStatus.CANCELLED


async def test_what_has_ended_is_not_cancelled(shell, office, lost):
    output = await shell("outbox", "cancel", lost[0].id)

    assert (output.code, output.err) == (2, f"Delivery {lost[0].id} does not wait: it is failed\n")


@pytest.mark.parametrize(
    ("status", "words"), [("failed", "has failed"), ("waiting", "is waiting"), ("sending", "is being sent")]
)
def test_when_there_is_none_it_is_told_in_words(bridge, status, words):
    bridge("migrate")

    assert bridge("outbox", "list", "--status", status).out == f"No delivery {words}\n"
