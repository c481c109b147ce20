"""Telegram's published limits are on: nothing is refused, nothing is lost, everything is in order."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from storage.delivery.deliveries import Delivery
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

# More than Telegram lets pass at once for one chat.
MANY = 7
# Far more: what has to wait is shown together.
BURST = 30


@pytest.fixture
def limited(stage: Stage) -> Stage:
    """The stand-in refuses what is too much, and the bridge knows it."""
    stage.world.limits.enabled = True
    telegram = stage.settings.telegram.model_copy(update={"telegram_limits": "on"})
    stage.settings = replace(stage.settings, telegram=telegram)
    return stage


async def test_a_burst_of_a_customer_reaches_the_operator_whole_and_in_order(limited: Stage):
    async with limited.at_work():
        topic = await takes(limited, limited.anna)
        for number in range(BURST):
            await limited.ivan.writes(f"строка {number}", to=limited.shop)
        await limited.anna.sees(f"строка {BURST - 1}", in_=limited.desk, topic=topic)

    said = "\n".join(message.text for message in limited.anna.messages(limited.desk, topic))
    assert [line for line in said.splitlines() if line.startswith("строка")] == [f"строка {n}" for n in range(BURST)]
    assert len(limited.anna.messages(limited.desk, topic)) < BURST
    assert await attempts(limited) == {1}


async def test_an_operators_burst_reaches_the_customer_whole_and_in_order(limited: Stage):
    async with limited.at_work():
        topic = await takes(limited, limited.anna)
        for number in range(MANY):
            await limited.anna.writes(f"строка {number}", to=limited.desk, topic=topic)
        await limited.ivan.sees(f"строка {MANY - 1}", in_=limited.shop)

    got = [message.text for message in limited.ivan.messages(limited.shop) if message.sender.is_bot]
    assert got == [f"строка {number}" for number in range(MANY)]
    assert await attempts(limited) == {1}


async def attempts(stage: Stage) -> set[int]:
    """How often messages that have left were tried: more than once means that Telegram had to refuse one."""
    async with stage.office.database.read(stage.office.organization.id) as uow:
        messages = select(Delivery).where(col(Delivery.kind).in_(["message", "copy"]))
        tried = await uow.session.scalars(messages)
        return {delivery.attempts for delivery in tried if delivery.attempts}
