"""Everything the sandbox emits is understood by both libraries, word for word."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiogram.types
import pytest
import telegram
from aiogram.types import Chat as AiogramChat
from aiogram.types import ChatFullInfo

from bridge.sandbox import Bot, Group, Person, World
from bridge.sandbox.groups import set_member, upgrade
from tests.kit.pictures import png
from tests.kit.sandbox import RawApi

BUTTONS = {
    "inline_keyboard": [
        [{"text": "Взять", "callback_data": "1", "style": "success"}, {"text": "Код", "copy_text": {"text": "77"}}],
        [{"text": "Сайт", "url": "https://example.org/"}],
    ]
}
SENDING: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"text": "<b>a</b> /x ya.ru", "parse_mode": "HTML", "reply_markup": BUTTONS}),
    ("sendMessage", {"text": "a", "protect_content": True, "disable_notification": True}),
    ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 1}}),
    ("sendLocation", {"latitude": 55.75, "longitude": 37.61}),
    ("sendVenue", {"latitude": 55.75, "longitude": 37.61, "title": "Склад", "address": "Ленина, 1"}),
    ("sendContact", {"phone_number": "+7999", "first_name": "Анна", "last_name": "Ким"}),
    ("sendPoll", {"question": "Когда?", "options": [{"text": "Сегодня"}, {"text": "Завтра"}]}),
    ("sendDice", {"emoji": "🎯"}),
    ("copyMessage", {"from_chat_id": 101, "message_id": 1}),
    ("forwardMessage", {"from_chat_id": 101, "message_id": 1}),
]


def understood(update: dict[str, Any]) -> tuple[aiogram.types.Update, telegram.Update]:
    """Both libraries' reading; every field of the update is one that aiogram knows."""
    read = aiogram.types.Update.model_validate(update)
    assert unknown_fields(read) == []
    return read, telegram.Update.de_json(update, None)


def unknown_fields(thing: Any, path: str = "") -> list[str]:
    if isinstance(thing, list):
        return [name for each in thing for name in unknown_fields(each, path)]
    if not isinstance(thing, aiogram.types.TelegramObject):
        return []
    extra = [f"{path}.{name}" for name in thing.model_extra or {}]
    inner = [unknown_fields(getattr(thing, name), f"{path}.{name}") for name in type(thing).model_fields]
    return extra + [name for names in inner for name in names]


@pytest.mark.parametrize(("method", "parameters"), SENDING)
async def test_an_answer_is_understood(
    call: RawApi, desk: Bot, oleg: Person, method: str, parameters: dict[str, Any]
) -> None:
    answer = await call(desk, method, chat_id=oleg.user.id, **parameters)

    assert answer["ok"], answer
    if method == "copyMessage":
        assert answer["result"] == {"message_id": 2}
        return
    read = aiogram.types.Message.model_validate(answer["result"])
    assert unknown_fields(read) == []
    assert telegram.Message.de_json(answer["result"], None).message_id == read.message_id == 2


async def everything_people_do(world: World, desk: Bot, oleg: Person, place: Bot | Group) -> None:
    first = await oleg.writes("/menu 😀 https://ya.ru #a @b", to=place)
    await oleg.writes("ответ", to=place, reply_to=first)
    for name in ("a.png", "a.mp4", "a.ogg", "a.mp3", "a.pdf"):
        await oleg.sends_file(png(), to=place, name=name, caption="подпись /x")
    for kind in ("animation", "video_note", "sticker"):
        await oleg.sends_file(b"1", to=place, kind=kind)
    await oleg.sends_album([(b"1", "a.jpg"), (b"2", "b.jpg")], to=place)
    await oleg.shares_location(55.75, 37.61, to=place)
    await oleg.shares_own_contact(to=place)
    await oleg.shares_contact(to=place, name="Анна", phone="+7")
    await oleg.forwards(first, to=place)
    await oleg.edits(first, "новое")
    await oleg.reacts(first, "👍")
    await oleg.reacts(first, None)


