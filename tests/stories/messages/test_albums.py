"""Albums stay albums, from the customer to the operator and back."""

import asyncio

import pytest

from tests.kit.stories.albums import PICTURES, albums, data, sees_album
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage


async def test_an_album_arrives_as_one_on_both_sides_and_keeps_its_order(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_album(PICTURES, to=stage.shop, caption="Три вида")
        await stage.ivan.writes("Вот", to=stage.shop)
        await stage.anna.sees("Вот", in_=stage.desk, topic=topic)
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic, caption="Наши")
        await stage.anna.writes("Готово", to=stage.desk, topic=topic)
        await stage.ivan.sees("Готово", in_=stage.shop)

    for person, place, caption in [(stage.anna, stage.desk, "Три вида"), (stage.ivan, stage.shop, "Наши")]:
        (album,) = albums(person, place)
        assert data(album) == [content for content, _ in PICTURES]
        assert [message.text for message in album] == [caption, "", ""]


async def test_files_stay_together_too(stage: Stage):
    files = [(f"page {number}".encode(), f"{number}.pdf") for number in range(2)]
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_album(files, to=stage.shop)
        await sees_album(stage, stage.anna, stage.desk, 2, "document")
        await stage.anna.sends_album(files, to=stage.desk, topic=topic)
        album = await sees_album(stage, stage.ivan, stage.shop, 2, "document")

    assert [message.content.file.name for message in album if message.content.file] == ["0.pdf", "1.pdf"]


async def test_an_album_is_whole_when_the_bridge_stops_in_the_middle_of_it(stage: Stage):
    first, *others = PICTURES
    async with stage.at_work() as parts:
        topic = await takes(stage, stage.anna)
        put = asyncio.Event()
        parts.database.listen("outbox", lambda _deliveries: put.set())
        await stage.ivan.sends_file(first[0], to=stage.shop, name=first[1], album="77")
        while not await stage.office.deliveries("album"):
            await put.wait()
            put.clear()
    for content, name in others:
        await stage.ivan.sends_file(content, to=stage.shop, name=name, album="77")
    async with stage.at_work():
        album = await sees_album(stage, stage.anna, stage.desk, 3)

    assert data(album) == [content for content, _ in PICTURES]
    assert {message.topic_id for message in album} == {topic.id}


async def test_one_picture_alone_of_an_album_goes_as_a_picture(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(b"alone", to=stage.shop, kind="photo", album="78", caption="Одна")
        shown = await stage.anna.sees("Одна", in_=stage.desk, topic=topic, kind="photo")

    assert shown.album is None


async def test_replies_to_any_picture_of_an_album_find_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        sent = await stage.ivan.sends_album(PICTURES, to=stage.shop)
        album = await sees_album(stage, stage.anna, stage.desk, 3)
        await stage.anna.writes("Вот этот", to=stage.desk, topic=topic, reply_to=album[1])
        answer = await stage.ivan.sees("Вот этот", in_=stage.shop)

    assert answer.reply_to == sent[1].id


@pytest.mark.parametrize("marked", [0, 2])
async def test_an_album_with_a_note_below_any_of_its_pictures_is_a_note(stage: Stage, marked: int):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number, (content, name) in enumerate(PICTURES):
            caption = "// паспорт клиента" if number == marked else ""
            await stage.anna.sends_file(content, to=stage.desk, topic=topic, name=name, album="79", caption=caption)
        await stage.anna.writes("Спасибо!", to=stage.desk, topic=topic)
        await stage.ivan.sees("Спасибо!", in_=stage.shop)

    assert all(message.kind == "text" for message in stage.ivan.messages(stage.shop))


async def test_an_album_that_is_refused_goes_piece_by_piece(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("refuse", method="sendMediaGroup", times=2, description="Bad Request: GROUP_INVALID")
        await stage.ivan.sends_album(PICTURES, to=stage.shop, caption="Три вида")
        await stage.anna.sees("Три вида", in_=stage.desk, topic=topic, kind="photo")
        await until(stage, lambda: len([m for m in stage.anna.messages(stage.desk, topic) if m.kind == "photo"]) == 3)
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic, caption="Наши")
        await until(stage, lambda: len([m for m in stage.ivan.messages(stage.shop) if m.kind == "photo"]) == 6)


async def test_an_album_that_is_held_is_asked_about_once_and_goes_whole(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.sees("архиве", in_=stage.desk, topic=topic, button="Вернуть из архива")
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic)
        question = await stage.anna.sees("в архиве", in_=stage.desk, topic=topic, button="Отправить")
        await stage.anna.presses("Отправить", on=question)
        album = await sees_album(stage, stage.ivan, stage.shop, 3)

    asked = [m for m in stage.anna.messages(stage.desk, topic) if "Отправить" in m.captions()]
    assert data(album) == [content for content, _ in PICTURES]
    assert asked == []


class TestWithoutTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_header_stands_below_the_first_picture(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.ivan.sends_album(PICTURES, to=stage.shop, caption="Три вида")
            album = await sees_album(stage, stage.anna, stage.desk, 3)

        assert [message.text for message in album] == ["👤 Иван Петров · Бот магазина\nТри вида", "", ""]
