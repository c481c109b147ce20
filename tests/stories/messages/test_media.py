"""Everything that people can send, from the customer to the operator and back, as it was."""

import pytest

from bridge.sandbox import Kind, Message
from bridge.sandbox.messages import Content
from tests.kit.stories.contents import CAPTIONED, CAPTIONLESS, NAMED, data_of
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

BIG = 21 << 20
# An emoji beyond the basic plane counts twice in offsets.
TEXT = "🙂🙂 жирно, ссылка и код"
FORMATTING = [
    {"type": "bold", "offset": 5, "length": 5},
    {"type": "text_link", "offset": 12, "length": 6, "url": "https://example.org/"},
    {"type": "code", "offset": 21, "length": 3},
]


def is_same_file(seen: Message, kind: str, name: str) -> bool:
    file = seen.content.file
    assert file is not None
    return file.data == data_of(kind) and file.kind == kind and (kind not in NAMED or file.name == name)


async def test_every_file_of_a_customer_reaches_the_operator_as_it_was(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for kind, name, caption in CAPTIONED:
            await stage.ivan.sends_file(data_of(kind), to=stage.shop, kind=kind, name=name, caption=caption)
        for kind, name in CAPTIONLESS:
            await stage.ivan.sends_file(data_of(kind), to=stage.shop, kind=kind, name=name)

        for kind, name, caption in CAPTIONED:
            seen = await stage.anna.sees(caption, in_=stage.desk, topic=topic, kind=kind)
            assert is_same_file(seen, kind, name)
            assert seen.text == caption
        for kind, name in CAPTIONLESS:
            assert is_same_file(await stage.anna.sees(in_=stage.desk, topic=topic, kind=kind), kind, name)


async def test_every_file_of_an_operator_reaches_the_customer_as_it_was(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for kind, name, caption in CAPTIONED:
            await stage.anna.sends_file(
                data_of(kind), to=stage.desk, topic=topic, kind=kind, name=name, caption=caption
            )
        for kind, name in CAPTIONLESS:
            await stage.anna.sends_file(data_of(kind), to=stage.desk, topic=topic, kind=kind, name=name)

        for kind, name, caption in CAPTIONED:
            seen = await stage.ivan.sees(caption, in_=stage.shop, kind=kind)
            assert is_same_file(seen, kind, name)
            assert seen.text == caption
        for kind, name in CAPTIONLESS:
            assert is_same_file(await stage.ivan.sees(in_=stage.shop, kind=kind), kind, name)


async def test_places_and_contacts_go_both_ways(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.shares_location(55.75, 37.61, to=stage.shop)
        await stage.ivan.shares_contact(to=stage.shop, name="Пётр Иванов", phone="+79160001122")
        await stage.anna.shares_location(59.93, 30.33, to=stage.desk, topic=topic)
        await stage.anna.shares_contact(to=stage.desk, topic=topic, name="Склад", phone="+78120000000")

        place = await stage.anna.sees(in_=stage.desk, topic=topic, kind="location")
        contact = await stage.anna.sees(in_=stage.desk, topic=topic, kind="contact")
        answered_place = await stage.ivan.sees(in_=stage.shop, kind="location")
        answered_contact = await stage.ivan.sees(in_=stage.shop, kind="contact")

    assert place.content.extra["location"] == {"latitude": 55.75, "longitude": 37.61}
    assert contact.content.extra["contact"]["first_name"] == "Пётр Иванов"
    assert contact.content.extra["contact"]["phone_number"] == "+79160001122"
    assert answered_place.content.extra["location"] == {"latitude": 59.93, "longitude": 30.33}
    assert answered_contact.content.extra["contact"]["phone_number"] == "+78120000000"


async def test_formatting_survives_both_ways_with_emoji_in_front_of_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.writes(TEXT, to=stage.shop, entities=FORMATTING)
        heard = await stage.anna.sees(TEXT, in_=stage.desk, topic=topic)
        await stage.anna.writes(TEXT, to=stage.desk, topic=topic, entities=FORMATTING)
        answered = await stage.ivan.sees(TEXT, in_=stage.shop)

    assert heard.content.entities == FORMATTING
    assert answered.content.entities == FORMATTING


async def test_the_longest_text_and_caption_arrive_whole(stage: Stage):
    text, caption = "Я" * 4095 + "!", "ж" * 1023 + "?"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.writes(text, to=stage.shop)
        await stage.ivan.sends_file(b"photo", to=stage.shop, kind="photo", caption=caption)
        await stage.anna.writes(text, to=stage.desk, topic=topic)
        await stage.anna.sends_file(b"photo", to=stage.desk, topic=topic, kind="photo", caption=caption)

        assert (await stage.anna.sees("Я!", in_=stage.desk, topic=topic)).text == text
        assert (await stage.anna.sees("ж?", in_=stage.desk, topic=topic)).text == caption
        assert (await stage.ivan.sees("Я!", in_=stage.shop)).text == text
        assert (await stage.ivan.sees("ж?", in_=stage.shop)).text == caption


async def test_an_album_arrives_with_every_picture(stage: Stage):
    pictures = [(f"picture {number}".encode(), f"{number}.jpg") for number in range(3)]
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_album(pictures, to=stage.shop, caption="Три вида")
        await stage.ivan.writes("Вот", to=stage.shop)
        await stage.anna.sees("Вот", in_=stage.desk, topic=topic)

    shown = [message for message in stage.anna.messages(stage.desk, topic) if message.kind is Kind.PHOTO]
    assert [message.content.file.data for message in shown if message.content.file] == [data for data, _ in pictures]
    assert [message.text for message in shown] == ["Три вида", "", ""]


@pytest.mark.parametrize("poison", [False, True])
async def test_what_nobody_knows_yet_is_told_to_the_operator_and_holds_nothing_up(stage: Stage, poison: bool):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_something_new(to=stage.shop, poison=poison)
        await stage.ivan.writes("И ещё вопрос", to=stage.shop)

        told = await stage.anna.sees("⚠️", in_=stage.desk, topic=topic)
        await stage.anna.sees("И ещё вопрос", in_=stage.desk, topic=topic)

    assert "hologram" in told.text


@pytest.mark.parametrize("poison", [False, True])
async def test_an_operator_is_told_when_what_he_sent_is_not_known_yet(stage: Stage, poison: bool):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        sent = await stage.anna.sends_something_new(to=stage.desk, topic=topic, poison=poison)
        await stage.anna.writes("Тогда словами", to=stage.desk, topic=topic)

        told = await stage.anna.sees("клиенту", in_=stage.desk, topic=topic, after=sent)
        await stage.ivan.sees("Тогда словами", in_=stage.shop)

    assert told.reply_to == sent.id
    assert told.topic_id == topic.id


async def test_a_file_too_big_for_a_bot_is_named_with_its_size_and_the_reason_on_both_sides(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(b"0" * BIG, to=stage.shop, name="отпуск.mp4", caption="Посмотрите")
        await stage.anna.sends_file(b"0" * BIG, to=stage.desk, topic=topic, name="каталог.pdf", caption="Держите")

        named = await stage.anna.sees("отпуск.mp4", in_=stage.desk, topic=topic)
        refused = await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic, button="Повторить")

    assert "21 МБ" in named.text
    assert "слишком большой" in named.text
    assert "Посмотрите" in named.text
    assert "слишком большой" in refused.text
    assert len(stage.ivan.messages(stage.shop)) == 2


async def test_a_file_that_is_gone_is_named_and_the_answer_says_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        gone = "Bad Request: wrong file_id or the file is temporarily unavailable"
        stage.world.faults.add("refuse", method="getFile", times=2, description=gone)
        await stage.ivan.sends_file(b"gone", to=stage.shop, name="акт.pdf", caption="Подпишите")
        named = await stage.anna.sees("акт.pdf", in_=stage.desk, topic=topic)
        await stage.anna.sends_file(b"gone too", to=stage.desk, topic=topic, name="ответ.pdf")
        refused = await stage.anna.sees("больше недоступен", in_=stage.desk, topic=topic, button="Повторить")
        await stage.anna.presses("Повторить", on=refused)
        delivered = await stage.ivan.sees(in_=stage.shop, kind="document")

    assert "Подпишите" in named.text
    assert "больше недоступен" in named.text
    assert delivered.content.file is not None
    assert delivered.content.file.name == "ответ.pdf"


async def test_a_file_that_a_second_operator_sees_is_not_uploaded_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo", caption="Вот")
        hers = await stage.anna.sees("Вот", in_=stage.desk, topic=topic, kind="photo")
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Мария Лис")
        marias = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        his = await stage.maria.sees("Вот", in_=stage.desk, topic=marias, kind="photo")

    assert his.content.file is hers.content.file


async def test_a_file_that_the_operator_bot_has_forgotten_is_fetched_from_the_customer_again(stage: Stage):
    forgotten = "Bad Request: wrong file identifier/HTTP URL specified"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo", caption="Вот")
        await stage.anna.sees("Вот", in_=stage.desk, topic=topic, kind="photo")
        stage.world.faults.add("refuse", bot=stage.desk, method="sendPhoto", description=forgotten)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Мария Лис")
        seen = await stage.maria.sees("Вот", in_=stage.desk, kind="photo")

    assert is_same_file(seen, "photo", "")


async def test_replies_stay_replies_in_both_directions(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        asked = await stage.ivan.writes("Какой адрес?", to=stage.shop)
        shown = await stage.anna.sees("Какой адрес?", in_=stage.desk, topic=topic)
        written = await stage.anna.writes("Тверская, 1", to=stage.desk, topic=topic, reply_to=shown)
        answer = await stage.ivan.sees("Тверская, 1", in_=stage.shop)
        await stage.ivan.writes("А этаж?", to=stage.shop, reply_to=answer)
        again = await stage.anna.sees("А этаж?", in_=stage.desk, topic=topic)

    assert answer.reply_to == asked.id
    assert again.reply_to == written.id


async def test_what_an_operator_forwards_reaches_the_customer_as_a_copy(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        colleague = await stage.oleg.writes("Ответ со склада", to=stage.desk)
        await stage.anna.forwards(colleague, to=stage.desk, topic=topic)
        copy = await stage.ivan.sees("Ответ со склада", in_=stage.shop)

    assert copy.origin is None
    assert isinstance(copy.content, Content)


class TestWithoutTopics:
    """The replies layout: what carries a header, and what gets it as a line of its own."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_media_comes_with_the_customers_name_and_replies_find_the_way_back(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            for kind, name, caption in CAPTIONED:
                await stage.ivan.sends_file(data_of(kind), to=stage.shop, kind=kind, name=name, caption=caption)
            for kind, name in CAPTIONLESS:
                await stage.ivan.sends_file(data_of(kind), to=stage.shop, kind=kind, name=name)

            for kind, name, caption in CAPTIONED:
                seen = await stage.anna.sees(caption, in_=stage.desk, kind=kind)
                assert is_same_file(seen, kind, name)
                assert seen.text.startswith("👤 Иван Петров")
            for kind, name in CAPTIONLESS:
                seen = await stage.anna.sees(in_=stage.desk, kind=kind)
                assert is_same_file(seen, kind, name)
                await stage.anna.sees("👤 Иван Петров · Бот магазина ↑", in_=stage.desk, after=seen)
            await stage.anna.sends_file(b"answer", to=stage.desk, name="ответ.pdf", reply_to=seen)

            answer = await stage.ivan.sees(in_=stage.shop, kind="document")
        sticker = next(message for message in stage.ivan.messages(stage.shop) if message.kind is Kind.STICKER)
        assert answer.reply_to == sticker.id

    async def test_the_longest_caption_continues_below_the_picture(self, stage: Stage):
        caption = "слово " * 170 + "ж?"
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.ivan.sends_file(b"photo", to=stage.shop, kind="photo", caption=caption)

            rest = await stage.anna.sees("ж?", in_=stage.desk)
            head = await stage.anna.sees(in_=stage.desk, kind="photo")

        words = head.text.removeprefix("👤 Иван Петров · Бот магазина\n") + " " + rest.text
        assert " ".join(words.split()) == " ".join(caption.split())
