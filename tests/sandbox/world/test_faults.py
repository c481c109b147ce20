"""What goes wrong on demand, as both libraries see it."""

import asyncio
from datetime import timedelta

import aiogram
import pytest
import telegram
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from telegram.error import NetworkError, RetryAfter

from bridge.sandbox import Bot, Group, Person, World
from bridge.sandbox.groups import delete_group, set_member, upgrade
from tests.kit.sandbox import RawApi


async def test_a_reset_before_leaves_nothing_behind(world: World, aio: aiogram.Bot, oleg: Person) -> None:
    world.faults.add("reset_before", method="sendMessage")

    with pytest.raises(TelegramNetworkError):
        await aio.send_message(oleg.user.id, "Привет")

    await oleg.never_sees("Привет", within=0.01)
    assert await aio.send_message(oleg.user.id, "Привет")


async def test_a_reset_after_leaves_the_message_behind(
    world: World, aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, ivan: Person
) -> None:
    world.faults.add("reset_after", method="sendMessage", times=2)

    with pytest.raises(TelegramNetworkError):
        await aio.send_message(oleg.user.id, "Привет")
    with pytest.raises(NetworkError):
        await ptb.send_message(ivan.user.id, "Привет")

    assert await oleg.sees("Привет")
    assert await ivan.sees("Привет")


async def test_an_answer_stalls(world: World, call: RawApi, desk: Bot, oleg: Person) -> None:
    world.faults.add("stall", after=0.2)

    answer = asyncio.create_task(call(desk, "sendMessage", chat_id=oleg.user.id, text="Привет"))

    await oleg.sees("Привет")
    assert not answer.done()
    assert (await answer)["ok"]


async def test_gateways_and_servers_break(world: World, aio: aiogram.Bot, ptb: telegram.Bot, ivan: Person) -> None:
    world.faults.add("http_502", times=2)
    with pytest.raises(ClientDecodeError):
        await aio.get_me()
    with pytest.raises(NetworkError):
        await ptb.send_message(ivan.user.id, "a")

    world.faults.add("http_413", times=2)
    with pytest.raises(ClientDecodeError):
        await aio.get_me()
    with pytest.raises(NetworkError, match="413"):
        await ptb.send_message(ivan.user.id, "a")

    world.faults.add("json_500")
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await aio.get_me()


