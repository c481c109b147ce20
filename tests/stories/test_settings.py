"""«Настройки»: what an employee chooses works at once, and passwords are the administrators' business."""

import pytest
from sqlmodel import col, select

from bridge.sandbox import Message, Person
from storage.delivery.journal import JournalEntry
from storage.reports.events import EventKind
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes, until
from tests.stories.forums import bound
from tests.stories.test_dialog_list import writes_anew
from tests.stories.test_forged_and_stale import forges, open_abroad

SECRET = "корова-лошадь-42"


async def opens(stage: Stage, person: Person) -> Message:
    asked = await person.writes("/settings", to=stage.desk)
    return await person.sees("Настройки", in_=stage.desk, after=asked, button="Безопасность")


async def employee(stage: Stage, employee_id: int):
    async with stage.office.begin() as uow:
        return await uow.employees.get(employee_id)


async def test_the_menu_leads_to_the_settings_and_back(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/menu", to=stage.desk)
        await stage.anna.presses("Настройки", in_=stage.desk)
        await stage.anna.sees("Часовой пояс: Москва, UTC+3", in_=stage.desk, button="Звук: вкл.")
        await stage.anna.presses("‹ Меню", in_=stage.desk)

        await stage.anna.sees("вы в системе", in_=stage.desk, button="Диалоги")


async def test_the_sound_is_switched_off_and_what_comes_next_is_silent(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Звук: вкл.", on=screen)
        await stage.anna.sees("беззвучно", in_=stage.desk, button="Звук: выкл.")
        await stage.ivan.writes("Ау", to=stage.shop)

        assert (await stage.anna.sees("Ау", in_=stage.desk, topic=topic)).silent
        async with stage.office.begin() as uow:
            (event,) = await uow.events.of_kind(EventKind.PREFERENCE_CHANGED)
        assert (event.employee_id, event.data) == (stage.office.anna.id, {"name": "sound", "value": False})


async def test_without_notices_new_dialogs_go_to_colleagues_and_come_when_they_are_wanted_again(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Новые диалоги: вкл.", on=screen)
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.maria.sees("Здравствуйте!", in_=stage.desk, button="Взять")
        await stage.anna.never_sees("Здравствуйте!", in_=stage.desk)
        await stage.anna.presses("Новые диалоги: выкл.", on=screen)

        await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")


async def test_when_nobody_wants_to_hear_of_new_dialogs_all_of_them_do(stage: Stage):
    async with stage.office.begin() as uow:
        for person in await uow.employees.all():
            person.hears_of_new = False
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)

        await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")


async def test_another_language_is_spoken_at_once_and_offered_commands_follow(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.oleg)
        await stage.oleg.presses("English", on=screen)

        await stage.oleg.sees("Settings", in_=stage.desk, button="Security")
        scope = f"chat:{stage.oleg.user.id}"
        await until(stage, lambda: any(each == scope for each, _language in stage.desk.commands))
        offered = next(listed for (each, _language), listed in stage.desk.commands.items() if each == scope)
        assert "Main menu" in str(offered)
        asked = await stage.oleg.writes("/help", to=stage.desk)
        await stage.oleg.sees("How to work here", in_=stage.desk, after=asked)


async def test_cards_speak_the_other_language_too_and_no_screen_over_one_goes(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Закрыть")
        await writes_anew(stage, "Павел Зуев")
        offered = await stage.anna.sees("Павел Зуев", in_=stage.desk, button="Взять")
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("English", on=screen)
        await until(stage, lambda: "Responsible: you" in card.text and "Take" in offered.captions())

        await stage.anna.presses("Transfer", on=card)
        await stage.anna.presses("Русский", on=screen)
        await stage.world.rest()
        assert "Responsible" not in card.text
        await stage.anna.presses("‹", on=card)

        await until(stage, lambda: "Ответственный: вы" in card.text)


async def test_the_time_zone_is_pressed_or_typed_and_nonsense_is_asked_about_again(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.oleg)
        await stage.oleg.presses("Часовой пояс", on=screen)
        await stage.oleg.presses("Владивосток +10", in_=stage.desk)
        await stage.oleg.sees("Часовой пояс: Владивосток, UTC+10", in_=stage.desk)
        assert (await employee(stage, stage.office.oleg.id)).time_zone == "Asia/Vladivostok"

        await stage.oleg.presses("Часовой пояс", on=screen)
        await stage.oleg.sees("Где вы?", in_=stage.desk)
        await stage.oleg.writes("где-то в лесу", to=stage.desk)
        await stage.oleg.sees("Не знаю такого часового пояса", in_=stage.desk)
        await stage.oleg.writes("Алматы", to=stage.desk)
        await stage.oleg.sees("Часовой пояс: Алматы, UTC+5", in_=stage.desk)

        await stage.oleg.presses("🕓 Часовой пояс", in_=stage.desk)
        newest = await stage.oleg.sees("Где вы?", in_=stage.desk)
        await stage.oleg.presses("Как в компании", on=newest)
        await until(stage, lambda: "Часовой пояс: Москва" in newest.text)
    assert (await employee(stage, stage.office.oleg.id)).time_zone is None


async def test_who_is_no_administrator_is_told_whom_to_ask(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.oleg)
        await stage.oleg.presses("Безопасность", on=screen)

        await stage.oleg.sees("Обратитесь: Анна Смирнова", in_=stage.desk)
        for data in (f"stc:{stage.office.oleg.id}", f"ste:{stage.office.anna.id}"):
            assert "администратор" in (await forges(stage, stage.oleg, data, on=screen)).text
    assert (await employee(stage, stage.office.oleg.id)).password_hash is None


async def test_an_administrator_sets_a_colleagues_password_and_no_trace_of_it_stays(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Безопасность", on=screen)
        await stage.anna.presses("Олег Ким", in_=stage.desk)
        await stage.anna.sees("Напишите новый пароль: Олег Ким", in_=stage.desk)
        await stage.anna.writes("кратко", to=stage.desk)
        await stage.anna.sees("Слишком короткий пароль", in_=stage.desk)
        await stage.anna.writes(SECRET, to=stage.desk)
        await stage.anna.sees("Пароль изменён: Олег Ким", in_=stage.desk)
        assert [each.text for each in stage.anna.messages(stage.desk) if each.text in (SECRET, "кратко")] == []

        await stage.anna.presses("Завершить другие входы", in_=stage.desk)
        await stage.oleg.sees("Администратор завершил ваш вход", in_=stage.desk)
        await stage.oleg.writes("/start", to=stage.desk)
        await stage.oleg.writes("79990000002", to=stage.desk)
        await stage.oleg.sees("напишите пароль", in_=stage.desk)
        await stage.oleg.writes(SECRET, to=stage.desk)
        await stage.oleg.sees("Добро пожаловать", in_=stage.desk)

    async with stage.office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.PASSWORD_CHANGED)
        payloads = list(await uow.session.scalars(select(col(JournalEntry.payload))))
    assert (event.employee_id, event.data["who"]) == (stage.office.anna.id, {"employee_id": stage.office.oleg.id})
    assert [each for each in payloads if SECRET in each] == []


async def test_a_password_that_looks_like_a_note_or_a_command_is_a_password(stage: Stage):
    async with stage.at_work():
        for secret in ("//тайная-заметка", "/тайная-команда"):
            screen = await opens(stage, stage.anna)
            await stage.anna.presses("Безопасность", on=screen)
            await stage.anna.presses("Мой пароль", in_=stage.desk)
            asked = await stage.anna.sees("Напишите новый пароль: Анна", in_=stage.desk)
            await stage.anna.writes(secret, to=stage.desk)

            await stage.anna.sees("Пароль изменён: Анна Смирнова", in_=stage.desk, after=asked)


async def test_the_question_for_a_password_can_be_cancelled_and_words_go_to_the_customer_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        asked = await stage.anna.writes("/settings", to=stage.desk, topic=topic)
        await stage.anna.sees("Настройки", in_=stage.desk, topic=topic, after=asked)
        await stage.anna.presses("Безопасность", in_=stage.desk, topic=topic)
        await stage.anna.presses("Мой пароль", in_=stage.desk, topic=topic)
        await stage.anna.presses("Отмена", in_=stage.desk, topic=topic)
        await stage.anna.sees("Отменено: новый пароль", in_=stage.desk, topic=topic)
        await stage.anna.writes("Заказ в пути", to=stage.desk, topic=topic)

        await stage.ivan.sees("Заказ в пути", in_=stage.shop)


async def test_forged_and_foreign_settings_change_nothing(stage: Stage):
    async with stage.at_work():
        await opens(stage, stage.anna)
        abroad = await open_abroad(stage)
        toasts = [
            (await forges(stage, stage.anna, data)).text
            for data in ("stp:99", "stl:xx", "set:z:0:True", f"stc:{abroad.employee}", f"ste:{abroad.employee}")
        ]

        assert all(toasts)
        async with stage.office.begin() as uow:
            assert await uow.events.of_kind(EventKind.PREFERENCE_CHANGED) == []
            assert await uow.events.of_kind(EventKind.SIGN_IN_REVOKED) == []


async def test_in_a_group_the_settings_come_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.maria.writes("/settings", to=group)

        await stage.maria.sees("Настройки", in_=stage.desk, button="Безопасность")
        await stage.oleg.never_sees("Настройки", in_=group)


async def test_a_bound_group_offers_what_can_be_done_there_and_no_more(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        scope = f"chat:{group.id}"
        await until(stage, lambda: any(each == scope for each, _language in stage.desk.commands))
        offered = str(next(listed for (each, _language), listed in stage.desk.commands.items() if each == scope))
        await stage.anna.writes("/bind", to=group)
        await stage.anna.presses("Отвязать", in_=group)
        await until(stage, lambda: not any(each == scope for each, _language in stage.desk.commands))

    assert "snooze" in offered
    assert "logout" not in offered
    assert "invite" not in offered


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_typed_zone_does_not_go_to_the_open_dialog(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            await stage.anna.presses("Часовой пояс", on=await opens(stage, stage.anna))
            await stage.anna.sees("Где вы?", in_=stage.desk)
            await stage.anna.writes("Омск", to=stage.desk)

            await stage.anna.sees("Часовой пояс: Омск, UTC+6", in_=stage.desk)
            await stage.ivan.never_sees("Омск", in_=stage.shop)
