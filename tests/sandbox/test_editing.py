"""Edits, deletions, reactions and pins."""

from datetime import timedelta
from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, ReactionTypeEmoji
from aiogram.types import Message as Sent

from bridge.sandbox import Bot, Group, Person, World
from bridge.sandbox.groups import set_member
from tests.kit.pictures import png
from tests.kit.sandbox import RawApi

BUTTONS = {"inline_keyboard": [[{"text": "Взять", "callback_data": "1"}]]}
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@pytest.fixture
async def card(aio: aiogram.Bot, oleg: Person) -> Sent:
    return await aio.send_message(oleg.user.id, "Карточка")


@pytest.fixture
async def photo(aio: aiogram.Bot, oleg: Person) -> Sent:
    return await aio.send_photo(oleg.user.id, BufferedInputFile(png(), "a.png"), caption="Фото")


async def test_a_text_is_edited_in_place(aio: aiogram.Bot, oleg: Person, card: Sent) -> None:
    edited = await aio.edit_message_text("Новая", chat_id=oleg.user.id, message_id=card.message_id)

    assert isinstance(edited, Sent)
    assert (edited.message_id, edited.text) == (card.message_id, "Новая")
    assert edited.edit_date
    assert (await oleg.sees("Новая")).id == card.message_id
    assert await aio.get_updates() == []


async def test_own_messages_can_be_edited_after_days(world: World, aio: aiogram.Bot, oleg: Person, card: Sent) -> None:
    world.clock.forward(timedelta(days=30))

    assert await aio.edit_message_text("Новая", chat_id=oleg.user.id, message_id=card.message_id)


async def test_editing_without_a_keyboard_takes_it_away(call: RawApi, desk: Bot, oleg: Person) -> None:
    sent = (await call(desk, "sendMessage", chat_id=oleg.user.id, text="a", reply_markup=BUTTONS))["result"]
    where = {"chat_id": oleg.user.id, "message_id": sent["message_id"]}
    assert sent["reply_markup"] == BUTTONS

    edited = (await call(desk, "editMessageText", **where, text="b"))["result"]

    assert "reply_markup" not in edited
    assert (await call(desk, "editMessageReplyMarkup", **where, reply_markup=BUTTONS))["ok"]
    again = await call(desk, "editMessageReplyMarkup", **where, reply_markup=BUTTONS)
    assert again["description"] == f"Bad Request: {SAME}"


async def test_a_caption_and_its_photo_are_edited(aio: aiogram.Bot, oleg: Person, photo: Sent) -> None:
    where: dict[str, Any] = {"chat_id": oleg.user.id, "message_id": photo.message_id}

    captioned = await aio.edit_message_caption(**where, caption="Чек")
    replaced = await aio.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"1", "a.txt"), caption="Чек"), **where
    )

    assert isinstance(captioned, Sent)
    assert isinstance(replaced, Sent)
    assert captioned.caption == "Чек"
    assert replaced.document
    assert not replaced.photo


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("editMessageText", {"text": "Карточка"}, SAME),
        ("editMessageText", {"text": ""}, "message text is empty"),
        ("editMessageText", {"text": "a", "message_id": 999}, "message to edit not found"),
        ("editMessageText", {"text": "a", "message_id": None}, "message identifier is not specified"),
        ("editMessageText", {"text": "a", "message_id": 1}, "message can't be edited"),
        ("editMessageText", {"text": "a", "chat_id": 999}, "chat not found"),
        ("editMessageCaption", {"caption": "a"}, "there is no caption in the message to edit"),
        ("editMessageText", {"text": "a", "reply_markup": {"keyboard": [[{"text": "a"}]]}}, "inline keyboard expected"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("deleteMessages", {"message_ids": list(range(1, 102))}, "too many message identifiers specified"),
        ("setMessageReaction", {"message_id": 999}, "message to react not found"),
        ("setMessageReaction", {"reaction": [{"type": "emoji", "emoji": "✅"}]}, "REACTION_INVALID"),
        ("setMessageReaction", {"reaction": [{"type": "emoji", "emoji": "👍"}] * 2}, "REACTIONS_TOO_MANY"),
        ("setMessageReaction", {"reaction": "👍"}, "can't parse reaction types JSON object"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
    ],
)
async def test_what_is_wrong_with_a_change_is_said(
    call: RawApi, desk: Bot, oleg: Person, card: Sent, method: str, parameters: dict[str, Any], description: str
) -> None:
    values = {"chat_id": oleg.user.id, "message_id": card.message_id} | parameters
    if "message_ids" in values:
        del values["message_id"]

    answer = await call(desk, method, **values)

    assert answer["description"] == f"Bad Request: {description}"


