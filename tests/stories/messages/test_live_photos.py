"""A live photo goes with its film, both ways; where the film cannot go, the picture does, and somebody is told."""

import pytest

from bridge.sandbox import Kind, Message
from bridge.sandbox.acting import replace_file
from bridge.sandbox.contents import file_content, live_photo_content
from bridge.sandbox.onlooker import Place
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

PICTURE, FILM = b"a picture", b"a film"
# More than a bot may upload, and more than it may download.
TOO_LONG, TOO_BIG = bytes(11 << 20), bytes(21 << 20)


def parts(message: Message) -> tuple[bytes | None, bytes | None]:
    """Its picture and its film."""
    file, film = message.content.file, message.content.film
    return file.data if file else None, film.data if film else None


async def test_a_customers_live_photo_reaches_the_operator_whole(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_live_photo(PICTURE, FILM, to=stage.shop, caption="Вот 🙂")

        shown = await stage.anna.sees("Вот 🙂", in_=stage.desk, topic=topic, kind=Kind.LIVE_PHOTO)

    assert shown.text == "Вот 🙂"
    assert parts(shown) == (PICTURE, FILM)


async def test_an_operators_live_photo_reaches_the_customer_whole(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sends_live_photo(PICTURE, FILM, to=stage.desk, topic=topic, caption="Вот 🙂")

        seen = await stage.ivan.sees("Вот 🙂", in_=stage.shop, kind=Kind.LIVE_PHOTO)

    assert parts(seen) == (PICTURE, FILM)


async def test_a_caption_that_is_too_long_goes_on_in_a_text(stage: Stage):
    caption = "слово " * 170
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sends_live_photo(PICTURE, FILM, to=stage.desk, topic=topic, caption=caption)
        await stage.ivan.sees("слово", in_=stage.shop, kind=Kind.LIVE_PHOTO)
        await stage.ivan.sends_live_photo(PICTURE, FILM, to=stage.shop, caption="🙂" * 700)

        await stage.anna.sees("🙂", in_=stage.desk, topic=topic, kind=Kind.LIVE_PHOTO)
        await stage.anna.sees("🙂", in_=stage.desk, topic=topic, kind=Kind.TEXT)


async def test_it_stays_in_its_album_both_ways(stage: Stage):
    async def send(who: str) -> None:
        person, place, thread = (stage.ivan, stage.shop, None) if who == "ivan" else (stage.anna, stage.desk, topic)
        await person.sends_file(b"still", to=place, kind="photo", topic=thread, album=who, caption=f"Альбом {who}")
        await person.sends_live_photo(PICTURE, FILM, to=place, topic=thread, album=who, caption="и живое")
        await person.sends_file(b"video", to=place, kind="video", topic=thread, album=who)

    def album(place: Place, messages: list[Message], text: str) -> list[Message]:
        first = next((each for each in messages if each.text == text and each.sender is place), None)
        return [each for each in messages if first and each.album and each.album == first.album]

    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await send("ivan")
        await until(stage, lambda: len(album(stage.desk, stage.anna.messages(stage.desk, topic), "Альбом ivan")) == 3)
        await send("anna")
        await until(stage, lambda: len(album(stage.shop, stage.ivan.messages(stage.shop), "Альбом anna")) == 3)

    for place, messages, text in [
        (stage.desk, stage.anna.messages(stage.desk, topic), "Альбом ivan"),
        (stage.shop, stage.ivan.messages(stage.shop), "Альбом anna"),
    ]:
        found = album(place, messages, text)
        assert [each.kind for each in found] == ["photo", "live_photo", "video"]
        assert parts(found[1]) == (PICTURE, FILM)
        assert found[1].text == "и живое"


async def test_whoever_gets_the_dialog_sees_it_without_another_upload(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_live_photo(PICTURE, FILM, to=stage.shop, caption="Вот")
        hers = await stage.anna.sees("Вот", in_=stage.desk, topic=topic, kind=Kind.LIVE_PHOTO)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Мария Лис")
        marias = await stage.maria.sees("Вот", in_=stage.desk, kind=Kind.LIVE_PHOTO)

    assert marias.content.file is hers.content.file
    assert marias.content.film is hers.content.film


async def test_a_photo_becomes_a_live_one_and_a_photo_again_in_its_copies(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for person, place, thread, other in [
            (stage.ivan, stage.shop, None, (stage.anna, stage.desk, topic)),
            (stage.anna, stage.desk, topic, (stage.ivan, stage.shop, None)),
        ]:
            reader, where, in_topic = other
            written = await person.sends_file(b"still", to=place, kind="photo", topic=thread, caption="раз")
            copy = await reader.sees("раз", in_=where, topic=in_topic, kind=Kind.PHOTO)
            live = live_photo_content(stage.world, PICTURE, FILM, caption="два")
            replace_file(stage.world, person.user, written.chat, written.id, live)
            assert (await reader.sees("два", in_=where, topic=in_topic, kind=Kind.LIVE_PHOTO)).id == copy.id
            assert parts(copy) == (PICTURE, FILM)
            await person.edits(written, "три")
            assert (await reader.sees("три", in_=where, topic=in_topic, kind=Kind.LIVE_PHOTO)).id == copy.id
            assert "только снимок" not in copy.text
            still = file_content(stage.world, PICTURE, kind="photo", name=None, caption="четыре")
            replace_file(stage.world, person.user, written.chat, written.id, still)
            assert (await reader.sees("четыре", in_=where, topic=in_topic, kind=Kind.PHOTO)).id == copy.id


@pytest.mark.parametrize("film", [TOO_LONG, TOO_BIG], ids=["too long", "too big"])
async def test_a_film_beyond_the_limits_stays_behind_and_both_sides_are_told(stage: Stage, film: bytes):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_live_photo(PICTURE, film, to=stage.shop, caption="Вот")
        shown = await stage.anna.sees("Вот", in_=stage.desk, topic=topic, kind=Kind.PHOTO)
        written = await stage.anna.sends_live_photo(PICTURE, film, to=stage.desk, topic=topic, caption="Наше")
        seen = await stage.ivan.sees("Наше", in_=stage.shop, kind=Kind.PHOTO)
        told = await stage.anna.sees("клиент получил только снимок", in_=stage.desk, topic=topic)

    assert shown.text == "🎞 «живое фото», здесь только снимок\nВот"
    assert parts(shown) == parts(seen) == (PICTURE, None)
    assert told.reply_to == written.id


async def test_a_film_that_telegram_refuses_stays_behind(stage: Stage):
    refusal = "Bad Request: VIDEO_CONTENT_TYPE_INVALID"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("refuse", method="sendLivePhoto", times=2, description=refusal)
        await stage.ivan.sends_live_photo(PICTURE, FILM, to=stage.shop, caption="Вот")
        await stage.anna.sees("здесь только снимок\nВот", in_=stage.desk, topic=topic, kind=Kind.PHOTO)
        await stage.anna.sends_live_photo(PICTURE, FILM, to=stage.desk, topic=topic, caption="Наше")
        await stage.ivan.sees("Наше", in_=stage.shop, kind=Kind.PHOTO)

        await stage.anna.sees("клиент получил только снимок", in_=stage.desk, topic=topic)


async def test_in_an_album_the_line_stands_below_the_picture_whose_film_is_missing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(b"still", to=stage.shop, kind="photo", album="5", caption="Первое")
        await stage.ivan.sends_live_photo(PICTURE, TOO_LONG, to=stage.shop, album="5", caption="Второе")
        shown = await stage.anna.sees("Второе", in_=stage.desk, topic=topic, kind=Kind.PHOTO)
        first = await stage.anna.sees("Первое", in_=stage.desk, topic=topic, kind=Kind.PHOTO)
        for caption, film in (("Наше", FILM), ("И ещё", TOO_LONG)):
            written = await stage.anna.sends_live_photo(
                PICTURE, film, to=stage.desk, topic=topic, album="6", caption=caption
            )
        told = await stage.anna.sees("клиент получил только снимок", in_=stage.desk, topic=topic)

    assert shown.text == "🎞 «живое фото», здесь только снимок\nВторое"
    assert (first.text, first.album) == ("Первое", shown.album)
    assert told.reply_to == written.id


async def test_a_live_photo_that_the_operator_bot_has_forgotten_is_fetched_from_the_customer_again(stage: Stage):
    forgotten = "Bad Request: wrong file identifier/HTTP URL specified"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_live_photo(PICTURE, FILM, to=stage.shop, caption="Вот")
        await stage.anna.sees("Вот", in_=stage.desk, topic=topic, kind=Kind.LIVE_PHOTO)
        stage.world.faults.add("refuse", bot=stage.desk, method="sendLivePhoto", description=forgotten)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Мария Лис")
        seen = await stage.maria.sees("Вот", in_=stage.desk, kind=Kind.LIVE_PHOTO)

    assert parts(seen) == (PICTURE, FILM)


async def test_a_note_with_a_live_photo_stays_inside(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sends_live_photo(PICTURE, FILM, to=stage.desk, topic=topic, caption="// паспорт")
        await stage.anna.writes("Спасибо!", to=stage.desk, topic=topic)
        await stage.ivan.sees("Спасибо!", in_=stage.shop)

    assert all(message.kind == "text" for message in stage.ivan.messages(stage.shop))
