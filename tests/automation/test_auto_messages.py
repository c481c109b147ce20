"""What customers hear by themselves: each notice once for its cause, and never as an answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.automation import auto_message_rules
from bridge.actions.clients import clients
from bridge.actions.inbox import dialogs
from storage.automation.auto_messages import AutoMessageKind
from storage.automation.bot_states import BotState
from storage.messages.messages import Author, Message
from storage.shifts.pauses import Pause
from storage.team.employees import Employee
from tests.kit.office import HELLO, IVAN, Office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def switched_on(office: Office, *kinds: AutoMessageKind, channel_id: int | None = None, on: bool = True) -> None:
    async with office.begin() as uow:
        for kind in kinds:
            await auto_message_rules.switch(uow, kind, channel_id, on=on, by=await boss(uow, office))
        await uow.flush()
        # Whoever takes a message in has read the channel anew.
        office.channel = await uow.channels.get(office.channel.id)


async def boss(uow, office: Office) -> Employee:
    return await uow.employees.get(office.anna.id)


async def said(office: Office) -> list[Message]:
    """What the bot has said, in order."""
    dialog = await office.dialog()
    async with office.database.read(office.organization.id) as uow:
        spoken = await uow.messages.newest(dialog.id, limit=100)
    return [message for message in spoken if message.author is Author.BOT]


async def texts(office: Office) -> list[str]:
    return [message.text for message in await said(office)]


async def on_holiday(office: Office, *, back: timedelta) -> None:
    """Nobody works before so much time has passed."""
    async with office.begin() as uow:
        for employee in await uow.employees.all():
            uow.add(Pause(employee_id=employee.id, since=uow.now, until=uow.now + back))


async def test_the_first_message_is_greeted_and_the_customer_waits_on(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)

    await office.hears()
    await office.hears("Ау?", 2)

    (greeting,) = await said(office)
    dialog = await office.dialog()
    assert greeting.text == "Здравствуйте! Спасибо, что написали нам. Скоро ответим."
    assert (dialog.waiting_since is not None, dialog.unread) == (True, 2)
    assert [each.message_id for each in await office.deliveries("message")] == [greeting.id]


async def test_where_nothing_is_switched_on_nothing_is_said_or_looked_up(office: Office):
    await office.hears()

    async with office.begin() as uow:
        assert await uow.bot_states.of_dialog((await office.dialog()).id) is None
    assert await said(office) == []


async def test_the_language_is_the_customers(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)

    await office.hears(sender=replace(IVAN, language="en-GB"))

    assert await texts(office) == ["Hello! Thank you for writing to us. We will answer soon."]


async def test_a_channel_may_have_words_of_its_own(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)
    async with office.begin() as uow:
        by, channel_id = await boss(uow, office), office.channel.id
        await auto_message_rules.reword(uow, AutoMessageKind.GREETING, channel_id, "ru", "Добрый день, {имя}!", by=by)

    await office.hears()

    assert await texts(office) == ["Добрый день, Иван!"]


async def test_a_channel_may_be_silent_where_others_speak(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)
    await switched_on(office, AutoMessageKind.GREETING, channel_id=office.channel.id, on=False)

    await office.hears()

    assert (await said(office), office.channel.has_bot) == ([], False)


async def test_nobody_there_is_told_once_in_a_quiet_period_with_when_somebody_is_back(office: Office, clock):
    await switched_on(office, AutoMessageKind.OFF_HOURS, AutoMessageKind.QUEUE)
    await on_holiday(office, back=3 * HOUR)

    await office.hears()
    clock.forward(2 * HOUR)
    await office.hears("Ау?", 2)

    (told,) = await texts(office)
    assert "сегодня, понедельник, 23 ноября, 15:00" in told


async def test_in_the_next_quiet_period_it_is_told_again(office: Office, clock):
    await switched_on(office, AutoMessageKind.OFF_HOURS)
    await on_holiday(office, back=HOUR)
    await office.hears()
    clock.forward(2 * HOUR)
    await office.hears("Ау?", 2)
    await on_holiday(office, back=HOUR)

    await office.hears("Ночь?", 3)

    assert len(await said(office)) == 2


async def test_who_answers_out_of_hours_is_there(office: Office):
    await switched_on(office, AutoMessageKind.OFF_HOURS)
    await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, (await office.dialog()).id, by=await boss(uow, office))
    await office.writes(office.anna, await office.window(office.anna), "Я ещё здесь")
    await on_holiday(office, back=HOUR)

    await office.hears("Отлично", 2)

    assert await said(office) == []


async def test_the_queue_is_told_at_the_beginning_of_a_wait_with_the_place_in_it(office: Office, clock):
    await switched_on(office, AutoMessageKind.QUEUE)
    async with office.begin() as uow:
        await auto_message_rules.reword(
            uow, AutoMessageKind.QUEUE, None, "ru", "Вы в очереди: {место}", by=await boss(uow, office)
        )
    await office.hears()
    clock.forward(HOUR)

    await office.hears("А я?", 2, sender=replace(IVAN, external_id="502", name="Пётр"))

    async with office.database.read(office.organization.id) as uow:
        both = [await uow.messages.newest(dialog.id) for dialog in await uow.dialogs.active()]
    assert sorted(each.text for messages in both for each in messages if each.author is Author.BOT) == [
        "Вы в очереди: 1",
        "Вы в очереди: 2",
    ]


async def test_a_keyword_is_answered_and_that_is_an_answer(office: Office):
    async with office.begin() as uow:
        await auto_message_rules.create_auto_reply(
            uow, "адрес, где вы", "{имя}, мы на Мира, 5", by=await boss(uow, office)
        )
        office.channel = await uow.channels.get(office.channel.id)

    await office.hears("Подскажите АДРЕСА магазинов")

    dialog = await office.dialog()
    assert await texts(office) == ["Иван, мы на Мира, 5"]
    assert (dialog.waiting_since, dialog.unread) == (None, 1)


@pytest.mark.parametrize("text", ["Сейчас приду", "Час пик"])
async def test_a_keyword_is_the_beginning_of_a_word(office: Office, text: str):
    async with office.begin() as uow:
        await auto_message_rules.create_auto_reply(uow, "час", "С девяти до шести", by=await boss(uow, office))
        office.channel = await uow.channels.get(office.channel.id)

    await office.hears(text)

    assert len(await said(office)) == (1 if text.startswith("Час") else 0)


async def test_an_operators_answer_pauses_the_bot_until_the_dialog_is_closed(office: Office, clock):
    async with office.begin() as uow:
        await auto_message_rules.create_auto_reply(uow, "адрес", "Мира, 5", by=await boss(uow, office))
        office.channel = await uow.channels.get(office.channel.id)
    await office.hears()
    async with office.begin() as uow:
        dialog = await dialogs.take(uow, (await office.dialog()).id, by=await boss(uow, office))
    await office.writes(office.anna, await office.window(office.anna), "Здравствуйте")

    clock.forward(HOUR)
    await office.hears("Какой адрес?", 2)
    paused = await texts(office)
    async with office.begin() as uow:
        await dialogs.close(uow, dialog.id, by=await boss(uow, office))
    clock.forward(HOUR)
    await office.hears("Так какой адрес?", 3)

    assert (paused, await texts(office)) == ([], ["Мира, 5"])


async def test_a_machine_at_the_other_end_is_not_talked_to_for_ever(office: Office, clock):
    async with office.begin() as uow:
        await auto_message_rules.create_auto_reply(uow, "спасибо", "Спасибо за обращение", by=await boss(uow, office))
        office.channel = await uow.channels.get(office.channel.id)

    for number in range(30):
        await office.hears("Спасибо за обращение", number + 1)

    assert len(await said(office)) == 8
    assert (await office.dialog()).waiting_since is not None


async def test_a_banned_customer_hears_nothing(office: Office):
    await office.hears()
    await switched_on(office, AutoMessageKind.GREETING, AutoMessageKind.QUEUE)
    async with office.begin() as uow:
        await clients.block(uow, (await office.dialog()).id, by=await boss(uow, office))

    await office.hears("Ещё", 2)

    assert await said(office) == []


async def test_what_came_before_a_notice_is_shown_to_whoever_takes_the_dialog(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)
    asked = await office.hears()
    await office.settle_all()

    async with office.begin() as uow:
        await dialogs.take(uow, asked.dialog_id, by=await boss(uow, office))

    (greeting,) = await said(office)
    assert [copy.message_id for copy in await office.deliveries("copy")] == [asked.id, greeting.id]


async def test_who_comes_back_at_once_is_not_greeted_again(office: Office, clock):
    await switched_on(office, AutoMessageKind.GREETING)
    await office.hears()
    for number, pause in enumerate([HOUR, 2 * DAY], start=2):
        async with office.begin() as uow:
            await dialogs.close(uow, (await office.dialog()).id, by=await boss(uow, office))
        clock.forward(pause)
        await office.hears("Снова я", number)

    assert len(await said(office)) == 2


async def test_one_message_taken_in_twice_is_greeted_once(office: Office):
    await switched_on(office, AutoMessageKind.GREETING)

    await office.hears(HELLO.text, 1)
    await office.hears(HELLO.text, 1)

    async with office.begin() as uow:
        assert isinstance(await uow.bot_states.of_dialog((await office.dialog()).id), BotState)
    assert len(await said(office)) == 1
