"""Templates: sent in two presses, or changed first."""

import pytest

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.channel import File
from storage.messages.messages import DeliveryState, MessageKind
from tests.kit.stories.albums import PICTURES, data, sees_album
from tests.kit.stories.dialogs import marked, takes, texts, until
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import FOR_IVAN, HELLO, kept, opens_templates


async def test_two_presses_on_the_card_send_a_template_filled_for_the_customer(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO, bold=(14, 22))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        card = await opens_templates(stage.anna, stage, topic)
        assert FOR_IVAN in card.text
        assert await stage.anna.presses("Отправить", on=card) == "Отправлено"

        got = await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        assert got.content.entities == [{"type": "bold", "offset": 14, "length": 4}]
        shown = await stage.anna.sees(FOR_IVAN, in_=stage.desk, topic=topic, after=card)
        await marked(stage, shown, "👌")
        assert "Закрыть" in " ".join(card.captions())


async def test_the_preview_shows_all_of_it_and_goes_back_to_the_list_and_the_card(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)

        await stage.anna.presses("Приветствие", on=card)
        await until(stage, lambda: "Скопировать текст" in " ".join(card.captions()))
        copied = next(each for row in card.rows() for each in row if "copy_text" in each)
        assert copied["copy_text"]["text"] == FOR_IVAN
        await stage.anna.presses("Назад", on=card)
        await stage.anna.presses("Назад", on=card)

        await until(stage, lambda: "Состояние" in card.text)


async def test_a_press_that_comes_twice_sends_once(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await opens_templates(stage.anna, stage, topic)
        (send,) = [each["callback_data"] for row in listed.rows() for each in row if each["text"].endswith("Отправить")]
        await stage.anna.presses("Отправить", on=listed)

        again = stage.world.presses.press(stage.anna.user, listed, send)

        assert "только что отправлен" in (await again.toast).text
        await stage.world.rest()
        assert len(texts(stage.ivan, stage.shop, "Здравствуйте, Иван")) == 1


async def test_a_template_is_held_like_any_answer(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await opens_templates(stage.anna, stage, topic)
        (send,) = [each["callback_data"] for row in listed.rows() for each in row if each["text"].endswith("Отправить")]
        await stage.anna.presses("Назад", on=listed)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees("Диалог в архиве", in_=stage.desk, topic=topic)

        toast = await stage.world.presses.press(stage.anna.user, listed, send).toast
        question = await stage.anna.sees("Не отправлено: диалог", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees(FOR_IVAN, in_=stage.shop)
        await stage.anna.presses("Отправить", on=question)

        assert "вопрос ниже" in toast.text
        await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        await stage.world.rest()
        assert len(texts(stage.anna, stage.desk, FOR_IVAN)) == 1


async def test_what_is_inserted_is_changed_and_sent_and_its_text_is_gone(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)
        await stage.anna.presses("Приветствие", on=card)
        await stage.anna.presses("Вставить", on=card)
        await until(stage, lambda: "ваше следующее сообщение уйдёт клиенту" in card.text and FOR_IVAN in card.text)

        written = await stage.anna.writes("Иван, добрый день!", to=stage.desk, topic=topic)

        await stage.ivan.sees("Иван, добрый день!", in_=stage.shop)
        await marked(stage, written, "👌")
        await until(stage, lambda: "Состояние" in card.text)


async def test_a_template_is_made_of_an_album_and_sent_as_one(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        listed = await stage.anna.sees("Шаблонов пока нет", in_=stage.desk, topic=topic)
        await stage.anna.presses("Новый шаблон", on=listed)
        await stage.anna.sees("Отправьте сообщение, которое станет шаблоном", in_=stage.desk, topic=topic)
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic, caption="Для {имя}")
        await stage.anna.sees("Как назвать шаблон", in_=stage.desk, topic=topic)
        await stage.anna.writes("Витрина", to=stage.desk, topic=topic)
        made = await stage.anna.sees("ещё не отправлялся", in_=stage.desk, topic=topic)
        assert "фото, фото, фото" in made.text
        await stage.ivan.never_sees("Для", in_=stage.shop)
        assert not [each for each in stage.ivan.messages(stage.shop) if each.album]

        await stage.anna.presses("Назад", on=made)
        await stage.anna.presses("Отправить", on=made)

        album = await sees_album(stage, stage.ivan, stage.shop, 3)
        assert data(album) == [content for content, _ in PICTURES]
        assert [message.text for message in album] == ["Для Иван", "", ""]
        shown = await sees_album(stage, stage.anna, stage.desk, 3)
        await marked(stage, shown[0], "👌")


async def test_an_album_that_is_held_is_asked_about_once_though_its_files_are_gone(stage: Stage):
    files = [File(file_id=f"gone {number}", name=f"{number}.pdf", mime="application/pdf") for number in range(2)]
    items = [templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, file=file)) for file in files]
    async with stage.office.begin() as uow:
        await templates.create(uow, items, "Прайсы", by=None)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await opens_templates(stage.anna, stage, topic)
        (send,) = [each["callback_data"] for row in listed.rows() for each in row if each["text"].endswith("Отправить")]
        await stage.anna.presses("Назад", on=listed)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees("Диалог в архиве", in_=stage.desk, topic=topic)
        assert "вопрос ниже" in (await forges(stage, stage.anna, send, on=listed)).text

        question = await stage.anna.sees("Не отправлено: диалог", in_=stage.desk, topic=topic)
        await stage.anna.presses("Отправить", on=question)

        await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic)
        await stage.world.rest()
        assert texts(stage.anna, stage.desk, "Не отправлено: диалог") == []
        assert [len(texts(stage.anna, stage.desk, f"📎 {number}.pdf")) for number in range(2)] == [1, 1]


