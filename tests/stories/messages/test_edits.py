"""What was written is changed afterwards, on either side."""

import pytest

from bridge.sandbox import Kind, Message, Person
from tests.kit.stories.dialogs import answers, shares, takes, until
from tests.kit.stories.stage import Stage


async def test_a_customers_edit_changes_the_copy_and_keeps_what_it_said(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        copy = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        await stage.ivan.edits(written, "Заказ 18")

        changed = await stage.anna.sees("Заказ 18", in_=stage.desk, topic=topic)
        await stage.anna.presses("Что было раньше", on=changed)
        before = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)

    assert changed.id == copy.id
    assert changed.text == "✏️ изменено\nЗаказ 18"
    assert before.reply_to == copy.id
    assert "было так" in before.text


async def test_every_earlier_version_can_be_read_one_after_another(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        for number in (18, 19):
            await stage.ivan.edits(written, f"Заказ {number}")
            changed = await stage.anna.sees(f"изменено\nЗаказ {number}", in_=stage.desk, topic=topic)

        await stage.anna.presses("Что было раньше", on=changed)
        screen = await stage.anna.sees("Заказ 18", in_=stage.desk, topic=topic)
        await stage.anna.presses("Раньше", on=screen)

        first = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        assert first.id == screen.id


async def test_a_customers_edit_before_anybody_has_taken_the_dialog_changes_its_offer(stage: Stage):
    async with stage.at_work():
        written = await stage.ivan.writes("Здравствуйте, где моя пшеница?", to=stage.shop)
        await stage.anna.sees("пшеница", in_=stage.desk, button="Взять")
        await stage.ivan.edits(written, "Здравствуйте, где моя пицца?")

        await stage.anna.sees("пицца", in_=stage.desk, button="Взять")


async def test_an_edited_caption_and_an_edited_picture_change_the_copy(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        sent = await stage.ivan.sends_file(b"first", to=stage.shop, kind="photo", name="чек.jpg", caption="Чек")
        copy = await stage.anna.sees("Чек", in_=stage.desk, topic=topic, kind=Kind.PHOTO)
        await stage.ivan.edits(sent, "Чек за май")
        await stage.anna.sees("изменено\nЧек за май", in_=stage.desk, topic=topic)

        await stage.ivan.replaces_file(sent, b"second", name="чек.jpg", caption="Чек за июнь")

        changed = await stage.anna.sees("Чек за июнь", in_=stage.desk, topic=topic)
        assert changed.id == copy.id
        assert changed.content.file is not None
        assert changed.content.file.data == b"second"


async def test_a_text_that_becomes_a_picture_becomes_one_in_the_copy_too(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Вот чек", to=stage.shop)
        copy = await stage.anna.sees("Вот чек", in_=stage.desk, topic=topic)
        await stage.ivan.replaces_file(written, b"receipt", name="чек.jpg", caption="Вот чек")

        changed = await stage.anna.sees("Вот чек", in_=stage.desk, topic=topic, kind=Kind.PHOTO)

    assert changed.id == copy.id


async def test_a_picture_of_an_album_is_changed_in_its_copy_and_what_it_said_stands_below(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        album = await stage.ivan.sends_album([(b"one", "раз.jpg"), (b"two", "два.jpg")], to=stage.shop, caption="Вот")
        copy = await stage.anna.sees("Вот", in_=stage.desk, topic=topic)
        await stage.ivan.edits(album[0], "Вот оба")

        changed = await stage.anna.sees("изменено\nВот оба", in_=stage.desk, topic=topic)
        below = await stage.anna.sees("изменено", in_=stage.desk, topic=topic, button="Что было раньше")
        await stage.anna.presses("Что было раньше", on=below)
        await stage.anna.sees("было так:\n[фото] Вот", in_=stage.desk, topic=topic)

    assert changed.id == copy.id == below.reply_to
    assert changed.album == copy.album is not None


async def test_an_edit_of_a_long_text_changes_all_its_parts(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("слово " * 680 + "конец", to=stage.shop)
        await stage.anna.sees("конец", in_=stage.desk, topic=topic)
        await stage.ivan.edits(written, "другое " * 584)
        await stage.anna.sees("изменено\nдругое", in_=stage.desk, topic=topic)

        await stage.ivan.edits(written, "Коротко")
        await stage.anna.sees("изменено\nКоротко", in_=stage.desk, topic=topic)

        def left() -> list[str]:
            shown = [message.text for message in stage.anna.messages(stage.desk, topic)]
            return [text for text in shown if "слово" in text or "другое" in text]

        await until(stage, lambda: left() == [])


async def test_what_an_operator_has_deleted_from_the_topic_is_shown_anew_when_it_changes(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        copy = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        await stage.anna.deletes(copy)
        await stage.ivan.edits(written, "Заказ 18")

        anew = await stage.anna.sees("изменено\nЗаказ 18", in_=stage.desk, topic=topic)
        await stage.ivan.edits(written, "Заказ 19")

        changed = await stage.anna.sees("изменено\nЗаказ 19", in_=stage.desk, topic=topic)
        assert changed.id == anew.id


async def test_an_operators_edit_changes_what_the_customer_reads_and_the_other_copies(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        answer, arrived = await answers(stage, hers, "Привезём в 10:00")
        await stage.oleg.sees("10:00", in_=stage.desk, topic=his)
        await stage.anna.edits(answer, "Привезём в 12:00")

        changed = await stage.ivan.sees("12:00", in_=stage.shop)
        await stage.oleg.sees("изменено\nПривезём в 12:00", in_=stage.desk, topic=his)
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["👌"])

    assert changed.id == arrived.id


async def test_an_operators_new_caption_and_new_file_reach_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer = await stage.anna.sends_file(b"one", to=stage.desk, topic=topic, name="счёт.pdf", caption="Счёт")
        arrived = await stage.ivan.sees("Счёт", in_=stage.shop)
        await stage.anna.edits(answer, "Счёт за май")
        await stage.ivan.sees("Счёт за май", in_=stage.shop)

        await stage.anna.replaces_file(answer, b"two", name="счёт-2.pdf", kind="document", caption="Счёт за июнь")

        changed = await stage.ivan.sees("Счёт за июнь", in_=stage.shop)
        assert changed.id == arrived.id
        assert changed.content.file is not None
        assert (changed.content.file.data, changed.content.file.name) == (b"two", "счёт-2.pdf")


async def test_an_edit_of_what_has_not_left_yet_changes_what_will_leave(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("retry_after", bot=stage.shop, method="sendMessage", after=2)
        answer = await stage.anna.writes("Привезём в 10:00", to=stage.desk, topic=topic)
        await stage.anna.edits(answer, "Привезём в 12:00")

        await stage.ivan.sees("12:00", in_=stage.shop)
        await stage.ivan.never_sees("10:00", in_=stage.shop)


async def test_an_edit_that_overtakes_its_message_waits_for_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("stall", bot=stage.shop, method="sendMessage", after=1)
        answer = await stage.anna.writes("Привезём в 10:00", to=stage.desk, topic=topic)
        await stage.anna.edits(answer, "Привезём в 12:00")

        await stage.ivan.sees("12:00", in_=stage.shop)
        shown = [message.text for message in stage.ivan.messages(stage.shop) if "Привезём" in message.text]
        assert shown == ["Привезём в 12:00"]


async def test_an_edit_of_a_held_message_changes_what_is_held(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees("Диалог в архиве", in_=stage.desk, topic=topic)
        answer = await stage.anna.writes("До скорого", to=stage.desk, topic=topic)
        await stage.anna.sees("в архиве", in_=stage.desk, topic=topic, button="Отправить")
        await stage.anna.edits(answer, "До свидания")
        await stage.anna.presses("Отправить")

        await stage.ivan.sees("До свидания", in_=stage.shop)
        await stage.ivan.never_sees("До скорого", in_=stage.shop)


async def test_an_edit_of_what_the_customer_has_deleted_is_told_in_words(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, arrived = await answers(stage, topic, "Привезём в 10:00")
        await stage.ivan.deletes(arrived)
        await stage.anna.edits(answer, "Привезём в 12:00")

        told = await stage.anna.sees("❌ Клиент видит прежний вариант", in_=stage.desk, topic=topic)

    assert told.reply_to == answer.id
    assert "больше нет этого сообщения" in told.text


async def test_an_edit_whose_answer_was_lost_is_made_once_more_in_silence(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await answers(stage, topic, "Привезём в 10:00")
        stage.world.faults.add("reset_after", bot=stage.shop, method="editMessageText")
        await stage.anna.edits(answer, "Привезём в 12:00")

        await stage.ivan.sees("12:00", in_=stage.shop)
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["👌"])
        await stage.anna.never_sees("❌", in_=stage.desk, topic=topic)


async def test_a_note_stays_inside_however_it_is_edited_and_an_answer_becomes_none(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        note = await stage.anna.writes("// Скандалист", to=stage.desk, topic=hers)
        await stage.oleg.sees("Скандалист", in_=stage.desk, topic=his)
        await stage.anna.edits(note, "Просто устал")
        await stage.oleg.sees("Просто устал", in_=stage.desk, topic=his)
        answer, _ = await answers(stage, hers, "Добрый день")
        await stage.anna.edits(answer, "// Скандалист")

        await stage.anna.sees("правкой его не сделать заметкой", in_=stage.desk, topic=hers)
        await stage.ivan.never_sees("устал", in_=stage.shop)
        await stage.ivan.never_sees("Скандалист", in_=stage.shop)


async def test_an_edit_of_what_never_went_to_a_customer_is_told_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        mistyped = await stage.anna.writes("/clsoe", to=stage.desk, topic=topic)
        await stage.anna.sees("Такой команды нет", in_=stage.desk, topic=topic)
        await stage.anna.edits(mistyped, "Закрываю")

        await stage.anna.sees("не уходило клиенту", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Закрываю", in_=stage.shop)


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_edits_go_both_ways_and_the_header_stays(self, stage: Stage):
        async with stage.at_work():
            written = await _opens(stage, stage.anna)
            await stage.ivan.edits(written, "Где мои заказы?")
            await stage.anna.sees("👤 Иван Петров · Бот магазина · ✏️ изменено\nГде мои заказы?", in_=stage.desk)
            answer = await stage.anna.writes("Едут", to=stage.desk)
            await stage.ivan.sees("Едут", in_=stage.shop)

            await stage.anna.edits(answer, "Приехали")

            await stage.ivan.sees("Приехали", in_=stage.shop)


async def _opens(stage: Stage, person: Person) -> Message:
    written = await stage.ivan.writes("Где мой заказ?", to=stage.shop)
    await person.sees("Где мой заказ?", in_=stage.desk)
    await person.presses("Взять")
    await person.sees("👤 Иван Петров · Бот магазина\nГде мой заказ?", in_=stage.desk)
    return written
