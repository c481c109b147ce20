"""«Поиск»: an employee finds a person or a message, and opens the dialog at it."""

import pytest
from sqlmodel import select

from bridge.sandbox import Message, Person
from storage.inbox.searches import Search
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes, texts, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import captions, forges, rows_of_presses
from tests.kit.stories.stage import Stage


async def asks(stage: Stage, person: Person, words: str, *subject: str) -> Message:
    """Look for the words; returns the screen with what is found."""
    written = await person.writes(f"/search {words}", to=stage.desk)
    screen = await person.sees("🔎", in_=stage.desk, after=written, button="Искать другое")
    for caption in subject:
        await person.presses(caption, on=screen)
    return screen


@pytest.mark.parametrize("has_topics", [True, False])
async def test_the_menu_leads_to_a_person_by_a_part_of_the_name(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.maria.sees("Здравствуйте!", in_=stage.desk)
        await stage.oleg.writes("/menu", to=stage.desk)
        menu = await stage.oleg.sees("вы в системе", in_=stage.desk, button="Поиск")
        await stage.oleg.presses("Поиск", on=menu)
        assert "кого искать" in menu.content.text
        written = await stage.oleg.writes("ПЕТРОВ", to=stage.desk)
        screen = await stage.oleg.sees("Персоны", in_=stage.desk, after=written, button="Иван Петров")

        toast = await stage.oleg.presses("Иван Петров", on=screen)

        assert toast.startswith("Иван Петров: ")
        await stage.oleg.sees("Ответственный: пока никто", in_=stage.desk, button="Взять")


@pytest.mark.parametrize("has_topics", [True, False])
async def test_a_message_is_found_by_a_part_of_a_word_and_shown_in_its_dialog(stage: Stage, has_topics: bool):
    async with stage.at_work():
        await stage.ivan.writes("Где ёлка <b>из</b> заказа?", to=stage.shop)
        await stage.maria.sees("Где ёлка", in_=stage.desk)
        screen = await asks(stage, stage.oleg, "ЕЛК", "Сообщения")
        assert "Где ёлка <b>из</b> заказа?" in screen.content.text
        assert "Иван Петров" in screen.content.text

        toast = await stage.oleg.presses("1", on=screen)

        assert toast.startswith("Иван Петров: ")
        topic = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk) if has_topics else None
        shown = await stage.oleg.sees("🔎 Где ёлка", in_=stage.desk, topic=topic)
        assert "История" in shown.text


async def test_what_is_found_is_bold_and_says_who_said_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Ваш заказ едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Ваш заказ едет", in_=stage.shop)
        await stage.anna.writes("// заказ задержан на складе", to=stage.desk, topic=topic)

        screen = await asks(stage, stage.oleg, "зак", "Сообщения")

        lines = screen.content.text.split("\n\n")[1:]
        assert [line.split(" · ")[0] for line in lines] == [
            "1. 🔒 Заметка",
            "2. Анна Смирнова → Иван Петров",
            "3. Иван Петров",
        ]
        assert [line.split("\n")[1] for line in lines] == [
            "заказ задержан на складе",
            "Ваш заказ едет",
            "Здравствуйте, где мой заказ?",
        ]
        assert texts(stage.ivan, stage.shop, "задержан") == []


async def test_pages_of_messages_lead_to_the_oldest_and_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number in range(7):
            await stage.anna.writes(f"ответ номер {number}", to=stage.desk, topic=topic)
            await stage.ivan.sees(f"ответ номер {number}", in_=stage.shop)
        screen = await asks(stage, stage.oleg, "ответ номер", "Сообщения")
        first = screen.content.text
        assert "ответ номер 2" in first
        assert "Новее" not in captions(screen)

        await stage.oleg.presses("Раньше", on=screen)

        assert "ответ номер 1" in screen.content.text
        assert "ответ номер 2" not in screen.content.text
        assert "Раньше ›" not in captions(screen)
        await stage.oleg.presses("Новее", on=screen)
        assert screen.content.text == first


