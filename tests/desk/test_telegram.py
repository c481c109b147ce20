"""The operators' bot sends nothing twice in the tries of one delivery."""

from collections.abc import AsyncIterator

import pytest
from aiogram.methods import SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import CannotSettle, OutcomeUnknown
from bridge.sandbox import Bot, Person, SandboxServer, World
from bridge.sending.attempts import Attempt, trying
from tests.kit.doubles.channel import nothing_is_missing

TAKE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Взять", callback_data="take")]])
CLOSE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Закрыть", callback_data="close")]])


@pytest.fixture
def desk(world: World) -> Bot:
    return world.bot("Чат-центр", "desk_bot", has_topics=True)


@pytest.fixture
async def anna(world: World, desk: Bot) -> Person:
    anna = world.person("Анна Смирнова")
    await anna.starts(desk)
    return anna


@pytest.fixture
async def telegram(world: World, desk: Bot, anna: Person) -> AsyncIterator[Telegram]:
    async with SandboxServer(world) as server:
        telegram = Telegram(desk.token, api_url=server.api_url)
        telegram.settler.are_updates_in = nothing_is_missing
        await telegram.send(text(anna, "Здравствуйте"))
        yield telegram
        await telegram.close()


def text(anna: Person, words: str, markup: InlineKeyboardMarkup | None = None) -> SendMessage:
    return SendMessage(chat_id=anna.user.id, text=words, reply_markup=markup)


def begun(telegram: Telegram, anna: Person) -> Attempt:
    return Attempt(floor=telegram.settler.ids.highest(anna.user.id))


def seen(anna: Person, desk: Bot) -> list[str]:
    return [each.text for each in anna.messages(desk) if each.sender is not anna.user]


async def test_what_has_arrived_is_found_whatever_it_would_say_now(world: World, telegram: Telegram, anna, desk):
    attempt = begun(telegram, anna)
    world.faults.add("reset_after", bot=desk, method="sendMessage")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.send(text(anna, "Иван", TAKE))

    attempt.again()
    with trying(attempt):
        found = await telegram.send(text(anna, "Иван Петров", CLOSE))

    assert seen(anna, desk) == ["Здравствуйте", "Иван"]
    shown = await anna.sees("Иван", in_=desk, button="Взять")
    assert (found.message_id, found.is_earlier) == (shown.id, True)


async def test_what_has_not_arrived_is_sent(world: World, telegram: Telegram, anna, desk):
    attempt = begun(telegram, anna)
    world.faults.add("http_502", bot=desk, method="sendMessage")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.send(text(anna, "Иван"))

    attempt.again()
    with trying(attempt):
        sent = await telegram.send(text(anna, "Иван"))

    assert seen(anna, desk) == ["Здравствуйте", "Иван"]
    assert not sent.is_earlier


async def test_the_tries_of_a_long_text_go_on_where_they_broke_though_it_was_changed(
    world: World, telegram: Telegram, anna, desk
):
    attempt = begun(telegram, anna)
    with trying(attempt):
        first = await telegram.send(text(anna, "раз"))
        world.faults.add("reset_after", bot=desk, method="sendMessage")
        with pytest.raises(OutcomeUnknown):
            await telegram.send(text(anna, "два"))

    attempt.again()
    with trying(attempt):
        again = [await telegram.send(text(anna, words)) for words in ("раз, исправлено", "два, исправлено", "три")]

    assert again[0].message_id == first.message_id
    assert seen(anna, desk) == ["Здравствуйте", "раз", "два", "три"]


async def test_an_album_is_found_as_it_was_sent(world: World, telegram: Telegram, anna, desk):
    attempt = begun(telegram, anna)
    world.faults.add("reset_after", bot=desk, method="sendMediaGroup")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.send_album(album(anna, 2))

    attempt.again()
    with trying(attempt):
        found = await telegram.send_album(album(anna, 3))

    assert [one.message_id for one in found] == [each.id for each in anna.messages(desk) if each.kind == "photo"]
    assert len(found) == 2


async def test_a_picture_to_which_an_album_has_come_since_is_found_alone(world: World, telegram: Telegram, anna, desk):
    attempt = begun(telegram, anna)
    world.faults.add("reset_after", bot=desk, method="sendPhoto")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.send(SendPhoto(chat_id=anna.user.id, photo=picture()))

    attempt.again()
    with trying(attempt):
        found = await telegram.send_album(album(anna, 2))

    assert [one.message_id for one in found] == [each.id for each in anna.messages(desk) if each.kind == "photo"]
    assert len(found) == 1


def album(anna: Person, count: int) -> SendMediaGroup:
    return SendMediaGroup(chat_id=anna.user.id, media=[InputMediaPhoto(media=picture()) for _ in range(count)])


def picture() -> BufferedInputFile:
    return BufferedInputFile(b"picture", "picture.jpg")


@pytest.mark.parametrize("fault", ["reset_after", "reset_before"])
async def test_a_topic_is_made_once(world: World, telegram: Telegram, anna, desk, fault: str):
    attempt = begun(telegram, anna)
    world.faults.add(fault, bot=desk, method="createForumTopic")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.create_topic(anna.user.id, "Иван")

    attempt.again()
    with trying(attempt):
        topic_id = await telegram.create_topic(anna.user.id, "Иван")

    assert [topic.id for topic in anna.topics(desk)] == [topic_id]


async def test_where_telegram_says_nothing_of_use_nobody_can_say(world: World, telegram: Telegram, anna, desk):
    attempt = begun(telegram, anna)
    world.settling_refused = True
    world.faults.add("reset_after", bot=desk, method="sendMessage")
    with trying(attempt), pytest.raises(OutcomeUnknown):
        await telegram.send(text(anna, "Иван"))

    with trying(attempt), pytest.raises(CannotSettle):
        await telegram.send(text(anna, "Иван"))


async def test_what_goes_straight_out_is_not_settled(world: World, telegram: Telegram, anna, desk):
    world.faults.add("reset_after", bot=desk, method="sendMessage")
    with pytest.raises(OutcomeUnknown):
        await telegram.send(text(anna, "Меню"))

    await telegram.send(text(anna, "Меню"))

    assert seen(anna, desk) == ["Здравствуйте", "Меню", "Меню"]
