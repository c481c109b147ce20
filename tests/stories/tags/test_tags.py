"""Tags: put on a dialog by one press, made, found again, changed for everybody."""

import pytest

from bridge.actions.tags import tags
from bridge.sandbox import Message, Person
from bridge.sandbox.topics import Topic
from storage.reports.events import EventKind
from storage.tags.tags import TagScope
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


async def makes(stage: Stage, person: Person, names: str, topic: Topic) -> Message:
    """New tags on the dialog in whose topic they are; returns the message with the picker."""
    await person.presses("Теги", in_=stage.desk, topic=topic)
    await person.presses("Новый тег", in_=stage.desk, topic=topic)
    await person.sees("Напишите название тега", in_=stage.desk, topic=topic)
    asked = await person.writes(names, to=stage.desk, topic=topic)
    return await person.sees("Теги диалога", in_=stage.desk, topic=topic, after=asked)


async def on_dialog(stage: Stage) -> list[str]:
    dialog = await stage.office.dialog()
    async with stage.office.begin() as uow:
        return [tag.name for tag in await uow.tags.of(TagScope.DIALOG, dialog.id)]


def caption(message: Message, words: str) -> str:
    return next(text for text in message.captions() if words in text)


async def test_new_tags_are_typed_several_at_once_and_shown_on_the_card_and_in_the_topics_name(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        picker = await makes(stage, stage.anna, "доставка, VIP", topic)

        assert "🏷 доставка, 🏷 VIP" in picker.text
        await stage.anna.sees("Теги: 🏷 доставка, 🏷 VIP", in_=stage.desk, topic=topic, button="Перевести")
        await until(stage, lambda: topic.name == "Иван Петров · доставка, VIP №1")
        await stage.ivan.never_sees("доставка", in_=stage.shop)


async def test_an_existing_tag_takes_two_presses_and_the_picker_stays_for_more(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка,возврат", topic)
        for name in ("доставка", "возврат"):
            await stage.anna.presses(name, on=picker)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Теги")
        # A card that waits to be painted would come over the picker.
        await stage.world.rest()

        await stage.anna.presses("Теги", on=card)
        assert await stage.anna.presses("возврат", on=card) == "Тег поставлен: 🏷 возврат"
        assert await stage.anna.presses("доставка", on=card) == "Тег поставлен: 🏷 доставка"

        await until(stage, lambda: "✅ 🏷 доставка" in card.captions())
        assert await on_dialog(stage) == ["возврат", "доставка"]
        await stage.anna.presses("Назад", on=card)
        await stage.anna.sees("Теги: 🏷 возврат, 🏷 доставка", in_=stage.desk, topic=topic, button="Закрыть")
        await until(stage, lambda: "возврат, доставка" in topic.name)


async def test_many_tags_are_turned_page_by_page_and_a_press_stays_on_its_page(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            for number in range(12):
                await tags.create(uow, f"тег {number:02}", TagScope.DIALOG)
        await stage.anna.presses("Теги", in_=stage.desk, topic=topic)
        picker = await stage.anna.sees("Теги диалога", in_=stage.desk, topic=topic, button="тег 09")

        await stage.anna.presses("›", on=picker)
        await stage.anna.presses("тег 11", on=picker)

        await until(stage, lambda: "✅ 🏷 тег 11" in picker.captions())
        assert [each for each in picker.captions() if "🏷" in each] == ["🏷 тег 10", "✅ 🏷 тег 11"]


async def test_the_history_tells_who_put_on_and_took_off_what_and_when(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка", topic)
        before = stage.world.clock.now()
        await stage.anna.presses("доставка", on=picker)
        after = stage.world.clock.now()

        await stage.anna.presses("История тегов", on=picker)

        shown = await stage.anna.sees("➖", in_=stage.desk, topic=topic)
        assert [line.rsplit(" · ", 1)[0] for line in shown.text.splitlines()[1:]] == [
            "➖ 🏷 доставка · Анна Смирнова",
            "➕ 🏷 доставка · Анна Смирнова",
        ]
        assert shown.text[-3:] in {f"{before::%M}", f"{after::%M}"}


async def test_the_common_list_renames_colours_merges_and_deletes_with_undo(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка,курьер,возврат", topic)
        await stage.anna.presses("Все теги", on=picker)
        await stage.anna.presses("доставка · 1", on=picker)
        await stage.anna.presses("Цвет", on=picker)
        await stage.anna.presses("🔴", on=picker)
        await stage.anna.sees("🔴 доставка", in_=stage.desk, topic=topic, button="Переименовать")

        await stage.anna.presses("Объединить с другим", on=picker)
        await stage.anna.presses("курьер", on=picker)
        await stage.anna.presses("Объединить", on=picker)
        await stage.anna.presses("Назад", on=picker)
        assert [each for each in picker.captions() if "·" in each] == ["🏷 возврат · 1", "🏷 курьер · 1"]

        await stage.anna.presses("возврат", on=picker)
        await stage.anna.presses("Удалить из общего списка", on=picker)
        assert "Стоит на 1 диалоге" in picker.text
        await stage.anna.presses("Удалить", on=picker)
        await until(stage, lambda: "удалён" in picker.text)
        assert await on_dialog(stage) == ["курьер"]
        await stage.anna.presses("Вернуть", on=picker)

        assert await on_dialog(stage) == ["курьер", "возврат"]
        await stage.anna.sees("Теги: 🏷 курьер, 🏷 возврат", in_=stage.desk, topic=topic, button="Перевести")


async def test_another_name_is_typed_and_one_that_is_taken_is_refused_in_words(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка,возврат", topic)
        await stage.anna.presses("Все теги", on=picker)
        await stage.anna.presses("доставка", on=picker)
        await stage.anna.presses("Переименовать", on=picker)
        await stage.anna.sees("другое название", in_=stage.desk, topic=topic)
        await stage.anna.writes("ВОЗВРАТ", to=stage.desk, topic=topic)
        await stage.anna.sees("«возврат» уже есть", in_=stage.desk, topic=topic)
        await stage.anna.writes("б" * 33, to=stage.desk, topic=topic)
        await stage.anna.sees("не длиннее 32 знаков", in_=stage.desk, topic=topic)

        await stage.anna.writes("Доставка на дом", to=stage.desk, topic=topic)

        await stage.anna.sees("🏷 Доставка на дом", in_=stage.desk, topic=topic, button="Цвет")
        assert await on_dialog(stage) == ["Доставка на дом", "возврат"]
        await stage.ivan.never_sees("на дом", in_=stage.shop)


async def test_outside_of_dialogs_the_command_opens_the_common_list(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await makes(stage, stage.anna, "доставка", topic)
        await stage.oleg.writes("/tags", to=stage.desk)

        shown = await stage.oleg.sees("Теги диалогов", in_=stage.desk, button="доставка · 1")

        await stage.oleg.presses("Теги клиентов", on=shown)
        assert "Тегов пока нет" in shown.text
        await stage.oleg.presses("Меню", on=shown)
        await stage.oleg.sees("вы в системе", in_=stage.desk, button="Диалоги")


async def test_in_a_topic_the_command_opens_the_dialogs_tags(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await makes(stage, stage.anna, "доставка", topic)
        asked = await stage.anna.writes("/tags", to=stage.desk, topic=topic)

        shown = await stage.anna.sees("Теги диалога · Иван Петров", in_=stage.desk, topic=topic, after=asked)

        assert caption(shown, "доставка") == "✅ 🏷 доставка"


async def test_in_the_archive_tags_are_put_on_too(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка", topic)
        await stage.anna.presses("доставка", on=picker)
        await stage.anna.presses("Закрыть", topic=topic, in_=stage.desk)
        card = await stage.anna.sees("в архиве", in_=stage.desk, topic=topic, button="Теги")
        await stage.world.rest()

        await stage.anna.presses("Теги", on=card)
        await stage.anna.presses("доставка", on=card)

        assert await on_dialog(stage) == ["доставка"]


async def test_two_who_press_the_same_tag_at_once_put_it_on_once(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Теги", in_=group)
        await stage.maria.presses("Новый тег", in_=group)
        await stage.maria.sees("Мария Лис, напишите название тега", in_=group, topic=topic)
        await stage.anna.writes("Уже едет", to=group, topic=topic)
        await stage.maria.writes("доставка", to=group, topic=topic)
        picker = await stage.maria.sees("Теги диалога", in_=group, topic=topic, button="✅ 🏷 доставка")
        await stage.maria.presses("доставка", on=picker)
        await until(stage, lambda: "🏷 доставка" in picker.captions())
        data = next(b["callback_data"] for row in picker.rows() for b in row if b["text"] == "🏷 доставка")

        presses = [stage.world.presses.press(each.user, picker, data) for each in (stage.maria, stage.oleg)]
        for press in presses:
            assert (await press.toast).text == "Тег поставлен: 🏷 доставка"

        assert await on_dialog(stage) == ["доставка"]
        async with stage.office.begin() as uow:
            assert len(await uow.events.of_kind(EventKind.DIALOG_TAGGED)) == 2
        await stage.ivan.never_sees("доставка", in_=stage.shop)


async def test_a_tag_that_a_colleague_has_deleted_meanwhile_is_said_to_be_gone(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        picker = await makes(stage, stage.anna, "доставка", topic)
        async with stage.office.begin() as uow:
            (tag,) = await uow.tags.all(TagScope.DIALOG)
            tag.deleted_at = uow.now

        assert await stage.anna.presses("доставка", on=picker) == "Этого больше нет"


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_tag_is_typed_for_the_open_dialog(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            asked = await stage.anna.writes("/tags", to=stage.desk)
            await stage.anna.presses("Новый тег", in_=stage.desk)
            await stage.anna.sees("Напишите название тега", in_=stage.desk, after=asked)
            await stage.anna.writes("доставка", to=stage.desk)

            await stage.anna.sees("Теги диалога · Иван Петров", in_=stage.desk, button="✅ 🏷 доставка")
            assert await on_dialog(stage) == ["доставка"]
            await stage.ivan.never_sees("доставка", in_=stage.shop)
