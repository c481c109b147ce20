"""Copies and forwards."""

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import MessageOriginUser

from bridge.sandbox import Bot, Person
from tests.kit.pictures import png


async def test_a_copy_says_the_same_and_not_from_whom(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    photo = await oleg.sends_file(png(), to=desk, name="a.png", caption="Чек")
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")

    copy = await aio.copy_message(oleg.user.id, oleg.user.id, photo.id, message_thread_id=topic.message_thread_id)
    other = await aio.copy_message(oleg.user.id, oleg.user.id, photo.id, caption="<b>Другое</b>", parse_mode="HTML")

    [first] = [each for each in oleg.messages(desk, topic="Иван") if each.id == copy.message_id]
    assert (first.text, first.content.file, first.origin) == ("Чек", photo.content.file, None)
    assert oleg.messages(desk)[-1].id == other.message_id
    assert oleg.messages(desk)[-1].text == "Другое"


async def test_albums_stay_albums_and_the_missing_are_left_out(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    album = await oleg.sends_album([(png(), "a.png"), (png(), "b.png")], to=desk, caption="Вот")

    copies = await aio.copy_messages(oleg.user.id, oleg.user.id, [album[0].id, album[1].id, 999], remove_caption=True)

    first, second = oleg.messages(desk)[-2:]
    assert [copy.message_id for copy in copies] == [first.id, second.id]
    assert first.album == second.album != album[0].album
    assert first.text == ""


async def test_a_forward_tells_its_origin(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    message = await oleg.writes("Смотрите", to=desk)

    forwarded = await aio.forward_message(oleg.user.id, oleg.user.id, message.id)

    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == oleg.user.id
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await aio.edit_message_text("a", chat_id=oleg.user.id, message_id=forwarded.message_id)


async def test_what_cannot_be_copied_is_said(aio: aiogram.Bot, oleg: Person) -> None:
    chat = oleg.user.id
    topic = await aio.create_forum_topic(chat, "Иван")
    secret = await aio.send_message(chat, "Пароль", protect_content=True)
    for attempt, words in (
        (aio.copy_message(chat, chat, 999), "message to copy not found"),
        (aio.copy_message(chat, chat, topic.message_thread_id), "message can't be copied"),
        (aio.copy_message(chat, chat, secret.message_id), "message has protected content and can't be forwarded"),
        (aio.forward_message(chat, chat, 999), "message to forward not found"),
        (aio.forward_message(chat, chat, topic.message_thread_id), "message can't be forwarded"),
        (aio.forward_message(chat, chat, secret.message_id), "message has protected content and can't be forwarded"),
        (aio.copy_messages(chat, chat, [998, 999]), "messages can't be forwarded"),
        (aio.copy_messages(chat, chat, [2, 1]), "message identifiers must be in a strictly increasing order"),
        (aio.copy_messages(chat, chat, list(range(1, 102))), "too many message identifiers specified"),
        (aio.copy_message(chat, 999, 1), "chat not found"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await attempt


async def test_a_person_forwards_into_a_topic(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    message = await oleg.writes("Смотрите", to=desk)
    await aio.create_forum_topic(oleg.user.id, "Иван")

    await oleg.forwards(message, to=desk, topic="Иван")

    update = (await aio.get_updates())[-1]
    assert update.message
    assert update.message.forward_origin
    assert update.message.is_topic_message