async def test_a_template_that_was_sent_is_taken_back_like_an_answer(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)
        await stage.anna.presses("Отправить", on=card)
        got = await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        shown = await stage.anna.sees(FOR_IVAN, in_=stage.desk, topic=topic, after=card)
        await marked(stage, shown, "👌")

        await stage.anna.writes("/delete", to=stage.desk, topic=topic, reply_to=shown)

        await until(stage, lambda: got.id not in {each.id for each in stage.ivan.messages(stage.shop)})


async def test_with_files_the_changed_words_go_below_them(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        await stage.anna.presses("Новый шаблон", in_=stage.desk, topic=topic)
        await stage.anna.sees("Отправьте сообщение, которое станет шаблоном", in_=stage.desk, topic=topic)
        await stage.anna.sends_file(b"a picture", to=stage.desk, name="1.jpg", topic=topic, caption="Вот")
        await stage.anna.sees("Как назвать шаблон", in_=stage.desk, topic=topic)
        await stage.anna.writes("Фото", to=stage.desk, topic=topic)
        made = await stage.anna.sees("ещё не отправлялся", in_=stage.desk, topic=topic)
        await stage.anna.presses("Назад", on=made)
        await stage.anna.presses("Вставить", on=made)
        await until(stage, lambda: "Вместе с ним уйдёт 1 файл" in made.text)

        await stage.anna.writes("Смотрите", to=stage.desk, topic=topic)

        got = await stage.ivan.sees("Смотрите", in_=stage.shop)
        assert (got.kind, got.text) == ("photo", "Смотрите")
        shown = await stage.anna.sees("Анна Смирнова\nСмотрите", in_=stage.desk, topic=topic)
        await marked(stage, shown, "👌")
        assert [each.text for each in stage.anna.messages(stage.desk) if each.sender.id == stage.anna.user.id][
            -1
        ] == "Фото"


async def test_a_template_whose_file_is_gone_says_so_below_it(stage: Stage):
    gone = File(file_id="no such file", name="прайс.pdf", mime="application/pdf", size=100)
    item = templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Прайс", file=gone))
    async with stage.office.begin() as uow:
        await templates.create(uow, [item], "Прайс", by=None)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)

        await stage.anna.presses("Отправить", on=card)

        await stage.anna.sees("прайс.pdf", in_=stage.desk, topic=topic, after=card)
        await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Прайс", in_=stage.shop)


async def test_folders_narrow_the_list(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    await kept(stage.office, "Где заказ", "Уже едет", folder="Доставка")
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await opens_templates(stage.anna, stage, topic)

        await stage.anna.presses("📁 Доставка", on=listed)

        await until(stage, lambda: "Уже едет" in listed.text and FOR_IVAN not in listed.text)
        await stage.anna.presses("Назад", on=listed)
        await until(stage, lambda: FOR_IVAN in listed.text)


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_template_is_sent_and_inserted(self, stage: Stage):
        await kept(stage.office, "Приветствие", HELLO)
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("Состояние", in_=stage.desk, button="Шаблоны")
            await stage.anna.writes("/templates", to=stage.desk)
            listed = await stage.anna.sees(FOR_IVAN, in_=stage.desk, button="Отправить")
            await stage.anna.presses("Отправить", on=listed)
            await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
            shown = await stage.anna.sees(f"Анна Смирнова → Иван Петров\n{FOR_IVAN}", in_=stage.desk)
            await marked(stage, shown, "👌")

            await stage.anna.writes("/templates", to=stage.desk)
            listed = await stage.anna.sees(FOR_IVAN, in_=stage.desk, button="Отправить")
            await stage.anna.presses("Приветствие", on=listed)
            await stage.anna.presses("Вставить", on=listed)
            await stage.anna.writes("Изменено", to=stage.desk)

            await stage.ivan.sees("Изменено", in_=stage.shop)
            await until(stage, lambda: listed.id not in {each.id for each in stage.anna.messages(stage.desk)})


async def test_states_of_what_was_sent_are_an_answers(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.blocks(stage.shop)
        card = await opens_templates(stage.anna, stage, topic)
        await stage.anna.presses("Отправить", on=card)

        await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic, button="Повторить")
        shown = await stage.anna.sees(FOR_IVAN, in_=stage.desk, topic=topic, after=card)
        await marked(stage, shown, "💔")

    async with stage.office.begin() as uow:
        (said, *_) = (await uow.messages.newest((await stage.office.dialog()).id))[::-1]
    assert said.state is DeliveryState.FAILED
