"""«Отправить позже»: an answer that is written now and leaves at its time, once, or asks first."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from storage.messages.scheduled_messages import ScheduledMessage
from storage.reports.events import EventKind
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage

MINUTE = timedelta(minutes=1)


async def plans(stage: Stage, topic: Topic, words: str = "/later завтра 9:00 Доброе утро! Заказ едет") -> Message:
    """Anna writes it and agrees to what is read back; returns the card of the message."""
    await stage.anna.writes(words, to=stage.desk, topic=topic)
    await stage.anna.sees("Отправить позже?", in_=stage.desk, topic=topic, button="Запланировать")
    await stage.anna.presses("Запланировать", in_=stage.desk, topic=topic)
    return await stage.anna.sees("Отложенное сообщение", in_=stage.desk, topic=topic, button="Отправить сейчас")


async def its_time_comes(stage: Stage, *, late: timedelta = MINUTE) -> None:
    """Of the one that leaves last."""
    async with stage.office.begin() as uow:
        due_at = max((await uow.session.scalars(select(ScheduledMessage.due_at))).all())
    stage.world.clock.forward(due_at - stage.world.clock.now() + late)


async def test_it_is_read_back_told_on_the_card_and_leaves_at_its_time(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/later завтра в 9 Доброе утро! Ждём завтра в 12", to=stage.desk, topic=topic)
        asked = await stage.anna.sees("Отправить позже?", in_=stage.desk, topic=topic)
        assert "завтра" in asked.text
        assert "09:00" in asked.text
        assert "Доброе утро! Ждём завтра в 12" in asked.text
        await stage.anna.presses("Запланировать", on=asked)
        await stage.anna.sees("1 сообщение отправится", in_=stage.desk, topic=topic, button="Перевести")
        await stage.ivan.never_sees("утро", in_=stage.shop)

        await its_time_comes(stage)
        came = await stage.ivan.sees("Доброе утро! Ждём завтра в 12", in_=stage.shop)
        shown = await stage.anna.sees("Доброе утро! Ждём", in_=stage.desk, topic=topic, after=asked)
        await until(stage, lambda: bool(shown.reactions))
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Перевести")
        await until(stage, lambda: "отправится" not in card.text)

    async with stage.at_work():
        pass
    assert [each.text for each in stage.ivan.messages(stage.shop) if "утро" in each.text] == [came.text]


async def test_formatting_goes_with_the_text(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        text = "/later завтра 9:00 Доброе утро, Иван!"
        bold = {"type": "bold", "offset": text.index("Иван"), "length": 4}
        await stage.anna.writes(text, to=stage.desk, topic=topic, entities=[bold])
        await stage.anna.presses("Запланировать", in_=stage.desk, topic=topic)
        await its_time_comes(stage)

        came = await stage.ivan.sees("Доброе утро, Иван!", in_=stage.shop)
        (entity,) = came.content.entities
        assert (entity["type"], entity["offset"], entity["length"]) == ("bold", 13, 4)


async def test_a_file_is_asked_for_and_then_the_time(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Шаблоны", in_=stage.desk, topic=topic)
        await stage.anna.presses("Отправить позже", in_=stage.desk, topic=topic)
        await stage.anna.sees("Пришлите сообщение на потом (Иван Петров)", in_=stage.desk, topic=topic)
        await stage.anna.sends_file(b"%PDF", to=stage.desk, name="счёт.pdf", caption="Ваш счёт", topic=topic)
        asked = await stage.anna.sees("Когда отправить сообщение?", in_=stage.desk, topic=topic)
        await stage.anna.presses("завтра 09:00", on=asked)
        await stage.anna.sees("📎 счёт.pdf", in_=stage.desk, topic=topic, button="Запланировать")
        await stage.anna.presses("Запланировать", on=asked)
        await stage.anna.sees("Отложенное сообщение", in_=stage.desk, topic=topic, button="Отправить сейчас")
        await stage.ivan.never_sees("счёт", in_=stage.shop)
        await its_time_comes(stage)

        came = await stage.ivan.sees("Ваш счёт", in_=stage.shop)
        assert came.content.file.name == "счёт.pdf"


async def test_an_album_leaves_as_one(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        files = [(b"one", "1.jpg"), (b"two", "2.jpg"), (b"three", "3.jpg")]
        await stage.anna.writes("/later завтра 10:00", to=stage.desk, topic=topic)
        await stage.anna.sees("Пришлите сообщение", in_=stage.desk, topic=topic)
        await stage.anna.sends_album(files, to=stage.desk, caption="Фото заказа", topic=topic)
        await stage.anna.sees("📎 фото", in_=stage.desk, topic=topic, button="Запланировать")
        await stage.world.rest()
        await stage.anna.presses("Запланировать", in_=stage.desk, topic=topic)
        await stage.anna.sees("📎 фото, фото, фото", in_=stage.desk, topic=topic, button="Отправить сейчас")
        await stage.ivan.never_sees("Фото", in_=stage.shop)
        await its_time_comes(stage)

        await stage.ivan.sees("Фото заказа", in_=stage.shop)
        await stage.world.rest()
        photos = [each for each in stage.ivan.messages(stage.shop) if each.kind == "photo"]
        assert len(photos) == 3
        assert len({each.album for each in photos}) == 1


async def test_what_the_customer_writes_before_holds_it_with_a_question(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await plans(stage, topic)
        await stage.ivan.writes("Уже не нужно", to=stage.shop)
        await stage.anna.sees("Уже не нужно", in_=stage.desk, topic=topic)
        await its_time_comes(stage)

        await stage.anna.sees("пишет вам после того", in_=stage.desk, topic=topic, button="Отправить всё равно")
        await stage.ivan.never_sees("утро", in_=stage.shop)
        await stage.anna.presses("Отправить всё равно", in_=stage.desk, topic=topic)
        await stage.ivan.sees("Доброе утро! Заказ едет", in_=stage.shop)


async def test_it_is_called_off_by_the_customers_answer_if_that_was_chosen(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await plans(stage, topic)
        await stage.anna.presses("Отменить, если клиент ответит", on=card)
        await stage.anna.sees("Отменится, если клиент напишет", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Уже не нужно", to=stage.shop)
        await stage.anna.sees("Уже не нужно", in_=stage.desk, topic=topic)
        await its_time_comes(stage)

        await stage.anna.sees("не отправлено: клиент написал раньше", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("утро", in_=stage.shop)


async def test_after_a_long_downtime_its_author_is_asked_and_after_a_short_one_it_leaves_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await plans(stage, topic, "/later через 30 минут Курьер выехал")
        await plans(stage, topic, "/later через 3 часа Курьер у дверей")
    await its_time_comes(stage, late=10 * MINUTE)

    async with stage.at_work():
        await stage.ivan.sees("Курьер у дверей", in_=stage.shop)
        await stage.anna.sees("прошло больше часа назад", in_=stage.desk, topic=topic, button="Не отправлять")
        await stage.anna.presses("Не отправлять", in_=stage.desk, topic=topic)
    async with stage.at_work():
        await stage.ivan.never_sees("выехал", in_=stage.shop)
    assert len([each for each in stage.ivan.messages(stage.shop) if "у дверей" in each.text]) == 1


async def test_time_and_text_can_be_changed_and_it_can_leave_at_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await plans(stage, topic)
        await stage.anna.presses("Время", on=card)
        await stage.anna.sees("Когда отправить сообщение?", in_=stage.desk, topic=topic)
        await stage.anna.writes("послезавтра в 15:30", to=stage.desk, topic=topic)
        moved = await stage.anna.sees("15:30", in_=stage.desk, topic=topic, button="Отправить сейчас")
        await stage.anna.presses("Текст", on=moved)
        await stage.anna.sees("которое уйдёт вместо этого", in_=stage.desk, topic=topic)
        await stage.anna.writes("Заказ уже у вас", to=stage.desk, topic=topic)
        changed = await stage.anna.sees("Заказ уже у вас", in_=stage.desk, topic=topic, button="Отправить сейчас")
        assert (await stage.anna.presses("Отправить сейчас", on=moved)).startswith("Это сообщение уже изменили")
        await stage.ivan.never_sees("Заказ", in_=stage.shop)

        await stage.anna.presses("Отправить сейчас", on=changed)
        await stage.ivan.sees("Заказ уже у вас", in_=stage.shop)
        await its_time_comes(stage)
        await stage.world.rest()
    assert len([each for each in stage.ivan.messages(stage.shop) if "Заказ" in each.text]) == 1


async def test_the_list_leads_to_each_and_what_is_cancelled_can_come_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await plans(stage, topic)
        asked = await stage.anna.writes("/later", to=stage.desk)
        listed = await stage.anna.sees("Отложенные сообщения", in_=stage.desk, after=asked, button="Иван Петров")
        await stage.anna.presses("завтра 09:00 · Иван Петров · Доброе утро!", on=listed)
        await stage.anna.presses("Не отправлять", on=listed)
        await until(stage, lambda: "Не отправится" in listed.text)
        await stage.anna.presses("Вернуть", on=listed)
        await until(stage, lambda: "Отложенное сообщение" in listed.text)
        await stage.anna.presses("Не отправлять", on=listed)
        await stage.anna.presses("‹ Назад", on=listed)
        await until(stage, lambda: "Отложенных сообщений нет" in listed.text)
        await its_time_comes(stage)
        await stage.ivan.never_sees("утро", in_=stage.shop)

    async with stage.office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.SCHEDULED_CANCELLED)) == 2
        assert len(await uow.events.of_kind(EventKind.MESSAGE_SCHEDULED)) == 2


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("/later вчера в 9 Привет", "уже прошло"),
        ("/later 32.12 Привет", "Такого времени"),
        ("/later каждый день в 9 Привет", "отправляется один раз"),
    ],
)
async def test_times_that_cannot_be_are_refused_in_words(stage: Stage, words: str, refusal: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes(words, to=stage.desk, topic=topic)

        await stage.anna.sees(refusal, in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Привет", in_=stage.shop)


@pytest.mark.parametrize("words", ["/later вчера в 9 Фото", "/later завтра 9:00 // Фото"])
async def test_of_a_refused_album_nothing_goes_to_the_customer(stage: Stage, words: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sends_album([(b"one", "1.jpg"), (b"two", "2.jpg")], to=stage.desk, caption=words, topic=topic)
        await stage.anna.sees("Это сообщение уже изменили", in_=stage.desk, topic=topic)
        await stage.anna.writes("Секунду", to=stage.desk, topic=topic)

        await stage.ivan.sees("Секунду", in_=stage.shop)
        assert [each for each in stage.ivan.messages(stage.shop) if each.kind == "photo"] == []


async def test_of_an_album_that_is_asked_for_too_late_nothing_goes_to_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await plans(stage, topic)
        await stage.anna.presses("Текст", on=card)
        await stage.anna.sees("которое уйдёт вместо этого", in_=stage.desk, topic=topic)
        await its_time_comes(stage)
        await stage.ivan.sees("Доброе утро!", in_=stage.shop)
        await stage.anna.sends_album([(b"one", "1.jpg"), (b"two", "2.jpg")], to=stage.desk, topic=topic)
        refused = await stage.anna.sees("Это сообщение уже изменили", in_=stage.desk, topic=topic)
        await stage.anna.sees("Это сообщение уже изменили", in_=stage.desk, topic=topic, after=refused)

        assert [each for each in stage.ivan.messages(stage.shop) if each.kind == "photo"] == []


@pytest.mark.parametrize(
    "words", ["/later // Привет", "/later завтра 9:00 // Привет", "/later завтра 9:00 /note Привет"]
)
async def test_a_note_does_not_leave_later(stage: Stage, words: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes(words, to=stage.desk, topic=topic)

        await stage.anna.sees("Заметка не отправляется позже", in_=stage.desk, topic=topic)
    async with stage.office.begin() as uow:
        assert (await uow.session.scalars(select(ScheduledMessage))).all() == []


async def test_what_is_asked_survives_a_restart_and_a_note_stays_a_note(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Отложить", in_=stage.desk, topic=topic)
        await stage.anna.presses("Отправить позже", in_=stage.desk, topic=topic)
        await stage.anna.sees("Пришлите сообщение на потом", in_=stage.desk, topic=topic)
        await stage.anna.writes("// он нервный", to=stage.desk, topic=topic)
    async with stage.at_work():
        await stage.anna.writes("Добрый день", to=stage.desk, topic=topic)
        await stage.anna.sees("Когда отправить", in_=stage.desk, topic=topic)
        await stage.anna.writes("завтра", to=stage.desk, topic=topic)
        await stage.anna.sees("Во сколько отправить", in_=stage.desk, topic=topic)
    async with stage.at_work():
        await stage.anna.presses("14:00", in_=stage.desk, topic=topic)
        await stage.anna.presses("Запланировать", in_=stage.desk, topic=topic)
        await its_time_comes(stage, late=90 * MINUTE)
        await stage.anna.sees("прошло больше часа назад", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("нервный", in_=stage.shop)


async def test_forged_foreign_and_colleagues_presses_change_nothing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await plans(stage, topic)
        abroad = await open_abroad(stage)
        forged = [
            f"sm:{abroad.dialog}",
            f"sml:{abroad.dialog}:0",
            "smd:99:1:s:0",
            "smd:1:2:z:0",
            "smt:1:1:-5",
            "smd:1:1:x:0",
        ]
        assert all([(await forges(stage, stage.anna, data, on=card)).text for data in forged])
        marias = await stage.maria.sees("Иван Петров", in_=stage.desk)
        for do in ("s", "u", "t", "e", "x"):
            answer = (await forges(stage, stage.maria, f"smd:1:2:{do}:0", on=marias)).text
            assert answer.startswith("Это сообщение коллеги"), do

        await its_time_comes(stage)
        await stage.ivan.sees("Доброе утро! Заказ едет", in_=stage.shop)


async def test_in_a_group_it_leaves_as_its_authors_answer(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("/later завтра 9:00 Доброе утро!", to=group, topic=topic)
        asked = await stage.maria.sees("Отправить позже?", in_=group, topic=topic)
        assert (await stage.anna.presses("Запланировать", on=asked)).startswith("Это сообщение коллеги")
        await stage.maria.presses("Запланировать", on=asked)
        await stage.maria.sees("1 сообщение отправится", in_=group, topic=topic)
        await its_time_comes(stage)

        await stage.ivan.sees("Доброе утро!", in_=stage.shop)
    async with stage.office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.ANSWERED)
    assert event.employee_id == stage.office.maria.id


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_it_is_for_the_open_dialog_and_says_so(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            await stage.anna.writes("/later завтра 9:00 Доброе утро!", to=stage.desk)
            await stage.anna.sees("Отправить позже? · Иван Петров", in_=stage.desk)
            await stage.anna.presses("Запланировать", in_=stage.desk)
            await stage.anna.sees("Отложенное сообщение · Иван Петров", in_=stage.desk)
            await its_time_comes(stage)

            await stage.ivan.sees("Доброе утро!", in_=stage.shop)
