"""«Клиент»: all that is known of a customer, noted, filled in, corrected, blocked."""

import pytest
from sqlmodel import select

from bridge.actions.clients import contact_notes, fields
from bridge.actions.tags import tags
from bridge.sandbox import Message, Person
from bridge.sandbox.onlooker import Place
from bridge.sandbox.topics import Topic
from storage.clients.contact_notes import MAX_NOTE_LENGTH
from storage.clients.contacts import ContactAddress
from storage.clients.fields import MAX_TEXT_LENGTH, FieldKind, FieldValue
from storage.engine.owned import SYSTEM_WIDE
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Attachment, Author, MessageKind
from storage.messages.messages import Message as Row
from storage.tags.tags import TagScope
from storage.team.channels import Channel, Provider
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage


async def opens(stage: Stage, person: Person, topic: Topic, *, in_: Place | None = None) -> Message:
    """The customer's card, over the dialog's."""
    place = in_ or stage.desk
    await stage.world.rest()
    await person.presses("Клиент", in_=place, topic=topic)
    return await person.sees("Id контакта", in_=place, topic=topic)


async def types(stage: Stage, topic: Topic, asked: str, *answers: str) -> None:
    """What Anna is asked, and what she types; the last answer is taken."""
    for answer in answers:
        await stage.anna.sees(asked, in_=stage.desk, topic=topic)
        await stage.anna.writes(answer, to=stage.desk, topic=topic)


async def test_the_card_tells_all_that_is_known(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        card = await opens(stage, stage.anna, topic)

        lines = card.text.splitlines()
        assert lines[:4] == [
            "👤 Иван Петров",
            "Id контакта: 1",
            f"✈️ Бот магазина · @ivan · id {stage.ivan.user.id}",
            "Язык: русский",
        ]
        assert [line.split(":")[0] for line in lines[4:]] == ["Первое обращение", "Последнее сообщение"]
        await stage.anna.presses("Назад", on=card)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic, button="Закрыть")


async def test_another_name_and_a_number_are_seen_everywhere_and_can_be_taken_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Имя", on=card)
        await types(stage, topic, "как называть", "Иван Кузьмич")
        renamed = await stage.anna.sees("👤 Иван Кузьмич", in_=stage.desk, topic=topic, button="Телефон")
        assert "Имя в канале: Иван Петров" in renamed.text
        await until(stage, lambda: topic.name.startswith("Иван Кузьмич"))

        await stage.anna.presses("Телефон", on=renamed)
        await stage.anna.sees("номер телефона", in_=stage.desk, topic=topic)
        await stage.anna.writes("восемь", to=stage.desk, topic=topic)
        await stage.anna.sees("Это не номер телефона", in_=stage.desk, topic=topic)
        await stage.anna.writes("8 (999) 123-45-67", to=stage.desk, topic=topic)
        known = await stage.anna.sees("📞 +7 999 123-45-67", in_=stage.desk, topic=topic)

        await stage.anna.presses("Телефон", on=known)
        await stage.anna.presses("Убрать номер", in_=stage.desk)
        await stage.anna.presses("Имя", on=known)
        assert await stage.anna.presses("Как в канале: Иван Петров", in_=stage.desk) == "Вернулось имя из канала"
        await stage.world.rest()
        newest = await opens(stage, stage.anna, topic)
        assert "📞" not in newest.text
        assert newest.text.startswith("👤 Иван Петров")
        await stage.ivan.never_sees("123-45-67", in_=stage.shop)


