"""Buttons that are stale, doubled or forged, and words that belong nowhere: a clear sentence, and nothing changes."""

import asyncio
from datetime import timedelta

from bridge.sandbox import Message, Person
from storage.reports.events import EventKind
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes
from tests.kit.stories.screens import forges, rows_of_presses
from tests.kit.stories.stage import Stage

NOT_OURS = [
    "garbage", "t", "t:", "t:abc", "t:-1", "t:1:2", "t:2147483648", "t:99999999999999999999", "c:1:1:1", "h:1:-5",
    "y:9223372036854775808", "x:1:2:e99999999999", "x:1:2:z5", "x:1:2:", "l:99999999999", "new_version:1:2:3",
]  # fmt: skip


async def test_data_that_no_button_of_ours_holds_is_answered_and_changes_nothing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        before = await rows_of_presses(stage)

        toasts = {data: await forges(stage, stage.anna, data) for data in NOT_OURS}

        assert [data for data, toast in toasts.items() if not toast.text] == []
        assert await rows_of_presses(stage) == before


async def test_another_organizations_rows_are_not_there_for_a_forged_button(stage: Stage):
    abroad = await open_abroad(stage)
    d, m = abroad.dialog, abroad.message
    forged = [f"t:{d}", f"c:{d}:1", f"r:{d}:1", f"p:{d}:1:0", f"x:{d}:1:e{stage.office.anna.id}", f"m:{d}:1"]
    forged += [f"k:{d}", f"h:{d}:0", f"h:{d}:{m + 1}", f"o:{d}", f"s:{m}", f"n:{m}", f"y:{m}"]
    async with stage.at_work():
        await takes(stage, stage.anna)
        own = await stage.office.dialog()
        forged += [f"x:{own.id}:{own.version}:e{abroad.employee}", f"x:{own.id}:{own.version}:d{abroad.department}"]
        before = await rows_of_presses(stage)

        toasts = {data: await forges(stage, stage.anna, data) for data in forged}

        assert {data: toast.text for data, toast in toasts.items() if "нет" not in toast.text} == {}
        assert await rows_of_presses(stage) == before
    assert not any("Их" in message.text for message in stage.anna.messages(stage.desk))