async def test_a_wait_is_asked_for_in_the_body_and_in_a_header(
    monkeypatch: pytest.MonkeyPatch, world: World, aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, call: RawApi
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    world.faults.add("retry_after", times=3, after=7)

    with pytest.raises(TelegramRetryAfter) as refused:
        await aio.send_message(oleg.user.id, "a")
    with pytest.raises(RetryAfter):
        await ptb.send_message(oleg.user.id, "a")
    async with call.session.get(f"{call.url}/bot{aio.token}/getMe") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
    assert refused.value.retry_after == 7


async def test_any_refusal_can_be_ordered_by_its_text(world: World, aio: aiogram.Bot, oleg: Person) -> None:
    world.faults.add("refuse", method="sendMessage", description="Bad Request: TOPIC_DELETED")
    world.faults.add("refuse", method="sendMessage", description="Forbidden: bot was kicked from the group chat")

    with pytest.raises(TelegramBadRequest, match="TOPIC_DELETED"):
        await aio.send_message(oleg.id, "a")
    with pytest.raises(TelegramForbiddenError):
        await aio.send_message(oleg.id, "a")
    with pytest.raises(ValueError, match="a refusal needs its description"):
        world.faults.add("refuse")


async def test_a_message_lands_in_another_thread(world: World, aio: aiogram.Bot, oleg: Person) -> None:
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")
    world.faults.add("wrong_thread", method="sendMessage")

    sent = await aio.send_message(oleg.user.id, "a", message_thread_id=topic.message_thread_id)

    assert sent.message_thread_id is None


async def test_an_undecodable_answer_has_been_sent(
    world: World, aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, ivan: Person
) -> None:
    world.faults.add("undecodable", method="sendMessage", times=2)

    with pytest.raises(ClientDecodeError):
        await aio.send_message(oleg.user.id, "Привет")

    assert await oleg.sees("Привет")
    assert await ptb.send_message(ivan.user.id, "Привет")


async def test_unknown_future_fields_hurt_nobody(
    world: World, aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, ivan: Person
) -> None:
    world.faults.add("future_field", times=2)

    assert (await aio.send_message(oleg.user.id, "a")).text == "a"
    assert (await ptb.send_message(ivan.user.id, "a")).text == "a"


async def test_a_poisoned_update_wedges_aiogram_and_not_the_other(
    call: RawApi, aio: aiogram.Bot, ptb: telegram.Bot, desk: Bot, shop: Bot, oleg: Person, ivan: Person
) -> None:
    await oleg.sends_something_new(to=desk, poison=True)
    await ivan.sends_something_new(to=shop, poison=True)

    with pytest.raises(ClientDecodeError):
        await aio.get_updates()
    assert len(await ptb.get_updates()) == 1


async def test_a_fault_lets_so_many_calls_go_well_first(
    world: World, aio: aiogram.Bot, desk: Bot, oleg: Person
) -> None:
    world.faults.add("json_500", method="sendMessage", skip=1)

    await aio.send_message(oleg.user.id, "a")
    with pytest.raises(TelegramServerError):
        await aio.send_message(oleg.user.id, "b")
    await aio.send_message(oleg.user.id, "c")


async def test_a_fault_waits_for_its_bot(world: World, aio: aiogram.Bot, call: RawApi, desk: Bot, shop: Bot) -> None:
    world.faults.add("json_500", bot=desk)

    assert (await call(shop, "getMe"))["ok"]
    assert (await call(desk, "getMe"))["error_code"] == 500


async def test_a_group_is_upgraded(world: World, aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    group = world.group("Отдел", owner=oleg, admins=[desk], kind="group")
    desk.updates.clear()

    successor = upgrade(world, group, oleg.user)

    with pytest.raises(TelegramMigrateToChat) as refused:
        await aio.send_message(group.id, "a")
    assert refused.value.migrate_to_chat_id == successor.id
    assert await aio.send_message(successor.id, "a")
    old, new = [update.message for update in await aio.get_updates()]
    assert old
    assert new
    assert (old.migrate_to_chat_id, new.migrate_from_chat_id) == (successor.id, group.id)


async def test_gone_groups_say_how_they_went(world: World, call: RawApi, desk: Bot, forum: Group, oleg: Person) -> None:
    async def refusal() -> str:
        return str((await call(desk, "sendMessage", chat_id=forum.id, text="a"))["description"])

    set_member(world, forum, desk, by=oleg.user, status="left")
    assert await refusal() == "Forbidden: bot is not a member of the supergroup chat"
    set_member(world, forum, desk, by=oleg.user, status="kicked")
    assert await refusal() == "Forbidden: bot was kicked from the supergroup chat"
    set_member(world, forum, desk, by=oleg.user, status="restricted", rights={"can_send_photos"})
    assert await refusal() == "Bad Request: not enough rights to send text messages to the chat"
    delete_group(world, forum)
    assert await refusal() == "Forbidden: the group chat was deleted"


async def test_flood_limits_are_off_until_they_are_wanted(
    world: World, aio: aiogram.Bot, ptb: telegram.Bot, oleg: Person, forum: Group
) -> None:
    for number in range(25):
        await aio.send_message(oleg.user.id, str(number))

    world.limits.enabled = True
    for number in range(5):
        await aio.send_message(oleg.user.id, str(number))

    with pytest.raises(TelegramRetryAfter) as refused:
        await aio.send_message(oleg.user.id, "a")
    assert refused.value.retry_after == 1
    assert await aio.send_message(forum.id, "a")
    assert await aio.send_chat_action(oleg.user.id, "typing")
    world.clock.forward(timedelta(seconds=2))
    assert await aio.send_message(oleg.user.id, "a")


async def test_a_group_takes_20_messages_a_minute(world: World, aio: aiogram.Bot, forum: Group) -> None:
    world.limits.enabled = True
    for number in range(20):
        await aio.send_message(forum.id, str(number))

    with pytest.raises(TelegramRetryAfter) as refused:
        await aio.create_forum_topic(forum.id, "a")
    assert 1 <= refused.value.retry_after <= 3
