"""«Диалоги»: an employee chooses which dialogs to see, and opens one by a press."""

import re
from datetime import UTC, datetime

import pytest

from bridge.sandbox import Message, Person
from bridge.security.secrets import Vault
from storage.tags.tags import Tag, TagScope
from storage.team.channels import Channel, Provider
from tests.stories.conftest import KEY, Stage
from tests.stories.dialogs import takes
from tests.stories.forums import bound, taken
from tests.stories.test_forged_and_stale import forges, open_abroad


def captions(screen: Message) -> list[str]:
    return [button["text"] for row in screen.rows() for button in row]


def dialogs_on(screen: Message) -> list[str]:
    """Whose dialogs the screen lists, in order."""
    opening = [button["text"] for row in screen.rows() for button in row if button["callback_data"].startswith("o:")]
    return [re.sub(r"^\S+ (🔴 )?|( 🔵\d+)? · .*$", "", caption) for caption in opening]


async def opens_list(stage: Stage, person: Person) -> Message:
    written = await person.writes("/dialogs", to=stage.desk)
    return await person.sees("Диалоги", in_=stage.desk, after=written, button="Фильтры")


async def chooses(stage: Stage, person: Person, screen: Message, *path: str) -> Message:
    """Press one button after another on the same message."""
    for caption in path:
        await person.presses(caption, on=screen)
    return screen


async def writes_anew(stage: Stage, name: str, text: str = "Здравствуйте!") -> Person:
    customer = stage.world.person(name)
    await customer.writes(text, to=stage.shop)
    await stage.maria.sees(name, in_=stage.desk)
    return customer