async def test_what_people_do_in_private_is_understood(world: World, call: RawApi, desk: Bot, oleg: Person) -> None:
    await call(desk, "getUpdates", allowed_updates=["message", "edited_message", "message_reaction", "my_chat_member"])
    desk.users_create_topics = True
    await everything_people_do(world, desk, oleg, desk)
    await oleg.blocks(desk)
    await oleg.starts(desk)

    updates = (await call(desk, "getUpdates"))["result"]

    assert len(updates) > 30
    for update in updates:
        understood(update)


async def test_what_happens_in_groups_is_understood(world: World, call: RawApi, desk: Bot, oleg: Person) -> None:
    await call(desk, "getUpdates", allowed_updates=["message", "edited_message", "message_reaction", "chat_member"])
    forum = world.group("Поддержка", owner=oleg, admins=[desk], is_forum=True)
    pyotr = world.person("Пётр")
    await everything_people_do(world, desk, oleg, forum)
    for status in ("member", "restricted", "administrator", "left", "kicked"):
        set_member(world, forum, pyotr.user, by=oleg.user, status=status)
    topic = (await call(desk, "createForumTopic", chat_id=forum.id, name="Иван"))["result"]["message_thread_id"]
    where = {"chat_id": forum.id, "message_thread_id": topic}
    icon = (await call(desk, "getForumTopicIconStickers"))["result"][0]
    sent = (await call(desk, "sendMessage", text="Карточка", **where))["result"]["message_id"]
    await call(desk, "editForumTopic", name="Пётр", icon_custom_emoji_id=icon["custom_emoji_id"], **where)
    await call(desk, "closeForumTopic", **where)
    await call(desk, "reopenForumTopic", **where)
    await call(desk, "pinChatMessage", chat_id=forum.id, message_id=sent)
    upgrade(world, world.group("Отдел", owner=oleg, admins=[desk], kind="group"), oleg.user)

    updates = (await call(desk, "getUpdates"))["result"]

    seen = {name for update in updates for name in update} | {
        name for update in updates for name in update.get("message", {})
    }
    assert seen >= {"chat_member", "message_reaction", "forum_topic_created", "forum_topic_edited", "pinned_message"}
    assert seen >= {"forum_topic_closed", "forum_topic_reopened", "migrate_to_chat_id", "migrate_from_chat_id"}
    for update in updates:
        understood(update)
    assert unknown_fields(aiogram.types.Sticker.model_validate(icon)) == []


async def test_a_press_is_understood(call: RawApi, desk: Bot, oleg: Person) -> None:
    await call(desk, "sendMessage", chat_id=oleg.user.id, text="Карточка", reply_markup=BUTTONS)
    press = asyncio.create_task(oleg.presses("Взять"))
    await asyncio.sleep(0)

    [update] = (await call(desk, "getUpdates"))["result"]
    read, _ = understood(update)
    press.cancel()

    assert read.callback_query
    assert read.callback_query.data == "1"


async def test_content_of_the_future_is_an_unknown_field_at_most(call: RawApi, desk: Bot, oleg: Person) -> None:
    await oleg.sends_something_new(to=desk)

    [update] = (await call(desk, "getUpdates"))["result"]
    read = aiogram.types.Update.model_validate(update)

    assert unknown_fields(read) == [".message.hologram"]


@pytest.mark.parametrize(
    ("method", "read"),
    [
        ("getMe", aiogram.types.User.model_validate),
        ("getWebhookInfo", aiogram.types.WebhookInfo.model_validate),
        ("getChat", ChatFullInfo.model_validate),
    ],
)
async def test_other_answers_are_understood(
    call: RawApi, desk: Bot, forum: Group, method: str, read: Callable[[Any], aiogram.types.TelegramObject]
) -> None:
    parameters = {"chat_id": forum.id} if method == "getChat" else {}

    result = (await call(desk, method, **parameters))["result"]

    assert unknown_fields(read(result)) == []
    if method == "getChat":
        assert telegram.ChatFullInfo.de_json(result, None).is_forum
        assert AiogramChat.model_validate(result).is_forum
