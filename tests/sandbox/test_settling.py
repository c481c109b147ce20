"""How a bot finds out whether a request of unknown outcome has arrived: ids, and questions that change nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiogram
import pytest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)

from bridge.sandbox import Bot, Group, Person, World
from tests.kit.pictures import png
from tests.kit.sandbox import RawApi

BUTTONS = {"inline_keyboard": [[{"text": "Взять", "callback_data": "1"}]]}
STANDS = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
)
STANDS += "current content and reply markup of the message"
MISSING = "Bad Request: message to edit not found"
FOREIGN = "Bad Request: message can't be edited"
UNUSABLE = "Bad Request: MESSAGE_ID_INVALID"
RICH = {"blocks": [{"type": "paragraph", "text": "Прайс"}]}


async def asked(call: RawApi, bot: Bot, chat_id: int, message_id: int, markup: dict[str, Any] | None = None) -> str:
    """What the question says of the message."""
    markup_given = {"reply_markup": markup} if markup else {}
    answer = await call(bot, "editMessageReplyMarkup", chat_id=chat_id, message_id=message_id, **markup_given)
    return str(answer.get("description"))


async def test_all_private_chats_of_a_bot_count_together(
    call: RawApi, world: World, desk: Bot, shop: Bot, oleg: Person
) -> None:
    anna = world.person("Анна")
    first = (await oleg.writes("1", to=desk)).id
    await anna.starts(desk)
    topic = (await call(desk, "createForumTopic", chat_id=anna.id, name="Иван"))["result"]["message_thread_id"]
    sent = (await call(desk, "sendMessage", chat_id=oleg.id, text="2"))["result"]["message_id"]
    await call(desk, "pinChatMessage", chat_id=oleg.id, message_id=sent)
    await oleg.starts(shop)
    last = (await anna.writes("3", to=desk)).id

    assert (topic, sent, last) == (first + 2, first + 3, first + 5)


async def test_two_bots_have_different_messages_under_the_same_id(
    call: RawApi, desk: Bot, shop: Bot, oleg: Person
) -> None:
    await oleg.starts(shop)

    task, order = await oleg.writes("Задача", to=desk), await oleg.writes("Заказ", to=shop)
    assert task.id == order.id
    await call(desk, "deleteMessage", chat_id=oleg.id, message_id=task.id)

    assert task.id not in oleg.chat(desk).messages
    assert oleg.chat(shop).messages[order.id] is order


async def test_a_supergroup_counts_for_itself(call: RawApi, desk: Bot, shop: Bot, forum: Group, oleg: Person) -> None:
    before = (await oleg.writes("1", to=forum)).id
    await oleg.writes("Личное", to=desk)

    sent = (await call(desk, "sendMessage", chat_id=forum.id, text="2"))["result"]["message_id"]

    assert sent == before + 1
    assert (await oleg.writes("Личное", to=desk)).id == desk.last_message_id


async def test_a_basic_group_counts_with_the_private_chats(call: RawApi, world: World, desk: Bot, oleg: Person) -> None:
    group = world.group("Отдел", owner=oleg, admins=[desk], kind="group")
    before = (await oleg.writes("Личное", to=desk)).id

    heard = (await oleg.writes("Группе", to=group)).id
    sent = (await call(desk, "sendMessage", chat_id=group.id, text="Ответ"))["result"]["message_id"]

    assert (heard, sent, (await oleg.writes("Ещё", to=desk)).id) == (before + 1, before + 2, before + 3)


async def test_in_a_basic_group_no_bot_gets_an_id_twice(world: World, desk: Bot, shop: Bot, oleg: Person) -> None:
    await oleg.starts(shop)
    for _ in range(5):
        await oleg.writes("Личное", to=desk)
    group = world.group("Отдел", owner=oleg, admins=[desk, shop], kind="group")

    written = [await oleg.writes("a", to=place) for place in (group, shop, group, desk, group, shop)]

    assert [each.id for each in written] == sorted(each.id for each in written)
    for bot in (desk, shop):
        ids = [*oleg.chat(bot).messages, *group.messages]
        assert len(ids) == len(set(ids))


SENDERS: dict[str, Callable[[aiogram.Bot, int], Awaitable[Any]]] = {
    "text": lambda bot, to: bot.send_message(to, "a"),
    "photo": lambda bot, to: bot.send_photo(to, BufferedInputFile(png(), "a.png"), caption="a"),
    "document": lambda bot, to: bot.send_document(to, BufferedInputFile(b"1", "a.txt")),
    "video": lambda bot, to: bot.send_video(to, BufferedInputFile(b"1", "a.mp4")),
    "animation": lambda bot, to: bot.send_animation(to, BufferedInputFile(b"1", "a.gif")),
    "audio": lambda bot, to: bot.send_audio(to, BufferedInputFile(b"1", "a.mp3")),
    "sticker": lambda bot, to: bot.send_sticker(to, BufferedInputFile(b"1", "a.webp")),
    "voice": lambda bot, to: bot.send_voice(to, BufferedInputFile(b"1", "a.ogg")),
    "video_note": lambda bot, to: bot.send_video_note(to, BufferedInputFile(b"1", "a.mp4")),
    "dice": lambda bot, to: bot.send_dice(to),
    "location": lambda bot, to: bot.send_location(to, 55.75, 37.61),
    "live location": lambda bot, to: bot.send_location(to, 55.75, 37.61, live_period=600),
    "venue": lambda bot, to: bot.send_venue(to, 55.75, 37.61, "Склад", "Мира, 5"),
    "contact": lambda bot, to: bot.send_contact(to, "+79990000001", "Анна"),
    "poll": lambda bot, to: bot.send_poll(to, "Когда?", ["Утром", "Вечером"]),
}


@pytest.mark.parametrize("kind", SENDERS)
async def test_every_kind_of_own_message_stands_there(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person, kind: str
) -> None:
    sent = await SENDERS[kind](aio, oleg.id)

    assert await asked(call, desk, oleg.id, sent.message_id) == STANDS
    assert sent.edit_date is None
    assert oleg.chat(desk).messages[sent.message_id].edited_at is None


async def test_each_item_of_an_album_and_a_rich_message_stand_there(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person
) -> None:
    album = await aio.send_media_group(
        oleg.id, [InputMediaPhoto(media=BufferedInputFile(png(), "a.png")) for _ in range(3)]
    )
    rich = (await call(desk, "sendRichMessage", chat_id=oleg.id, rich_message=RICH))["result"]["message_id"]

    ids = [each.message_id for each in album]
    assert ids == list(range(ids[0], ids[0] + 3))
    for message_id in (*ids, rich):
        assert await asked(call, desk, oleg.id, message_id) == STANDS
    assert await asked(call, desk, oleg.id, rich + 1) == MISSING


async def test_a_copy_stands_there_and_a_forwarded_message_is_like_somebody_elses(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person
) -> None:
    written = await oleg.writes("Привет", to=desk)

    copied = await aio.copy_message(oleg.id, oleg.id, written.id)
    forwarded = await aio.forward_message(oleg.id, oleg.id, written.id)

    assert await asked(call, desk, oleg.id, copied.message_id) == STANDS
    assert await asked(call, desk, oleg.id, forwarded.message_id) == FOREIGN


async def test_the_question_carries_the_markup_of_the_lost_request(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person, forum: Group
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Взять", callback_data="1")]])
    for chat_id in (oleg.id, forum.id):
        card = await aio.send_message(chat_id, "Карточка", reply_markup=markup)
        plain = await aio.send_message(chat_id, "Привет")

        assert await asked(call, desk, chat_id, card.message_id, BUTTONS) == STANDS
        assert await asked(call, desk, chat_id, plain.message_id) == STANDS


async def test_what_does_not_stand_in_that_chat_is_not_found(
    aio: aiogram.Bot, call: RawApi, world: World, desk: Bot, oleg: Person
) -> None:
    anna = world.person("Анна", side="operator")
    await anna.starts(desk)
    elsewhere, deleted = await aio.send_message(anna.id, "a"), await aio.send_message(oleg.id, "a")
    await aio.delete_message(oleg.id, deleted.message_id)

    for message_id in (elsewhere.message_id, deleted.message_id, deleted.message_id + 1):
        assert await asked(call, desk, oleg.id, message_id) == MISSING


async def test_what_others_wrote_and_service_messages_cannot_be_edited(
    aio: aiogram.Bot, call: RawApi, world: World, desk: Bot, shop: Bot, oleg: Person
) -> None:
    group = world.group("Поддержка", owner=oleg, admins=[desk, shop], is_forum=True)
    for chat_id, place in ((oleg.id, desk), (group.id, group)):
        written = await oleg.writes("Привет", to=place)
        topic = await aio.create_forum_topic(chat_id, "Иван")
        card = await aio.send_message(chat_id, "Карточка", message_thread_id=topic.message_thread_id)
        await aio.pin_chat_message(chat_id, card.message_id)

        for message_id in (written.id, topic.message_thread_id, card.message_id + 1):
            assert await asked(call, desk, chat_id, message_id) == FOREIGN
    colleague = (await call(shop, "sendMessage", chat_id=group.id, text="a"))["result"]["message_id"]
    assert await asked(call, desk, group.id, colleague) == FOREIGN


async def test_a_topic_is_asked_for_by_its_name(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person, forum: Group
) -> None:
    async def named(chat_id: int, topic_id: int, name: str) -> str | None:
        answer = await call(desk, "editForumTopic", chat_id=chat_id, message_thread_id=topic_id, name=name)
        return answer.get("description")

    for chat_id in (oleg.id, forum.id):
        topic = await aio.create_forum_topic(chat_id, "Иван  Петров")
        text = await aio.send_message(chat_id, "a")

        assert await named(chat_id, topic.message_thread_id, "Иван\nПетров") == "Bad Request: TOPIC_NOT_MODIFIED"
        for unknown in (text.message_id, text.message_id + 1):
            assert await named(chat_id, unknown, "Иван Петров") == "Bad Request: TOPIC_ID_INVALID"
        opened = (oleg.chat(desk) if chat_id == oleg.id else forum).messages[topic.message_thread_id]
        assert "forum_topic_created" in opened.content.extra


async def test_refused_settling_tells_nothing_and_changes_still_work(
    aio: aiogram.Bot, call: RawApi, world: World, desk: Bot, oleg: Person
) -> None:
    topic = await aio.create_forum_topic(oleg.id, "Иван")
    card, written = await aio.send_message(oleg.id, "Карточка"), await oleg.writes("Привет", to=desk)
    world.settling_refused = True

    for message_id in (card.message_id, written.id, written.id + 1):
        assert await asked(call, desk, oleg.id, message_id) == UNUSABLE
    for topic_id in (topic.message_thread_id, written.id):
        question = await call(desk, "editForumTopic", chat_id=oleg.id, message_thread_id=topic_id, name="Иван")
        assert question["description"] == UNUSABLE
    assert await asked(call, desk, oleg.id, card.message_id, BUTTONS) == "None"
    assert await aio.edit_forum_topic(oleg.id, topic.message_thread_id, name="Пётр")
