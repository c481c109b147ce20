"""Groups: who hears what, who may do what."""

from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatMemberAdministrator, ChatMemberMember, ChatMemberOwner, EphemeralMessageParameters

from bridge.sandbox import Bot, Group, Person, World
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.groups import set_member
from tests.kit.sandbox import RawApi


async def texts(call: RawApi, bot: Bot) -> list[Any]:
    return [update["message"]["text"] for update in (await call(bot, "getUpdates"))["result"]]


async def test_an_administrator_hears_everything(call: RawApi, desk: Bot, forum: Group, oleg: Person) -> None:
    await oleg.writes("Привет", to=forum)

    assert await texts(call, desk) == ["Привет"]


async def test_privacy_lets_through_what_is_for_the_bot(
    world: World, call: RawApi, aio: aiogram.Bot, desk: Bot, oleg: Person
) -> None:
    group = world.group("Все", owner=oleg, bots=[desk])
    question = await aio.send_message(group.id, "Кто дежурит?")
    desk.updates.clear()

    await oleg.writes("просто так", to=group)
    await oleg.writes("/bind", to=group)
    await oleg.writes("эй, @desk_bot", to=group)
    await oleg.writes("я", to=group, reply_to=question.message_id)

    assert await texts(call, desk) == ["/bind", "эй, @desk_bot", "я"]


async def test_joining_is_told(world: World, aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    world.group("Все", owner=oleg, admins=[desk])

    joined, announced = await aio.get_updates()

    assert joined.my_chat_member
    assert isinstance(joined.my_chat_member.new_chat_member, ChatMemberAdministrator)
    assert joined.my_chat_member.new_chat_member.can_manage_topics
    assert announced.message
    assert announced.message.new_chat_members


async def test_members_and_administrators_are_listed(
    aio: aiogram.Bot, world: World, forum: Group, desk: Bot, oleg: Person
) -> None:
    pyotr = world.person("Пётр")
    set_member(world, forum, pyotr.user, by=oleg.user, status="member")

    admins = await aio.get_chat_administrators(forum.id)

    assert [type(admin) for admin in admins] == [ChatMemberOwner, ChatMemberAdministrator]
    assert isinstance(await aio.get_chat_member(forum.id, pyotr.user.id), ChatMemberMember)
    assert (await aio.get_chat_member(forum.id, world.person("Анна").user.id)).status == "left"
    assert await aio.get_chat_member_count(forum.id) == 3
    with pytest.raises(TelegramBadRequest, match="user not found"):
        await aio.get_chat_member(forum.id, 999)


async def test_a_chat_is_described(aio: aiogram.Bot, forum: Group, oleg: Person) -> None:
    group, private = await aio.get_chat(forum.id), await aio.get_chat(oleg.user.id)

    assert (group.title, group.type, group.is_forum) == ("Поддержка", "supergroup", True)
    assert (private.first_name, private.username, private.is_forum) == ("Олег", "oleg", None)


async def test_who_left_is_outside(aio: aiogram.Bot, forum: Group) -> None:
    await aio.leave_chat(forum.id)

    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await aio.send_message(forum.id, "a")


async def test_a_group_is_found_by_its_name(aio: aiogram.Bot, forum: Group) -> None:
    forum.username = "support"

    assert (await aio.send_message("@support", "a")).chat.id == forum.id


async def test_reply_chains_of_plain_supergroups_have_a_thread_but_no_topic(
    world: World, aio: aiogram.Bot, desk: Bot, oleg: Person
) -> None:
    group = world.group("Все", owner=oleg, admins=[desk])
    question = await oleg.writes("Вопрос", to=group)
    await oleg.writes("Ответ", to=group, reply_to=question)

    answer = (await aio.get_updates())[-1].message
    assert answer
    assert (answer.message_thread_id, answer.is_topic_message) == (question.id, None)


async def test_a_closed_topic_is_closed_for_members(world: World, forum: Group, oleg: Person) -> None:
    pyotr = world.person("Пётр")
    set_member(world, forum, pyotr.user, by=oleg.user, status="member")
    topic = await oleg.creates_topic("Иван", in_=forum)
    topic.closed = True

    with pytest.raises(NotPossible, match="The topic is closed"):
        await pyotr.writes("a", to=forum, topic=topic)
    assert await oleg.writes("a", to=forum, topic=topic)


async def test_phone_numbers_are_asked_for_in_private_only(call: RawApi, desk: Bot, forum: Group) -> None:
    keyboard = {"keyboard": [[{"text": "Номер", "request_contact": True}]]}

    answer = await call(desk, "sendMessage", chat_id=forum.id, text="a", reply_markup=keyboard)

    assert answer["description"] == "Bad Request: phone number can be requested in private chats only"


async def test_an_ephemeral_message_is_for_one_person(
    aio: aiogram.Bot, world: World, forum: Group, oleg: Person
) -> None:
    pyotr = world.person("Пётр")
    set_member(world, forum, pyotr.user, by=oleg.user, status="member")

    sent = await aio.send_message(
        forum.id, "Тише", ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=oleg.user.id)
    )

    assert sent.message_id == 0
    assert sent.ephemeral_message_id
    assert [message.text for message in oleg.messages(forum)][-1] == "Тише"
    assert "Тише" not in [message.text for message in pyotr.messages(forum)]


@pytest.mark.parametrize(
    ("receiver", "status", "words"),
    [(999, "administrator", "USER_NOT_PARTICIPANT"), (None, "member", "CHAT_ADMIN_REQUIRED")],
)
async def test_an_ephemeral_message_needs_a_member_and_an_administrator(
    aio: aiogram.Bot, world: World, desk: Bot, forum: Group, oleg: Person, receiver: int | None, status: str, words: str
) -> None:
    set_member(world, forum, desk, by=oleg.user, status=status)
    whom = EphemeralMessageParameters(receiver_user_id=receiver or oleg.user.id)

    with pytest.raises(TelegramBadRequest, match=words):
        await aio.send_message(forum.id, "Тише", ephemeral_message_parameters=whom)


async def test_an_anonymous_administrator_writes_in_the_name_of_the_group(
    aio: aiogram.Bot, forum: Group, oleg: Person
) -> None:
    forum.members[oleg.user.id].is_anonymous = True
    await oleg.writes("Привет", to=forum)

    message = (await aio.get_updates())[-1].message
    assert message
    assert message.from_user
    assert (message.from_user.username, message.from_user.is_bot) == ("GroupAnonymousBot", True)
    assert message.sender_chat
    assert message.sender_chat.id == forum.id
