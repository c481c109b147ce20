"""What can happen to a message: somebody reacts to it."""

from bridge.actions.messages import reactions
from bridge.actions.messages.reactions import Put
from bridge.channel import Reacted
from storage.inbox.windows import Mirror
from storage.reports.events import EventKind
from tests.kit.conversations import arrives, taken
from tests.kit.office import IVAN, Office


async def customer_puts(office: Office, external_id: str, *emojis: str):
    async with office.begin() as uow:
        return await reactions.receive_reaction(
            uow, office.channel, Reacted(IVAN.external_id, external_id, list(emojis))
        )


async def anna_puts(office: Office, window, *emojis: str, on: int = 800):
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        return await reactions.put_reaction(uow, Put(window.chat_id, on, list(emojis)), by=by)


async def copied(office: Office, window, number: int = 800):
    """Ivan's first message has a copy in the window."""
    async with office.begin() as uow:
        (said,) = await uow.messages.newest(window.dialog_id, limit=1)
        place = {"window_id": window.id, "chat_id": window.chat_id, "telegram_message_id": number}
        uow.add(Mirror(message_id=said.id, **place))
    return said


async def kinds(office: Office) -> list[str]:
    return [delivery.kind for delivery in await office.deliveries()]


async def test_a_customers_reaction_is_shown_in_every_window(office: Office):
    window = await taken(office)
    await arrives(office, await office.writes(office.anna, window, "Уже едет"))

    await customer_puts(office, "70", "🔥")

    assert await kinds(office) == ["reaction"]


async def test_reactions_that_follow_each_other_are_one_painting(office: Office):
    window = await taken(office)
    await arrives(office, await office.writes(office.anna, window, "Уже едет"))

    for emoji in ("🔥", "👍", "❤️"):
        message = await customer_puts(office, "70", emoji)

    assert await kinds(office) == ["reaction"]
    async with office.begin() as uow:
        assert (await uow.reactions.of(message.id, None)).emojis == ["❤"]


async def test_a_custom_emoji_is_told_in_words(office: Office):
    window = await taken(office)
    await arrives(office, await office.writes(office.anna, window, "Уже едет"))

    await customer_puts(office, "70", "[custom_emoji]")

    assert await kinds(office) == ["reaction", "remark"]


async def test_a_reaction_to_what_is_not_ours_is_nothing(office: Office):
    await taken(office)

    assert await customer_puts(office, "12345", "🔥") is None
    assert await kinds(office) == []


async def test_an_employees_reaction_goes_to_the_customer_and_leaves_an_event(office: Office):
    window = await taken(office)
    said = await copied(office, window)

    await anna_puts(office, window, "👍")

    (delivery,) = await office.deliveries()
    assert (delivery.kind, delivery.lane, delivery.message_id) == ("react", f"{office.channel.carrier}:501", said.id)
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.REACTED)
    assert event.employee_id == office.anna.id


async def test_what_a_bot_may_not_put_is_told_once(office: Office):
    window = await taken(office)
    await copied(office, window)

    await anna_puts(office, window, "[custom_emoji]")
    await anna_puts(office, window)
    await anna_puts(office, window, "✅")

    assert await kinds(office) == ["remark"]


async def test_a_reaction_to_something_else_goes_nowhere(office: Office):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    await office.settle_all()

    assert await anna_puts(office, window, "👍", on=1) is None
    assert await anna_puts(office, window, "👍", on=900) is None

    assert (await kinds(office), answer.author) == ([], "employee")
