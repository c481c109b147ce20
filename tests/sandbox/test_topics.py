"""Topics, in private chats and in forums."""

from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Update

from bridge.sandbox import Bot, Group, Person, World
from bridge.sandbox.groups import set_member
from tests.kit.sandbox import RawApi


async def updates_of(aio: aiogram.Bot) -> list[Update]:
    return await aio.get_updates()


async def test_getme_tells_whether_there_are_topics(call: RawApi, desk: Bot, shop: Bot) -> None:
    me = (await call(desk, "getMe"))["result"]
    assert (me["has_topics_enabled"], me["allows_users_to_create_topics"]) == (True, False)
    assert (await call(shop, "getMe"))["result"]["has_topics_enabled"] is False


async def test_a_message_stays_in_its_topic(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван Петров", icon_color=0x6FB9F0)
    sent = await aio.send_message(oleg.user.id, "Где заказ?", message_thread_id=topic.message_thread_id)
    await oleg.writes("В пути", to=desk, topic="Иван")

    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    created, answer = [update.message for update in await updates_of(aio)]
    assert created
    assert created.forum_topic_created
    assert created.from_user
    assert created.from_user.id == desk.id
    assert answer
    assert (answer.message_thread_id, answer.is_topic_message) == (topic.message_thread_id, True)
    # The answer to the topic's first message is implicit in forums only.
    assert answer.reply_to_message is None


async def test_the_name_is_cleaned_and_cut(aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "  Иван\n\nПетров " + "х" * 200)

    assert topic.name == ("Иван Петров " + "х" * 200)[:128]


async def test_what_is_typed_outside_of_topics_has_no_topic(desk: Bot, oleg: Person) -> None:
    assert (await oleg.writes("Привет", to=desk)).topic_id is None


async def test_what_is_typed_outside_opens_a_topic_where_people_may(world: World, call: RawApi, desk: Bot) -> None:
    desk.users_create_topics = True
    anna = world.person("Анна", side="operator")
    await anna.starts(desk)

    message = await anna.writes("Позвонить поставщику", to=desk)

    assert message.topic_id
    updates = (await call(desk, "getUpdates"))["result"]
    created = updates[1]["message"]["forum_topic_created"]
    assert (created["name"], created["is_name_implicit"]) == ("Позвонить поставщику", True)


async def test_a_forum_answers_the_first_message_of_the_topic(aio: aiogram.Bot, forum: Group, oleg: Person) -> None:
    topic = await aio.create_forum_topic(forum.id, "Иван")
    await oleg.writes("В пути", to=forum, topic="Иван")

    message = (await updates_of(aio))[-1].message
    assert message
    assert message.reply_to_message
    assert message.reply_to_message.message_id == topic.message_thread_id
    assert message.chat.is_forum


async def test_editing_tells_the_bot_itself(aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    icon = (await aio.get_forum_topic_icon_stickers())[0].custom_emoji_id
    await aio.edit_forum_topic(oleg.user.id, topic.message_thread_id, name="Иван ✔", icon_custom_emoji_id=icon)

    message = (await updates_of(aio))[-1].message
    assert message
    assert message.forum_topic_edited
    assert (message.forum_topic_edited.name, message.forum_topic_edited.icon_custom_emoji_id) == ("Иван ✔", icon)


async def test_a_deleted_topic_is_noticed_only_by_a_refusal(
    aio: aiogram.Bot, call: RawApi, desk: Bot, oleg: Person
) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    await aio.send_message(oleg.user.id, "a", message_thread_id=topic.message_thread_id)
    desk.updates.clear()

    await oleg.deletes_topic("Иван", in_=desk)

    assert (await call(desk, "getUpdates"))["result"] == []
    assert oleg.messages(desk, topic=topic.message_thread_id) == []
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await aio.send_message(oleg.user.id, "a", message_thread_id=topic.message_thread_id)


TOPIC = "the topic"


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("createForumTopic", {"name": " \n"}, "name must be non-empty"),
        ("createForumTopic", {"name": "a", "icon_color": 1}, "invalid icon color specified"),
        ("editForumTopic", {"message_thread_id": 999, "name": "a"}, "TOPIC_ID_INVALID"),
        ("editForumTopic", {"message_thread_id": 0, "name": "a"}, "invalid forum topic identifier specified"),
        ("editForumTopic", {"message_thread_id": TOPIC, "name": "Иван"}, "TOPIC_NOT_MODIFIED"),
        ("deleteForumTopic", {"message_thread_id": 999}, "TOPIC_ID_INVALID"),
        ("closeForumTopic", {"message_thread_id": TOPIC}, "the chat is not a supergroup forum"),
        ("reopenForumTopic", {"message_thread_id": TOPIC}, "the chat is not a supergroup forum"),
    ],
)
async def test_what_is_wrong_with_a_private_topic_is_said(
    call: RawApi, aio: aiogram.Bot, desk: Bot, oleg: Person, method: str, parameters: dict[str, Any], description: str
) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    values = {name: topic.message_thread_id if value == TOPIC else value for name, value in parameters.items()}

    answer = await call(desk, method, chat_id=oleg.user.id, **values)

    assert answer["description"] == f"Bad Request: {description}"


async def test_editing_nothing_is_true_even_for_no_topic(call: RawApi, desk: Bot, oleg: Person) -> None:
    assert (await call(desk, "editForumTopic", chat_id=oleg.user.id, message_thread_id=999))["ok"]


async def test_without_topics_the_chat_is_no_forum(call: RawApi, shop: Bot, ivan: Person) -> None:
    answer = await call(shop, "createForumTopic", chat_id=ivan.user.id, name="a")

    assert answer["description"] == "Bad Request: the chat is not a forum"


async def test_switching_topics_off_loses_their_threads(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")

    desk.has_topics = False

    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await aio.send_message(oleg.user.id, "a", message_thread_id=topic.message_thread_id)


async def test_closing_a_forum_topic_twice_changes_nothing(aio: aiogram.Bot, forum: Group) -> None:
    topic = await aio.create_forum_topic(forum.id, "Иван")
    await aio.close_forum_topic(forum.id, topic.message_thread_id)

    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await aio.close_forum_topic(forum.id, topic.message_thread_id)
    assert await aio.reopen_forum_topic(forum.id, topic.message_thread_id)


async def test_without_rights_topics_are_out_of_reach(
    world: World, aio: aiogram.Bot, desk: Bot, forum: Group, oleg: Person
) -> None:
    topic = await oleg.creates_topic("Иван", in_=forum)
    topic.closed = True
    set_member(world, forum, desk, by=oleg.user, status="member")

    for attempt, words in (
        (aio.create_forum_topic(forum.id, "a"), "not enough rights to create a topic"),
        (aio.edit_forum_topic(forum.id, topic.id, name="b"), "not enough rights to edit the topic"),
        (aio.reopen_forum_topic(forum.id, topic.id), "not enough rights to close or open the topic"),
        (aio.delete_forum_topic(forum.id, topic.id), "not enough rights to delete the topic"),
        (aio.send_message(forum.id, "a", message_thread_id=topic.id), "TOPIC_CLOSED"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await attempt


async def test_the_own_topic_needs_no_rights(
    world: World, aio: aiogram.Bot, desk: Bot, forum: Group, oleg: Person
) -> None:
    topic = await aio.create_forum_topic(forum.id, "Иван")
    set_member(world, forum, desk, by=oleg.user, status="member")

    assert await aio.edit_forum_topic(forum.id, topic.message_thread_id, name="Пётр")
    assert await aio.delete_forum_topic(forum.id, topic.message_thread_id)
