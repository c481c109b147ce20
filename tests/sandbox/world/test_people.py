"""The verbs tests are written with."""

import asyncio
from pathlib import Path

import aiogram
import pytest
import telegram

from bridge.sandbox import Bot, Group, Kind, NotSeen, Person, World
from bridge.sandbox.errors import NotPossible
from tests.kit.pictures import png


async def test_seeing_waits_for_what_comes_later(aio: aiogram.Bot, oleg: Person) -> None:
    later = asyncio.create_task(oleg.sees("Здравствуйте"))
    await asyncio.sleep(0.01)
    await aio.send_message(oleg.user.id, "Здравствуйте, Олег")

    assert (await later).text == "Здравствуйте, Олег"


async def test_seeing_finds_edits(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_message(oleg.user.id, "Ищу…")
    later = asyncio.create_task(oleg.sees("Нашёл"))
    await asyncio.sleep(0.01)
    await aio.edit_message_text("Нашёл", chat_id=oleg.user.id, message_id=sent.message_id)

    assert (await later).id == sent.message_id


async def test_what_is_not_seen_is_told_with_what_is(aio: aiogram.Bot, oleg: Person) -> None:
    await aio.send_message(oleg.user.id, "Другое")

    with pytest.raises(NotSeen, match="Другое"):
        await oleg.sees("Здравствуйте", timeout=0.01)


async def test_own_messages_are_not_what_is_waited_for(desk: Bot, oleg: Person) -> None:
    await oleg.writes("Где заказ?", to=desk)

    with pytest.raises(NotSeen):
        await oleg.sees("Где заказ?", timeout=0.01)
    assert await oleg.sees("Где заказ?", own=True)


async def test_only_what_came_after_counts_when_asked(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    await aio.send_message(oleg.user.id, "Готово")
    command = await oleg.writes("/again", to=desk)

    with pytest.raises(NotSeen):
        await oleg.sees("Готово", after=command, timeout=0.01)


async def test_never_seeing_fails_when_it_is_seen(aio: aiogram.Bot, oleg: Person) -> None:
    await oleg.never_sees("Секрет", within=0.01)
    await aio.send_message(oleg.user.id, "Секрет")

    with pytest.raises(AssertionError, match="Секрет"):
        await oleg.never_sees("Секрет", within=0.01)


async def test_a_topic_is_named_by_its_name_id_or_itself(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    first = await aio.create_forum_topic(oleg.user.id, "Иван")
    second = await aio.create_forum_topic(oleg.user.id, "Пётр")
    await aio.send_message(oleg.user.id, "один", message_thread_id=first.message_thread_id)
    await aio.send_message(oleg.user.id, "два", message_thread_id=second.message_thread_id)
    topic = await oleg.sees_topic("Пётр", in_=desk)

    assert (await oleg.sees(topic="Иван")).text == "один"
    assert (await oleg.sees(topic=topic)).text == "два"
    assert (await oleg.sees(topic=second.message_thread_id)).text == "два"
    assert [message.text for message in oleg.messages(desk, topic=0)] == ["/start"]
    with pytest.raises(NotSeen, match="no topic"):
        await oleg.writes("три", to=desk, topic="Анна")


async def test_a_reply_stays_in_the_topic_of_what_it_answers(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    sent = await aio.send_message(oleg.user.id, "?", message_thread_id=topic.message_thread_id)

    reply = await oleg.writes("!", to=desk, reply_to=sent.message_id)

    assert reply.topic_id == topic.message_thread_id


async def test_two_bots_are_two_chats(ptb: telegram.Bot, aio: aiogram.Bot, desk: Bot, shop: Bot, oleg: Person) -> None:
    await oleg.starts(shop)
    await ptb.send_message(oleg.user.id, "Магазин")
    await aio.send_message(oleg.user.id, "Центр")

    assert await oleg.sees("Магазин", in_=shop)
    with pytest.raises(NotSeen):
        await oleg.sees("Магазин", in_=desk, timeout=0.01)


async def test_files_come_from_the_disk_too(tmp_path: Path, desk: Bot, oleg: Person) -> None:
    (tmp_path / "чек.png").write_bytes(png())

    message = await oleg.sends_file(tmp_path / "чек.png", to=desk)

    assert (message.kind, message.content.file and message.content.file.name) == (Kind.PHOTO, "чек.png")


async def test_the_app_does_not_let_people_do_everything(
    world: World, aio: aiogram.Bot, desk: Bot, forum: Group, oleg: Person
) -> None:
    sent = await aio.send_message(oleg.user.id, "a")
    theirs = oleg.messages(desk)[-1]
    stranger = world.person("Пётр")
    for attempt, words in (
        (oleg.edits(theirs, "b"), "Only own messages can be edited"),
        (oleg.reacts(theirs, "✅"), "There is no such reaction"),
        (stranger.writes("a", to=forum), "You are not a member of this group"),
    ):
        with pytest.raises(NotPossible, match=words):
            await attempt
    await oleg.blocks(desk)
    with pytest.raises(NotPossible, match="The bot is blocked"):
        await oleg.writes("a", to=desk)
    assert sent.message_id == theirs.id


async def test_people_and_bots_never_have_the_same_id(world: World, desk: Bot) -> None:
    people = [world.person(f"Клиент {number}").id for number in range(7000)]
    another = world.bot("Ещё бот")

    assert desk.id not in people
    assert another.id not in people
    assert len(set(people)) == 7000


async def test_a_file_takes_the_place_of_another_and_of_a_text(desk: Bot, oleg: Person) -> None:
    text = await oleg.writes("Вот чек", to=desk)
    desk.updates.clear()

    changed = await oleg.replaces_file(text, b"receipt", name="чек.jpg", caption="Чек")

    (update,) = desk.updates.pending()
    assert (changed.id, changed.kind) == (text.id, Kind.PHOTO)
    assert update.body["edited_message"]["caption"] == "Чек"


async def test_what_the_apps_cannot_replace_stays(desk: Bot, oleg: Person) -> None:
    voice = await oleg.sends_file(b"hello", to=desk, kind="voice", name="голос.ogg")

    with pytest.raises(NotPossible, match="cannot be replaced"):
        await oleg.replaces_file(voice, b"other", name="чек.jpg")