@pytest.mark.parametrize("has_topics", [True, False])
async def test_the_menu_leads_to_the_list_and_a_press_opens_a_dialog(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.maria.sees("Здравствуйте!", in_=stage.desk)
        await stage.oleg.writes("/menu", to=stage.desk)
        menu = await stage.oleg.sees("вы в системе", in_=stage.desk, button="Диалоги")
        await chooses(stage, stage.oleg, menu, "Диалоги")
        assert "Все · Активные" in menu.content.text
        assert "Иван Петров 🔵1" in captions(menu)[0]

        toast = await stage.oleg.presses("Иван Петров", on=menu)

        assert toast.startswith("Иван Петров: ")
        await stage.oleg.sees("Ответственный: пока никто", in_=stage.desk, button="Взять")
        await chooses(stage, stage.oleg, menu, "Меню", "Диалоги")
        assert "🔵" not in captions(menu)[0]


async def test_the_scope_is_chosen_by_one_press_and_the_numbers_say_what_it_holds(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await writes_anew(stage, "Павел Зуев")
        screen = await opens_list(stage, stage.anna)
        assert dialogs_on(screen) == ["Павел Зуев", "Иван Петров"]
        assert captions(screen)[-5:] == ["✓ Все 2", "Мои 1", "Мой отдел 2", "⚙️ Фильтры", "‹ Меню"]

        await chooses(stage, stage.anna, screen, "Мои")

        assert dialogs_on(screen) == ["Иван Петров"]
        assert "Мои · Активные" in screen.content.text
        his = await opens_list(stage, stage.oleg)
        await chooses(stage, stage.oleg, his, "Мой отдел")
        assert dialogs_on(his) == []
        assert "Таких диалогов нет" in his.content.text


async def test_each_state_is_what_the_manual_calls_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await writes_anew(stage, "Павел Зуев")
        await writes_anew(stage, "Глеб Нил")
        screen = await opens_list(stage, stage.oleg)
        await stage.oleg.presses("Глеб Нил", on=screen)
        shown = {}
        for state in ("Непрочитанные", "Неотвеченные", "Без ответа", "Активные", "Закрытые"):
            await chooses(stage, stage.oleg, screen, "Фильтры", state)
            shown[state] = dialogs_on(screen)

    assert shown == {
        "Непрочитанные": ["Павел Зуев"],
        "Неотвеченные": ["Глеб Нил", "Павел Зуев"],
        "Без ответа": ["Иван Петров"],
        "Активные": ["Глеб Нил", "Павел Зуев", "Иван Петров"],
        "Закрытые": [],
    }


async def test_notes_transfers_and_closing_do_not_answer_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.writes("Ау!", to=stage.shop)
        await stage.anna.sees("Ау!", in_=stage.desk, topic=topic)
        screen = await opens_list(stage, stage.maria)
        await chooses(stage, stage.maria, screen, "Фильтры", "Непрочитанные")
        assert dialogs_on(screen) == ["Иван Петров"]
        await stage.anna.writes("// Проверяю на складе", to=stage.desk, topic=topic)
        for state in ("Непрочитанные", "Неотвеченные"):
            await chooses(stage, stage.maria, screen, "Фильтры", state)
            assert dialogs_on(screen) == ["Иван Петров"]

        await stage.anna.presses("Перевести")
        await stage.anna.presses("Олег Ким")
        await stage.oleg.sees("передал(а) вам этот диалог", in_=stage.desk)

        await chooses(stage, stage.maria, screen, "Фильтры", "Непрочитанные")
        assert dialogs_on(screen) == []
        await chooses(stage, stage.maria, screen, "Фильтры", "Неотвеченные")
        assert dialogs_on(screen) == ["Иван Петров"]
        await chooses(stage, stage.maria, screen, "Фильтры")
        assert "Без ответа 0" in captions(screen)


async def test_marked_as_read_by_one_it_is_read_for_the_team(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for text in ("Ау!", "Вы там?"):
            await stage.ivan.writes(text, to=stage.shop)
            await stage.anna.sees(text, in_=stage.desk, topic=topic)
        assert "Иван Петров 🔵2" in captions(await opens_list(stage, stage.oleg))[0]

        assert await stage.anna.presses("Прочитано") == "Прочитано: 2 сообщения"
        assert await stage.anna.presses("Прочитано") == "Здесь уже всё прочитано"

        screen = await opens_list(stage, stage.oleg)
        assert "🔵" not in captions(screen)[0]
        await chooses(stage, stage.oleg, screen, "Фильтры", "Неотвеченные")
        assert dialogs_on(screen) == ["Иван Петров"]


async def test_only_dialogs_of_one_channel_are_shown_on_demand(stage: Stage):
    other = stage.world.bot("Второй магазин", "other_bot")
    async with stage.office.begin() as uow:
        token = Vault(KEY).encrypt(other.token)
        uow.add(Channel(provider=Provider.TELEGRAM, name="Второй бот", token=token))
    async with stage.at_work():
        await stage.ivan.writes("Сюда", to=stage.shop)
        pavel = stage.world.person("Павел Зуев")
        await pavel.writes("А я туда", to=other)
        await stage.anna.sees("А я туда", in_=stage.desk)
        screen = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, screen, "Фильтры", "Провайдер: Все")
        assert captions(screen)[:3] == ["✓ Все 2", "✈️ Бот магазина 1", "✈️ Второй бот 1"]

        await chooses(stage, stage.anna, screen, "Второй бот")

        assert dialogs_on(screen) == ["Павел Зуев"]
        assert "Все · Активные · ✈️ Второй бот" in screen.content.text
        await chooses(stage, stage.anna, screen, "Фильтры", "Провайдер: ✈️ Второй бот", "✓ ✈️ Второй бот", "Мои")
        assert "Таких диалогов нет" in screen.content.text
        await chooses(stage, stage.anna, screen, "Сбросить фильтры")
        assert dialogs_on(screen) == ["Павел Зуев", "Иван Петров"]


async def test_dialogs_of_a_day_are_found_by_the_calendar(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Сегодня", to=stage.shop)
        await stage.anna.sees("Сегодня", in_=stage.desk)
        async with stage.office.begin() as uow:
            message = (await uow.messages.newest((await stage.office.dialog()).id))[0]
            # Moscow's night of the first of the month, the day before it in UTC.
            message.created_at = datetime(2026, 6, 30, 21, 30, tzinfo=UTC)
        screen = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, screen, "Фильтры", "Дата: Все")
        while "июль 2026" not in captions(screen):
            await chooses(stage, stage.anna, screen, "‹")

        await stage.anna.presses("1", on=screen)

        assert dialogs_on(screen) == ["Иван Петров"]
        assert "📅 1 июля" in screen.content.text
        await chooses(stage, stage.anna, screen, "Фильтры", "Дата: 1 июля", "Все даты")
        assert "📅" not in screen.content.text
        await chooses(stage, stage.anna, screen, "Фильтры", "Дата", "Сегодня")
        assert dialogs_on(screen) == []


async def test_dialogs_with_a_tag_are_found_and_their_rows_name_it(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await writes_anew(stage, "Павел Зуев")
        async with stage.office.begin() as uow:
            tag = Tag(scope=TagScope.DIALOG, name="возврат", key="возврат", created_at=uow.now)
            uow.add(tag)
            await uow.flush()
            ivans = (await uow.dialogs.active())[-1]
            await uow.tags.put(tag, ivans.id, by=None, at=uow.now)
        screen = await opens_list(stage, stage.anna)
        assert "возврат" in captions(screen)[1]

        await chooses(stage, stage.anna, screen, "Фильтры", "Тег: Все", "возврат 1")

        assert dialogs_on(screen) == ["Иван Петров"]
        assert "Все · Активные · 🏷 возврат" in screen.content.text
        async with stage.office.begin() as uow:
            (await uow.tags.get(tag.id)).deleted_at = uow.now
        assert len(dialogs_on(await opens_list(stage, stage.anna))) == 2


async def test_the_choice_is_kept_over_a_restart_and_for_each_employee(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await writes_anew(stage, "Павел Зуев")
        screen = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, screen, "Мои", "Фильтры", "Неотвеченные")

    async with stage.at_work():
        hers, his = await opens_list(stage, stage.anna), await opens_list(stage, stage.oleg)

    assert "Мои · Неотвеченные" in hers.content.text
    assert dialogs_on(hers) == ["Иван Петров"]
    assert "Все · Активные" in his.content.text


async def test_a_long_list_is_turned_page_by_page(stage: Stage):
    async with stage.at_work():
        names = [f"Клиент {number:02}" for number in range(10)]
        for name in names:
            await writes_anew(stage, name)
        screen = await opens_list(stage, stage.anna)
        assert dialogs_on(screen) == names[:1:-1]
        assert {"1/2", "›"} < set(captions(screen))

        await chooses(stage, stage.anna, screen, "›")

        assert dialogs_on(screen) == ["Клиент 01", "Клиент 00"]
        assert {"‹", "2/2"} < set(captions(screen))
        await chooses(stage, stage.anna, screen, "‹")
        assert len(dialogs_on(screen)) == 8


async def test_a_closed_dialog_is_brought_back_at_the_answer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        told = await stage.anna.sees("Диалог в архиве", in_=stage.desk, topic=topic, button="Вернуть из архива")
        screen = await opens_list(stage, stage.oleg)
        await chooses(stage, stage.oleg, screen, "Фильтры", "Закрытые")
        assert dialogs_on(screen) == ["Иван Петров"]

        await stage.anna.presses("Вернуть из архива", on=told)

        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Закрыть")
        await chooses(stage, stage.oleg, screen, "Фильтры", "Активные")
        assert dialogs_on(screen) == ["Иван Петров"]


async def test_in_a_group_the_list_comes_to_whoever_asked_alone(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("/dialogs", to=group, topic=topic)
        await stage.maria.sees("в вашем личном чате", in_=group, topic=topic)
        screen = await stage.maria.sees("Диалоги", in_=stage.desk, button="Фильтры")
        await chooses(stage, stage.maria, screen, "Мои")
        assert dialogs_on(screen) == ["Иван Петров"]

        await stage.maria.presses("Иван Петров", on=screen)

        own = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.sees("Ответственный: вы", in_=stage.desk, topic=own)
        await stage.oleg.never_sees("в вашем личном чате", in_=group)
        assert not any("⚙️ Фильтры" in captions(each) for each in stage.oleg.messages(group))


async def test_in_a_group_a_dialog_is_marked_as_read_and_brought_back_by_anybody(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.ivan.writes("Ау!", to=stage.shop)
        await stage.oleg.sees("Ау!", in_=group, topic=topic)

        assert await stage.oleg.presses("Прочитано", in_=group) == "Прочитано: 1 сообщение"
        await stage.maria.writes("/close", to=group, topic=topic)
        told = await stage.oleg.sees("Диалог в архиве", in_=group, topic=topic, button="Вернуть из архива")
        await stage.oleg.presses("Вернуть из архива", on=told)

        await stage.maria.sees("Ответственный: Олег Ким", in_=group, topic=topic, button="Закрыть")


NOT_OURS = ["li", "li:-1", "li:x", "li:0:0", "ls:everything", "ls:", "lt:lost", "lc:-1", "lg:99999999999", "lr:1"]
NOT_OURS += ["le:2026-02-30", "le:1999-12-31", "ca:li:0:2026-11-23", "lm:2100-01-01", "u:-1", "u:1:2"]


async def filter_of_anna(stage: Stage) -> dict[str, object]:
    async with stage.office.begin() as uow:
        kept = await uow.dialog_filters.of(stage.office.anna.id)
    return kept.model_dump() if kept else {}


async def test_forged_choices_are_answered_and_change_nothing(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        screen = await opens_list(stage, stage.anna)
        await chooses(stage, stage.anna, screen, "Мой отдел")
        before, shown = await filter_of_anna(stage), captions(screen)

        toasts = {data: (await forges(stage, stage.anna, data, on=screen)).text for data in NOT_OURS}

        assert [data for data, text in toasts.items() if not text] == []
        assert await filter_of_anna(stage) == before
        assert captions(screen) == shown


async def test_what_another_organization_has_is_neither_listed_nor_chosen(stage: Stage):
    abroad = await open_abroad(stage)
    async with stage.office.database.read() as uow:
        uow.bind((await uow.organizations.named("Василёк")).id)
        (theirs,) = await uow.channels.all()
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        screen = await opens_list(stage, stage.anna)
        before = await filter_of_anna(stage)

        toasts = [
            (await forges(stage, stage.anna, data, on=screen)).text
            for data in (f"lc:{theirs.id}", f"u:{abroad.dialog}", "lg:1")
        ]

        assert toasts == ["Этого больше нет"] * 3
        assert await filter_of_anna(stage) == before
        assert dialogs_on(screen) == ["Иван Петров"]
        await chooses(stage, stage.anna, screen, "Фильтры", "Провайдер")
        assert captions(screen) == ["✓ Все 1", "✈️ Бот магазина 1", "‹ Назад"]


async def test_a_page_that_is_not_there_any_more_is_the_last(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        screen = await opens_list(stage, stage.anna)

        await forges(stage, stage.anna, "li:2147483647", on=screen)

        assert dialogs_on(screen) == ["Иван Петров"]


async def test_a_press_in_a_group_redraws_nobodys_screen(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        card = await stage.maria.sees("Ответственный: Мария Лис", in_=group, topic=topic, button="Закрыть")
        before = card.content.text

        toast = await forges(stage, stage.oleg, "li:0", on=card)

        assert toast.text == "Открыто в вашем личном чате со мной"
        await stage.oleg.sees("Диалоги", in_=stage.desk, button="Фильтры")
        assert card.content.text == before