async def test_a_colleagues_messages_are_not_released_or_repeated_by_a_forged_button(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.writes("Придержано", to=stage.desk, topic=topic)
        pending = await stage.anna.sees("Не отправлено", in_=stage.desk, topic=topic, button="Отправить")
        data = [button["callback_data"] for row in pending.rows() for button in row]
        number = data[0].partition(":")[2]
        before = await rows_of_presses(stage)

        toasts = [
            await forges(stage, stage.maria, each, on=last(stage, stage.maria)) for each in [*data, f"y:{number}"]
        ]

        assert all(toast.text for toast in toasts)
        assert await rows_of_presses(stage) == before
        assert [message.text for message in stage.ivan.messages(stage.shop)] == ["Здравствуйте, где мой заказ?"]


def last(stage: Stage, person: Person) -> Message:
    """The newest message of the operator bot in the person's chat."""
    return next(each for each in stage.world.chats[f"{stage.desk.id}:{person.id}"].newest_first() if each.sender.is_bot)


async def test_a_stranger_presses_and_forwards_in_vain(stage: Stage):
    stranger = stage.world.person("Чужой Человек", side="operator")
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stranger.starts(stage.desk)
        asked = await stranger.sees("номер", in_=stage.desk)
        before = await rows_of_presses(stage)
        own = await stage.office.dialog()
        pressed = [
            await forges(stage, stranger, data, on=asked)
            for data in [f"t:{own.id}", f"c:{own.id}:{own.version}", f"h:{own.id}:0", f"k:{own.id}", "l:0"]
        ]
        forwarded = await stranger.forwards(stage.anna.messages(stage.desk, topic)[-1], to=stage.desk)
        await stranger.sees(in_=stage.desk, after=forwarded)

        assert {toast.text for toast in pressed} == {"Здесь вы не вошли. Напишите /start"}
        assert await rows_of_presses(stage) == before
    assert [message.text for message in stage.ivan.messages(stage.shop)] == ["Здравствуйте, где мой заказ?"]


async def test_a_button_pressed_twice_acts_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Закрыть")
        data = next(button["callback_data"] for row in card.rows() for button in row if button["text"] == "Закрыть")

        first, second = await asyncio.gather(*[forges(stage, stage.anna, data, on=card) for _ in range(2)])

        assert first.text == "Диалог в архиве"
        assert "изменился" in second.text
        async with stage.office.begin() as uow:
            assert len(await uow.events.of_kind(EventKind.DIALOG_CLOSED)) == 1


async def test_a_button_painted_for_an_older_state_changes_nothing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Закрыть")
        changing = ("Перевести", "Закрыть")
        stale = [button["callback_data"] for row in card.rows() for button in row if button["text"] in changing]
        await stage.anna.presses("Закрыть", on=card)
        await stage.anna.presses("Вернуть из архива")
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Закрыть")
        before = await rows_of_presses(stage)

        toasts = [await forges(stage, stage.anna, data, on=card) for data in stale]

        assert ["изменился" in toast.text for toast in toasts] == [True, True]
        assert await rows_of_presses(stage) == before


async def test_a_question_is_answered_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.writes("Придержано", to=stage.desk, topic=topic)
        pending = await stage.anna.sees("Не отправлено", in_=stage.desk, topic=topic, button="Отправить")
        data = {button["text"]: button["callback_data"] for row in pending.rows() for button in row}
        send, drop = data["Отправить"], data["Не отправлять"]

        toasts = [await forges(stage, stage.anna, data, on=pending) for data in (drop, send, drop)]

        assert [toast.text for toast in toasts] == ["Не отправлено", "Это уже решено", "Это уже решено"]
        assert [message.text for message in stage.ivan.messages(stage.shop)] == ["Здравствуйте, где мой заказ?"]


async def test_a_button_of_a_message_too_old_to_be_shown_still_works(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Закрыть")
        stage.world.clock.forward(timedelta(hours=50))

        toast = await stage.anna.presses("Закрыть", on=card)

        assert toast == "Диалог в архиве"
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)


async def test_a_press_too_old_to_be_answered_acts_and_is_answered_in_the_chat(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Закрыть")
    data = next(button["callback_data"] for row in card.rows() for button in row if button["text"] == "Закрыть")
    stage.world.presses.press(stage.anna.user, card, data)
    stage.world.presses.press(stage.anna.user, card, data)
    stage.world.clock.forward(timedelta(seconds=100))

    async with stage.at_work():
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)
        await stage.anna.sees("Диалог в архиве", in_=stage.desk, topic=topic)
        await stage.anna.sees("изменился", in_=stage.desk, topic=topic)


async def test_a_press_that_telegram_has_dropped_can_be_said_as_a_command(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Закрыть")
    data = next(button["callback_data"] for row in card.rows() for button in row if button["text"] == "Закрыть")
    stage.world.presses.press(stage.anna.user, card, data)
    stage.world.clock.forward(timedelta(seconds=200))

    async with stage.at_work():
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)
        async with stage.office.begin() as uow:
            assert len(await uow.events.of_kind(EventKind.DIALOG_CLOSED)) == 1


async def test_what_is_typed_into_a_topic_of_nobodys_goes_nowhere(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        own = await stage.anna.creates_topic("Мои заметки", in_=stage.desk)
        written = await stage.anna.writes("Купить молока", to=stage.desk, topic=own)
        told = await stage.anna.sees("К этой теме не привязан диалог", in_=stage.desk, topic=own)

    assert told.reply_to == written.id
    assert [message.text for message in stage.ivan.messages(stage.shop)] == ["Здравствуйте, где мой заказ?"]


async def test_what_is_typed_beside_the_topics_goes_nowhere(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await stage.anna.writes("Уже едет", to=stage.desk)
        await stage.anna.sees("напишите, пожалуйста, в теме диалога", in_=stage.desk)

    assert [message.text for message in stage.ivan.messages(stage.shop)] == ["Здравствуйте, где мой заказ?"]


async def test_start_in_a_chat_full_of_topics_only_greets(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        before = await rows_of_presses(stage)
        started = await stage.anna.starts(stage.desk)
        await stage.anna.sees("вы в системе", in_=stage.desk, after=started)

        assert await rows_of_presses(stage) == before
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