async def test_notes_are_added_changed_and_deleted_by_their_author(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Заметки", on=card)
        await stage.anna.presses("Добавить заметку", on=card)
        await types(stage, topic, "Напишите заметку", "Звонить <после> шести")
        notes = await stage.anna.sees("1. Звонить <после> шести", in_=stage.desk, topic=topic)
        assert "Анна Смирнова · " in notes.text

        await stage.anna.presses("✏️ 1", on=notes)
        await types(stage, topic, "новый текст", "Не звонить")
        changed = await stage.anna.sees("1. Не звонить", in_=stage.desk, topic=topic, button="🗑 1")
        assert changed.text.endswith("✏️ изменено")
        await stage.anna.presses("🗑 1", on=changed)
        await stage.anna.presses("Вернуть заметку", on=changed)

        await stage.anna.presses("Назад", on=changed)
        shown = await stage.anna.sees("📝 Не звонить", in_=stage.desk, topic=topic)
        assert "📝 Заметки · 1" in shown.captions()
        await stage.ivan.never_sees("звонить", in_=stage.shop)


async def test_a_colleagues_note_is_read_and_left_alone(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        card = await opens(stage, stage.maria, topic, in_=group)
        await stage.maria.presses("Заметки", on=card)
        await stage.maria.presses("Добавить заметку", on=card)
        await stage.maria.sees("Мария Лис, напишите заметку", in_=group, topic=topic)
        await stage.anna.writes("Это клиенту", to=group, topic=topic)
        await stage.maria.writes("Постоянный клиент", to=group, topic=topic)
        notes = await stage.maria.sees("1. Постоянный клиент", in_=group, topic=topic, button="🗑 1")

        assert "только тот, кто её написал" in await stage.anna.presses("🗑 1", on=notes)
        assert "только тот, кто её написал" in await stage.anna.presses("✏️ 1", on=notes)

        await stage.ivan.never_sees("Постоянный", in_=stage.shop)
        assert "Постоянный клиент" in notes.text


async def test_contact_tags_are_put_on_from_the_card_and_shown_on_both(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            await tags.create(uow, "VIP", TagScope.CONTACT)
        card = await opens(stage, stage.anna, topic)

        await stage.anna.presses("Теги клиента", on=card)
        assert await stage.anna.presses("VIP", on=card) == "Тег поставлен: 🏷 VIP"
        await stage.anna.presses("Назад", on=card)
        await stage.anna.sees("🏷 VIP", in_=stage.desk, topic=topic, button="Телефон")
        await stage.anna.presses("Назад", on=card)

        await stage.anna.sees("Теги клиента: 🏷 VIP", in_=stage.desk, topic=topic, button="Закрыть")


async def test_a_field_is_made_and_filled_in_with_what_belongs_there(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Поля", on=card)
        await stage.anna.presses("Новое поле", on=card)
        await stage.anna.presses("Дата", on=card)
        await types(stage, topic, "название нового поля", "День рождения")
        field = await stage.anna.sees("День рождения · Дата", in_=stage.desk, topic=topic)
        await stage.anna.presses("Заполнить", on=field)
        await stage.anna.sees("День рождения: напишите дату", in_=stage.desk, topic=topic)
        await stage.anna.writes("в мае", to=stage.desk, topic=topic)
        await stage.anna.sees("Это не дата", in_=stage.desk, topic=topic)
        await stage.anna.writes("31.12.1990", to=stage.desk, topic=topic)

        listed = await stage.anna.sees("Поля: Иван Петров", in_=stage.desk, topic=topic, button="День рождения: 31 дек")
        await stage.anna.presses("Назад", on=listed)
        assert "День рождения: 31 дек" in listed.text
        await stage.ivan.never_sees("рождения", in_=stage.shop)


async def test_a_date_is_picked_from_a_calendar(stage: Stage):
    async with stage.office.begin() as uow:
        await fields.define(uow, "Доставка", FieldKind.DATE, by=await uow.employees.get(stage.office.anna.id))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Поля", on=card)
        await stage.anna.presses("Доставка", on=card)
        await stage.anna.presses("Календарь", on=card)
        assert "нояб. 2026" in card.captions()
        await stage.anna.presses("2027 »", on=card)
        await stage.anna.presses("›", on=card)
        assert "дек. 2027" in card.captions()
        await stage.anna.presses("24", on=card)
        assert "24 дек" in card.text
        await stage.anna.presses("Календарь", on=card)
        assert "✓24" in card.captions()
        await stage.anna.presses("Назад", on=card)

        await stage.anna.presses("Назад", on=card)
        await stage.anna.presses("Назад", on=card)
        assert "Доставка: 24 дек" in card.text


async def test_a_calendar_fills_in_nothing_but_a_date_of_the_own_organization(stage: Stage):
    abroad = await open_abroad(stage)
    async with stage.office.database.begin() as uow:
        theirs = (await uow.session.get_one(Dialog, abroad.dialog, execution_options=SYSTEM_WIDE)).organization_id
    async with stage.office.database.begin(theirs) as uow:
        foreign = await fields.define(uow, "Их", FieldKind.DATE, by=await uow.employees.get(abroad.employee))
    async with stage.office.begin() as uow:
        anna = await uow.employees.get(stage.office.anna.id)
        words = await fields.define(uow, "Слова", FieldKind.TEXT, by=anna)
        day = await fields.define(uow, "День", FieldKind.DATE, by=anna)
    async with stage.at_work():
        await takes(stage, stage.anna)
        own = (await stage.office.dialog()).id
        for field_id, dialog_id in ((foreign.id, own), (words.id, own), (day.id, abroad.dialog), (10**8, own)):
            for prefix in ("ca", "cm"):
                assert (await forges(stage, stage.anna, f"{prefix}:fi{field_id}:{dialog_id}:2026-11-24")).text
        async with stage.office.database.read() as uow:
            found = await uow.session.scalars(select(FieldValue), execution_options=SYSTEM_WIDE)

            assert list(found) == []


async def test_a_choice_is_filled_in_by_one_press_and_a_field_is_deleted_with_undo(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Поля", on=card)
        await stage.anna.presses("Новое поле", on=card)
        await stage.anna.presses("Выбор из вариантов", on=card)
        await types(stage, topic, "название нового поля", "Карта")
        await stage.anna.sees("варианты через запятую", in_=stage.desk, topic=topic)
        await stage.anna.writes("золотая", to=stage.desk, topic=topic)
        await stage.anna.sees("от 2 до 20", in_=stage.desk, topic=topic)
        await stage.anna.writes("золотая, серебряная", to=stage.desk, topic=topic)
        field = await stage.anna.sees("Карта · Выбор", in_=stage.desk, topic=topic)

        await stage.anna.presses("серебряная", on=field)
        assert "✅ серебряная" in field.captions()
        await stage.anna.presses("Удалить", on=field)
        await stage.anna.presses("Удалить", on=field)
        await until(stage, lambda: "удалено" in field.text)
        await stage.anna.presses("Вернуть", on=field)

        assert field.text == "Карта · Выбор из вариантов\nсеребряная"


async def test_only_managers_delete_what_colleagues_have_filled_in(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.maria)
        await stage.world.rest()
        await stage.maria.presses("Клиент", in_=stage.desk, topic=topic)
        await stage.maria.presses("Поля", in_=stage.desk, topic=topic)
        await stage.maria.presses("Новое поле", in_=stage.desk, topic=topic)
        await stage.maria.presses("Текст", in_=stage.desk, topic=topic)
        await stage.maria.sees("название нового поля", in_=stage.desk, topic=topic)
        await stage.maria.writes("Город", to=stage.desk, topic=topic)
        field = await stage.maria.sees("Город · Текст", in_=stage.desk, topic=topic)

        for caption in ("Удалить", "Переименовать"):
            assert "только руководитель" in await stage.maria.presses(caption, on=field)


async def test_a_file_is_shown_again_by_one_press(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(b"%PDF-1.4 invoice", name="счёт.pdf", kind="document", to=stage.shop)
        first = await stage.anna.sees(in_=stage.desk, topic=topic, kind="document")
        card = await opens(stage, stage.anna, topic)

        assert "📎 Файлы · 1" in card.captions()
        await stage.anna.presses("Файлы", on=card)
        assert await stage.anna.presses("счёт.pdf", on=card) == "Файл сейчас придёт"

        again = await stage.anna.sees(in_=stage.desk, topic=topic, kind="document", after=first)
        assert again.content.file.unique_id == first.content.file.unique_id


async def test_a_blocked_customer_is_not_heard_until_the_block_is_lifted(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Заблокировать", on=card)
        assert await stage.anna.presses("Это спам", on=card) == "Клиент заблокирован"
        assert "🚫 Спам" in card.text

        await stage.ivan.writes("Купите слона", to=stage.shop)
        await stage.anna.never_sees("слона", in_=stage.desk)
        await stage.maria.never_sees("слона", in_=stage.desk)
        assert await stage.anna.presses("Разблокировать", on=card) == "Клиент разблокирован"

        await stage.anna.sees("Купите слона", in_=stage.desk, topic=topic)
        await until(stage, lambda: topic.name.startswith("Иван Петров"))
        await stage.anna.writes("Спасибо, не нужно", to=stage.desk, topic=topic)
        await stage.ivan.sees("не нужно", in_=stage.shop)


async def test_a_block_closes_the_groups_topic_at_once_and_its_end_opens_it(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        card = await opens(stage, stage.maria, topic, in_=group)
        await stage.maria.presses("Заблокировать", on=card)
        await stage.maria.presses("Заблокировать", on=card)
        await until(stage, lambda: topic.closed)
        assert "🚫" in card.text

        await stage.maria.presses("Разблокировать", on=card)

        await until(stage, lambda: not topic.closed)


async def test_a_blocked_customers_dialog_is_not_brought_back_from_the_archive(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens(stage, stage.anna, topic)
        await stage.anna.presses("Заблокировать", on=card)
        await stage.anna.presses("Заблокировать", on=card)
        await stage.anna.presses("Назад", on=card)
        await stage.anna.sees("Состояние: клиент заблокирован", in_=stage.desk, topic=topic)

        assert "Разблокируйте его" in await stage.anna.presses("Вернуть из архива", on=card)


async def test_other_dialogs_of_the_person_are_one_press_away(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await another_dialog(stage)
        card = await opens(stage, stage.anna, topic)

        await stage.anna.presses("Другие диалоги · 1", on=card)
        await stage.anna.presses("Второй бот · открыт", on=card)

        await until(
            stage, lambda: len([t for t in stage.anna.chat(stage.desk).topics.values() if "Иван" in t.name]) == 2
        )


async def test_files_of_all_dialogs_are_listed_and_one_comes_where_it_belongs(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(b"pdf", to=stage.shop, kind="document", name="здесь.pdf")
        await stage.anna.sees(in_=stage.desk, topic=topic, kind="document")
        await another_dialog(stage)
        async with stage.office.begin() as uow:
            here = stage.office.channel.id
            there = next(dialog for dialog in await uow.dialogs.active() if dialog.channel_id != here)
            message = Row(dialog_id=there.id, author=Author.CONTACT, kind=MessageKind.DOCUMENT, created_at=uow.now)
            uow.add(message)
            await uow.flush()
            uow.add(Attachment(message_id=message.id, file_name="там.pdf", source="desk"))
        card = await opens(stage, stage.anna, topic)
        assert "📎 Файлы · 2" in card.captions()
        await stage.anna.presses("Файлы", on=card)
        assert [caption for caption in card.captions() if "там.pdf" in caption]
        await stage.anna.presses("Этот диалог", on=card)
        assert not [caption for caption in card.captions() if "там.pdf" in caption]
        await stage.anna.presses("Все диалоги", on=card)

        assert "в другой диалог" in await stage.anna.presses("там.pdf", on=card)
        await until(
            stage, lambda: len([t for t in stage.anna.chat(stage.desk).topics.values() if "Иван" in t.name]) == 2
        )


async def test_a_card_with_all_that_it_may_hold_still_fits_into_a_message(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            dialog_id, by = (await uow.dialogs.active())[0].id, stage.office.anna
            for number in range(fields.MAX_FIELDS):
                field = await fields.define(uow, f"{number:032}", FieldKind.TEXT, by=by)
                await fields.fill(uow, field.id, dialog_id, "<" * MAX_TEXT_LENGTH, by=by)
            for scope in TagScope:
                await tags.put_named(
                    uow, ",".join(f"{n:032}" for n in range(tags.MAX_TAGS_PER_DIALOG)), dialog_id, scope, by=by
                )
            for _number in range(4):
                await contact_notes.write(uow, dialog_id, "&" * MAX_NOTE_LENGTH, by=by)
        card = await opens(stage, stage.anna, topic)

        for screen, expected in (("Поля", "Нажмите на поле"), ("Заметки", "&&&"), ("Теги клиента", "🏷")):
            await stage.anna.presses(screen, on=card)
            await until(stage, lambda expected=expected: expected in card.text)
            await stage.anna.presses("Назад", on=card)
            await until(stage, lambda: "Id контакта" in card.text)
        await stage.anna.presses("Назад", on=card)
        await until(stage, lambda: "Состояние" in card.text)


async def another_dialog(stage: Stage) -> None:
    """The same person has written to a second channel, and the contacts were merged."""
    async with stage.office.begin() as uow:
        contact_id = (await uow.dialogs.active())[0].contact_id
        channel = Channel(provider=Provider.TELEGRAM, name="Второй бот", token="encrypted", is_active=False)
        uow.add(channel)
        await uow.flush()
        address = ContactAddress(contact_id=contact_id, channel_id=channel.id, external_id="777")
        uow.add(address)
        await uow.flush()
        ids = {"contact_id": contact_id, "channel_id": channel.id, "address_id": address.id}
        uow.add(Dialog(**ids, opened_at=uow.now, last_message_at=uow.now))


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_note_is_typed_and_the_next_words_go_to_the_customer(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            await stage.world.rest()
            await stage.anna.presses("Клиент", in_=stage.desk)
            await stage.anna.presses("Заметки", in_=stage.desk)
            await stage.anna.presses("Добавить заметку", in_=stage.desk)
            await stage.anna.sees("Напишите заметку", in_=stage.desk)
            await stage.anna.writes("Постоянный клиент", to=stage.desk)
            await stage.anna.sees("1. Постоянный клиент", in_=stage.desk)

            await stage.anna.writes("Добрый день!", to=stage.desk)

            await stage.ivan.sees("Добрый день!", in_=stage.shop)
            await stage.ivan.never_sees("Постоянный", in_=stage.shop)