async def test_the_page_around_a_message_is_turned_both_ways(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number in range(10, 30):
            await stage.anna.writes(f"ответ номер {number}", to=stage.desk, topic=topic)
            await stage.ivan.sees(f"ответ номер {number}", in_=stage.shop)
        screen = await asks(stage, stage.oleg, "номер 20", "Сообщения")
        await stage.oleg.presses("1", on=screen)
        his = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        page = await stage.oleg.sees("🔎 ответ номер 20", in_=stage.desk, topic=his, button="Позже")
        assert "номер 16" in page.text
        assert "номер 23" in page.text

        await stage.oleg.presses("Позже", on=page)

        assert "номер 24" in page.content.text
        assert "номер 29" in page.content.text
        await stage.oleg.presses("Раньше", on=page)
        assert "номер 14" in page.content.text
        assert "номер 21" in page.content.text


async def test_a_phone_number_is_found_in_any_spelling(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            (await uow.contacts.get(1)).phone = "79161234567"

        for spelling in ("+7 (916) 123-45-67", "8 916 123 45 67", "123-45-67", "8916", "№1"):
            screen = await asks(stage, stage.oleg, spelling)
            assert captions(screen)[0].startswith("✈️ Иван Петров · +7 916 123-45-67"), spelling


async def test_words_that_answer_the_question_never_reach_a_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/search", to=stage.desk, topic=topic)
        await stage.anna.sees("кого искать", in_=stage.desk, topic=topic, button="Отмена")
        written = await stage.anna.writes("!!!", to=stage.desk, topic=topic)
        await stage.anna.sees("нечего искать", in_=stage.desk, topic=topic, after=written)
        written = await stage.anna.writes("ж" * 300, to=stage.desk, topic=topic)
        await stage.anna.sees("Слишком длинно", in_=stage.desk, topic=topic, after=written)
        written = await stage.anna.writes("тайное слово", to=stage.desk, topic=topic)
        await stage.anna.sees("Никто не найден", in_=stage.desk, topic=topic, after=written)

        await stage.anna.writes("Это уже вам", to=stage.desk, topic=topic)

        await stage.ivan.sees("Это уже вам", in_=stage.shop)
        assert texts(stage.ivan, stage.shop, "тайное") == texts(stage.ivan, stage.shop, "жжж") == []


async def test_the_question_is_left_by_its_button(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/search", to=stage.desk)
        screen = await stage.anna.sees("кого искать", in_=stage.desk, button="Отмена")
        await stage.anna.presses("Сообщения", on=screen)
        assert "что искать в сообщениях" in screen.content.text

        await stage.anna.presses("Отмена", on=screen)

        await until(stage, lambda: screen.content.text == "Отменено: поиск")


async def test_in_a_group_the_search_goes_on_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.anna.writes("/search заказ", to=group, topic=topic)
        await stage.anna.sees("в вашем личном чате", in_=group, topic=topic)
        screen = await stage.anna.sees("Персоны", in_=stage.desk, button="Сообщения")
        await stage.anna.presses("Сообщения", on=screen)
        await stage.anna.presses("1", on=screen)

        await stage.anna.sees("🔎 Здравствуйте, где мой заказ?", in_=stage.desk, topic=await hers(stage))
        assert texts(stage.maria, group, "🔎") == []
        await stage.anna.writes("/search", to=group, topic=topic)
        await stage.anna.sees("что искать", in_=stage.desk, button="Отмена")
        written = await stage.anna.writes("мой зак", to=stage.desk)
        await stage.anna.sees("где мой заказ", in_=stage.desk, after=written, button="Искать другое")


async def hers(stage: Stage):
    return await stage.anna.sees_topic("Иван Петров", in_=stage.desk)


async def test_a_search_of_somebody_else_and_foreign_messages_are_refused(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        abroad = await open_abroad(stage)
        await asks(stage, stage.oleg, "заказ")
        await asks(stage, stage.anna, "заказ")
        async with stage.office.database.read(stage.office.organization.id) as uow:
            his, hers = await uow.session.scalars(select(Search.id).order_by(Search.id))
            (said, *_others) = await uow.messages.newest((await stage.office.dialog()).id)
        before = await rows_of_presses(stage)

        refused = [
            f"sep:{his}:0", f"sem:{his}:0:1", f"seo:{his}:{said.id}", f"seo:{hers}:{abroad.message}", "sep:99:0",
            "se:x", f"sep:{hers}:-1", f"sem:{hers}:99999999999:1", f"seo:{hers}:99999", "sem:1",
        ]  # fmt: skip
        toasts = {data: await forges(stage, stage.anna, data) for data in refused}

        assert [data for data, toast in toasts.items() if not toast.text] == []
        assert await rows_of_presses(stage) == before
        assert len(stage.anna.topics(stage.desk)) == 1


async def test_a_message_that_was_deleted_meanwhile_is_not_opened(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        screen = await asks(stage, stage.oleg, "заказ", "Сообщения")
        async with stage.office.begin() as uow:
            (message,) = await uow.messages.newest((await stage.office.dialog()).id)
            message.deleted_at = uow.now

        toast = await stage.oleg.presses("1", on=screen)

        assert toast == "Этого больше нет"
