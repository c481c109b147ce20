"""A live photo is a picture with a short film: one message, two files."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaLivePhoto, InputMediaPhoto, Message

from bridge.sandbox import Bot, Kind, Person
from tests.kit.pictures import png

FILM = BufferedInputFile(b"film", "film.mp4")
PICTURE = BufferedInputFile(png(), "picture.png")
# Its model takes ids only, while Telegram takes uploads too.
LIVE: dict[str, Any] = {"media": FILM, "photo": PICTURE}


async def test_a_persons_live_photo_is_read_by_both_libraries(
    ptb: telegram.Bot, aio: aiogram.Bot, desk: Bot, shop: Bot, ivan: Person, oleg: Person
) -> None:
    for person, bot in ((ivan, shop), (oleg, desk)):
        await person.sends_live_photo(png(), b"film", to=bot, caption="Смотрите")
    [update] = await ptb.get_updates()
    [other] = await aio.get_updates()

    for message in (update.message, other.message):
        assert message
        assert message.photo
        assert message.live_photo
        assert message.live_photo.mime_type == "video/mp4"
        assert message.caption == "Смотрите"
    assert other.message
    assert other.message.content_type == "live_photo"


async def test_a_live_photo_is_sent_and_sent_again_by_its_ids(ptb: telegram.Bot, ivan: Person) -> None:
    sent = await ptb.send_live_photo(ivan.user.id, b"film", png(), caption="раз")
    assert sent.live_photo
    again = await ptb.send_live_photo(ivan.user.id, sent.live_photo.file_id, sent.photo[-1].file_id, caption="два")

    assert again.live_photo == sent.live_photo
    assert again.photo == sent.photo
    shown = await ivan.sees("два", kind=Kind.LIVE_PHOTO)
    assert shown.content.film
    assert shown.content.film.data == b"film"


async def test_live_photos_and_photos_are_in_one_album(aio: aiogram.Bot, oleg: Person) -> None:
    live = InputMediaLivePhoto.model_construct(**LIVE)
    sent = await aio.send_media_group(oleg.user.id, [live, InputMediaPhoto(media=PICTURE)])

    assert [message.live_photo is not None for message in sent] == [True, False]
    assert len({message.media_group_id for message in sent}) == 1


async def test_a_photo_becomes_a_live_one_and_back(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_photo(oleg.user.id, PICTURE)
    live = InputMediaLivePhoto.model_construct(**LIVE, caption="живое")
    now = await aio.edit_message_media(live, chat_id=oleg.user.id, message_id=sent.message_id)
    captioned = await aio.edit_message_caption(chat_id=oleg.user.id, message_id=sent.message_id, caption="и с подписью")
    then = await aio.edit_message_media(
        InputMediaPhoto(media=PICTURE), chat_id=oleg.user.id, message_id=sent.message_id
    )

    assert [isinstance(each, Message) and bool(each.live_photo) for each in (now, captioned, then)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("film", "picture", "problem"),
    [
        ("https://example.org/film.mp4", PICTURE, "wrong file identifier/HTTP URL specified"),
        (FILM, "https://example.org/picture.png", "wrong file identifier/HTTP URL specified"),
        (BufferedInputFile(b"0" * (11 << 20), "film.mp4"), PICTURE, "file is too big"),
    ],
)
async def test_a_wrong_half_is_refused(
    aio: aiogram.Bot, oleg: Person, film: BufferedInputFile | str, picture: BufferedInputFile | str, problem: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=problem):
        await aio.send_live_photo(oleg.user.id, film, picture)


async def test_a_film_is_no_video(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_live_photo(oleg.user.id, FILM, PICTURE)
    assert sent.live_photo

    with pytest.raises(TelegramBadRequest, match="type of file mismatch"):
        await aio.send_video(oleg.user.id, sent.live_photo.file_id)


async def test_a_copy_of_a_live_photo_is_one(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_live_photo(oleg.user.id, FILM, PICTURE)
    await aio.copy_message(oleg.user.id, oleg.user.id, sent.message_id, caption="копия")

    assert (await oleg.sees("копия", kind=Kind.LIVE_PHOTO)).content.film
