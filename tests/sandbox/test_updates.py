"""getUpdates: what is confirmed, what expires, who is cut off."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bridge.sandbox import Bot, Person, World
from tests.kit.sandbox import RawApi


async def ids(call: RawApi, bot: Bot, **parameters: Any) -> list[int]:
    return [update["update_id"] for update in (await call(bot, "getUpdates", **parameters))["result"]]


@pytest.fixture
async def five(shop: Bot, ivan: Person, call: RawApi) -> list[int]:
    """Five waiting updates."""
    for number in range(5):
        await ivan.writes(str(number), to=shop)
    return await ids(call, shop)


async def test_ids_grow_by_one_from_anywhere(five: list[int]) -> None:
    assert five == list(range(five[0], five[0] + 5))
    assert five[0] > 1000


async def test_reading_confirms_nothing(call: RawApi, shop: Bot, five: list[int]) -> None:
    assert await ids(call, shop) == five
    assert await ids(call, shop, offset=0) == five


async def test_an_offset_forgets_everything_below_it(call: RawApi, shop: Bot, five: list[int]) -> None:
    assert await ids(call, shop, offset=five[3]) == five[3:]
    assert await ids(call, shop) == five[3:]


async def test_a_negative_offset_keeps_the_last_ones(call: RawApi, shop: Bot, five: list[int]) -> None:
    assert await ids(call, shop, offset=-2) == five[3:]
    assert await ids(call, shop) == five[3:]


async def test_an_offset_from_the_far_future_is_ignored(call: RawApi, shop: Bot, five: list[int]) -> None:
    assert await ids(call, shop, offset=five[-1] + 100) == five


async def test_the_limit_is_clamped(call: RawApi, shop: Bot, five: list[int]) -> None:
    assert await ids(call, shop, limit=2) == five[:2]
    assert await ids(call, shop, limit=0) == five[:1]
    assert await ids(call, shop, limit=1000) == five


async def test_a_long_poll_ends_with_the_first_update(call: RawApi, shop: Bot, ivan: Person) -> None:
    poll = asyncio.create_task(call(shop, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await ivan.writes("Привет", to=shop)

    assert len((await asyncio.wait_for(poll, 1))["result"]) == 1


async def test_a_long_poll_ends_empty_in_time(call: RawApi, shop: Bot) -> None:
    assert (await call(shop, "getUpdates", timeout=1))["result"] == []


async def test_the_older_of_two_polls_is_cut_off(call: RawApi, shop: Bot, ivan: Person) -> None:
    older = asyncio.create_task(call(shop, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(call(shop, "getUpdates", timeout=30))

    answer = await asyncio.wait_for(older, 1)
    await ivan.writes("Привет", to=shop)

    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert len((await newer)["result"]) == 1


async def test_messages_are_kept_for_a_day(world: World, call: RawApi, shop: Bot, five: list[int]) -> None:
    world.clock.forward(timedelta(hours=23))
    assert await ids(call, shop) == five

    world.clock.forward(timedelta(hours=2))
    assert await ids(call, shop) == []


async def test_reactions_come_only_on_request(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "getUpdates")
    message = await ivan.writes("Привет", to=shop)
    await ivan.reacts(message, "👍")
    assert len((await call(shop, "getUpdates"))["result"]) == 1

    await call(shop, "getUpdates", allowed_updates=["message", "message_reaction"])
    await ivan.reacts(message, "🔥")

    reaction = (await call(shop, "getUpdates"))["result"][-1]["message_reaction"]
    assert reaction["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    assert "message_thread_id" not in reaction


async def test_wanted_kinds_are_kept_until_others_are_given(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "getUpdates", allowed_updates=["callback_query", "nonsense"])
    await call(shop, "getUpdates", allowed_updates="not JSON")
    await ivan.writes("1", to=shop)
    assert (await call(shop, "getUpdates"))["result"] == []

    await call(shop, "getUpdates", allowed_updates=[])
    await ivan.writes("2", to=shop)
    assert len((await call(shop, "getUpdates"))["result"]) == 1


async def test_own_messages_do_not_come_back(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "sendMessage", chat_id=ivan.user.id, text="Здравствуйте")

    assert (await call(shop, "getUpdates"))["result"] == []


async def test_deletions_are_not_told(call: RawApi, shop: Bot, ivan: Person) -> None:
    message = await ivan.writes("Ой", to=shop)
    shop.updates.clear()

    await ivan.deletes(message)

    assert ivan.messages(shop)[-1].text == "/start"
    assert (await call(shop, "getUpdates"))["result"] == []


async def test_edits_and_blocks_are_told(call: RawApi, shop: Bot, ivan: Person) -> None:
    message = await ivan.writes("Ой", to=shop)
    await ivan.edits(message, "Ой-ой")
    await ivan.blocks(shop)
    await ivan.starts(shop)

    _, edited, blocked, unblocked, started = (await call(shop, "getUpdates"))["result"]
    assert edited["edited_message"]["text"] == "Ой-ой"
    assert edited["edited_message"]["edit_date"]
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert started["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_contact_button_sends_the_own_number(call: RawApi, shop: Bot, ivan: Person) -> None:
    keyboard = {"keyboard": [[{"text": "Отправить номер", "request_contact": True}]]}
    await call(shop, "sendMessage", chat_id=ivan.user.id, text="Ваш номер?", reply_markup=keyboard)

    await ivan.presses("Отправить номер")

    contact = (await call(shop, "getUpdates"))["result"][-1]["message"]["contact"]
    assert contact == {
        "phone_number": "+79990000003",
        "first_name": "Иван",
        "last_name": "Петров",
        "user_id": ivan.user.id,
    }


async def test_an_album_shares_its_id(call: RawApi, shop: Bot, ivan: Person) -> None:
    await ivan.sends_album([(b"1", "a.jpg"), (b"2", "b.jpg")], to=shop, caption="Вот")

    first, second = [update["message"] for update in (await call(shop, "getUpdates"))["result"]]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second.get("caption")) == ("Вот", None)
