"""Files go up and down, and an id is good for one bot only."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from telegram import InputMediaVideo

from bridge.sandbox import Bot, Kind, Person, SandboxServer, World
from tests.kit.pictures import png
from tests.kit.sandbox import RawApi


def upload(data: bytes | None = None, name: str = "чек.png") -> BufferedInputFile:
    return BufferedInputFile(data if data is not None else png(), name)


async def test_a_photo_tells_its_size_and_comes_back_whole(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_photo(oleg.user.id, upload(), caption="<i>чек</i>", parse_mode="HTML")
    assert sent.photo

    file = await aio.get_file(sent.photo[-1].file_id)
    data = await aio.download_file(file.file_path or "")

    assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (4, 3, "чек")
    assert data
    assert data.read() == png()
    assert (await oleg.sees("чек", kind=Kind.PHOTO)).content.file


async def test_a_document_goes_both_ways_through_python_telegram_bot(
    ptb: telegram.Bot, shop: Bot, ivan: Person
) -> None:
    await ivan.sends_file(b"%PDF", to=shop, name="договор.pdf", caption="Подпишите")
    [update] = await ptb.get_updates()
    assert update.message
    assert update.message.document

    data = await (await update.message.document.get_file()).download_as_bytearray()
    sent = await ptb.send_document(ivan.user.id, bytes(data), filename="договор.pdf")

    assert data == b"%PDF"
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size) == ("договор.pdf", 4)


async def test_every_kind_of_file_is_sent_and_sent_again_by_its_id(ptb: telegram.Bot, ivan: Person) -> None:
    chat = ivan.user.id
    sent = [
        await ptb.send_video(chat, b"1", duration=3, width=640, height=480),
        await ptb.send_animation(chat, b"2"),
        await ptb.send_audio(chat, b"3", performer="Кино", title="Пачка сигарет"),
        await ptb.send_voice(chat, b"4", duration=2),
        await ptb.send_video_note(chat, b"5", length=240),
        await ptb.send_sticker(chat, b"6"),
    ]

    again = [
        await ptb.send_video(chat, sent[0].video or ""),
        await ptb.send_animation(chat, sent[1].animation or ""),
        await ptb.send_audio(chat, sent[2].audio or ""),
        await ptb.send_voice(chat, sent[3].voice or ""),
        await ptb.send_video_note(chat, sent[4].video_note or ""),
        await ptb.send_sticker(chat, sent[5].sticker or ""),
    ]

    assert [message.effective_attachment for message in sent] == [message.effective_attachment for message in again]


async def test_an_id_of_another_bot_is_wrong(
    aio: aiogram.Bot, call: RawApi, world: World, shop: Bot, oleg: Person
) -> None:
    await oleg.starts(shop)
    sent = await aio.send_document(oleg.user.id, upload(b"1", "a.txt"))
    assert sent.document

    document = sent.document.file_id
    refused = await call(shop, "sendDocument", chat_id=oleg.user.id, document=document)

    assert refused["description"] == "Bad Request: wrong file identifier/HTTP URL specified"
    assert (await call(shop, "getFile", file_id=document))["error_code"] == 400


async def test_the_unique_id_is_the_same_for_all_bots(
    world: World, call: RawApi, desk: Bot, shop: Bot, oleg: Person
) -> None:
    group = world.group("Все", owner=oleg, admins=[desk, shop])
    desk.updates.clear()
    shop.updates.clear()
    await oleg.sends_file(b"1", to=group, name="a.txt")

    seen = [(await call(bot, "getUpdates"))["result"][0]["message"]["document"] for bot in (desk, shop)]

    assert seen[0]["file_unique_id"] == seen[1]["file_unique_id"]
    assert seen[0]["file_id"] != seen[1]["file_id"]


async def test_a_photo_is_no_document(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_photo(oleg.user.id, upload())
    assert sent.photo

    with pytest.raises(TelegramBadRequest, match="type of file mismatch"):
        await aio.send_document(oleg.user.id, sent.photo[0].file_id)


async def test_more_than_20_megabytes_cannot_be_downloaded(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    await oleg.sends_file(bytes((20 << 20) + 1), to=desk, name="запись.zip")
    [update] = await aio.get_updates()
    assert update.message
    assert update.message.document

    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await aio.get_file(update.message.document.file_id)


async def test_more_than_50_megabytes_cannot_be_uploaded(aio: aiogram.Bot, oleg: Person) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await aio.send_document(oleg.user.id, upload(bytes((50 << 20) + 1), "a.zip"))


async def test_wrong_files_are_refused(call: RawApi, aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    chat = oleg.user.id
    for attempt, words in (
        (aio.send_photo(chat, upload(bytes((10 << 20) + 1))), "file is too big"),
        (aio.send_photo(chat, upload(png(9000, 1))), "PHOTO_INVALID_DIMENSIONS"),
        (aio.send_photo(chat, upload(b"")), "file must be non-empty"),
        (aio.send_photo(chat, ""), "there is no photo in the request"),
        (aio.send_document(chat, "attach://nothing"), "there is no document in the request"),
        (aio.send_document(chat, "чек"), "wrong file identifier/HTTP URL specified"),
        (aio.send_photo(chat, upload(), caption="я" * 1025), "message caption is too long"),
        (aio.send_document(chat, "http://127.0.0.1:1/a.pdf"), "failed to get HTTP URL content"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await attempt


async def test_a_file_is_fetched_from_a_url(aio: aiogram.Bot, oleg: Person) -> None:
    async def price(request: web.Request) -> web.Response:
        return web.Response(body=b"%PDF")

    app = web.Application()
    app.router.add_get("/price.pdf", price)
    async with TestServer(app) as files:
        sent = await aio.send_document(oleg.user.id, str(files.make_url("/price.pdf")))

    assert sent.document
    assert (sent.document.file_name, sent.document.file_size) == ("price.pdf", 4)


async def test_a_path_is_open_only_to_the_bot_that_asked(
    server: SandboxServer, session: ClientSession, aio: aiogram.Bot, desk: Bot, shop: Bot, oleg: Person
) -> None:
    sent = await aio.send_document(oleg.user.id, upload(b"1", "a.txt"))
    assert sent.document
    path = (await aio.get_file(sent.document.file_id)).file_path

    async with session.get(f"{server.url}/file/bot{desk.token}/{path}") as mine:
        assert mine.status == 200
    async with session.get(f"{server.url}/file/bot{shop.token}/{path}") as others:
        assert others.status == 404


async def test_an_album_is_one_group_of_messages(aio: aiogram.Bot, oleg: Person) -> None:
    album = await aio.send_media_group(
        oleg.user.id, [InputMediaPhoto(media=upload(), caption="Вот"), InputMediaPhoto(media=upload())]
    )

    assert album[0].media_group_id == album[1].media_group_id
    assert [message.caption for message in album] == ["Вот", None]
    assert len({message.album for message in oleg.messages(oleg.world.bots[7001])[1:]}) == 1


async def test_wrong_albums_are_refused(aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, ivan: Person) -> None:
    photo: Any = InputMediaPhoto(media=upload())
    document, broken = InputMediaDocument(media=upload(b"1", "a.txt")), InputMediaPhoto(media="nonsense")
    for media, words in (
        ([photo] * 11, "too many messages to send as an album"),
        ([photo, document], "document can't be mixed with other media types"),
        (
            [photo, broken],
            'failed to send message #2 with the error message "wrong file identifier/HTTP URL specified"',
        ),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await aio.send_media_group(oleg.user.id, media)
    assert await ptb.send_media_group(ivan.user.id, [InputMediaVideo(b"1"), InputMediaVideo(b"2")])