async def test_a_photo_has_no_text_to_edit(aio: aiogram.Bot, oleg: Person, photo: Sent) -> None:
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await aio.edit_message_text("a", chat_id=oleg.user.id, message_id=photo.message_id)


async def test_albums_keep_their_kind(aio: aiogram.Bot, oleg: Person) -> None:
    photos = [InputMediaPhoto(media=BufferedInputFile(png(), "a.png")) for _ in range(2)]
    album = await aio.send_media_group(oleg.user.id, list(photos))

    with pytest.raises(TelegramBadRequest, match="can't change media type in the album"):
        await aio.edit_message_media(
            InputMediaDocument(media=BufferedInputFile(b"1", "a.txt")),
            chat_id=oleg.user.id,
            message_id=album[0].message_id,
        )


async def test_messages_are_deleted_and_the_missing_ones_do_not_matter(
    aio: aiogram.Bot, desk: Bot, oleg: Person, card: Sent
) -> None:
    await aio.pin_chat_message(oleg.user.id, card.message_id)

    assert await aio.delete_messages(oleg.user.id, [card.message_id, 998, 999])
    assert oleg.chat(desk).pinned == []
    await oleg.never_sees("Карточка", within=0.01)


async def test_old_messages_are_not_deleted_for_everyone(
    world: World, aio: aiogram.Bot, oleg: Person, card: Sent
) -> None:
    world.clock.forward(timedelta(hours=49))

    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await aio.delete_message(oleg.user.id, card.message_id)


async def test_in_a_group_rights_decide_what_is_deleted(
    world: World, aio: aiogram.Bot, desk: Bot, forum: Group, oleg: Person
) -> None:
    world.clock.forward(timedelta(0))
    old, new = await oleg.writes("старое", to=forum), await oleg.writes("новое", to=forum)
    world.clock.forward(timedelta(days=9))

    assert await aio.delete_message(forum.id, old.id)
    set_member(world, forum, desk, by=oleg.user, status="member")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await aio.delete_message(forum.id, new.id)


async def test_the_message_that_opens_a_topic_stays(aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")

    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await aio.delete_message(oleg.user.id, topic.message_thread_id)


async def test_one_reaction_replaces_another(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    message = await oleg.writes("Готово", to=desk)

    await aio.set_message_reaction(oleg.user.id, message.id, [ReactionTypeEmoji(emoji="👌")])
    await aio.set_message_reaction(oleg.user.id, message.id, [ReactionTypeEmoji(emoji="❤️")])

    assert message.reactions == {desk.id: ["❤"]}


async def test_a_pin_says_so_in_its_topic(aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    thread = topic.message_thread_id
    card = await aio.send_message(oleg.user.id, "Карточка", message_thread_id=thread)

    await aio.pin_chat_message(oleg.user.id, card.message_id)
    await aio.pin_chat_message(oleg.user.id, card.message_id)

    created, pinned = [update.message for update in await aio.get_updates()]
    assert created
    assert pinned
    assert pinned.pinned_message
    assert (pinned.pinned_message.message_id, pinned.message_thread_id) == (card.message_id, thread)
    assert oleg.topics(oleg.world.bots[7001])[0].pinned == [card.message_id]
    assert await aio.unpin_chat_message(oleg.user.id, message_id=card.message_id)
    assert oleg.topics(oleg.world.bots[7001])[0].pinned == []


async def test_pinning_in_a_group_needs_the_right(
    world: World, aio: aiogram.Bot, desk: Bot, forum: Group, oleg: Person
) -> None:
    message = await oleg.writes("Важно", to=forum)
    set_member(world, forum, desk, by=oleg.user, status="administrator", rights={"can_manage_topics"})

    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
        await aio.pin_chat_message(forum.id, message.id)
