import json
import logging
from dataclasses import replace

import pytest

from bridge.channel import Button, CustomerBlocked, Incoming, Outgoing, OutgoingFile, Pressed
from bridge.channels.telegram.channel import BotAccount, TelegramChannel
from bridge.channels.telegram.webhook import delete_webhook, set_webhook
from bridge.errors import (
    Blocked,
    FileGone,
    OutcomeUnknown,
    RecipientGone,
    TryLater,
    UnauthorizedToken,
    Unreachable,
    WebhookRefused,
)
from bridge.sandbox import acting
from bridge.sandbox.faults import FaultKind
from storage.messages.messages import MessageKind
from tests.kit.pictures import png


def hello(anna) -> Outgoing:
    return Outgoing(str(anna.user.id), MessageKind.TEXT, "Здравствуйте", [{"type": "bold", "offset": 0, "length": 12}])


async def happenings(channel, shop):
    """What the channel makes of the updates that wait in the sandbox."""
    updates = await channel.bot.do_api_request("get__updates")
    shop.updates.clear()
    return [channel.read(update) for update in updates]


async def test_bot_knows_who_it_is(channel, shop):
    assert await channel.account() == BotAccount(shop.id, "shop_bot", "Магазин")


async def test_customer_reads_what_was_sent(channel, anna, shop):
    accepted = await channel.send(hello(anna))

    seen = await anna.sees("Здравствуйте", in_=shop)
    assert str(seen.id) == accepted.external_id
    assert seen.content.entities[0]["type"] == "bold"


async def test_press_of_a_button_is_read_and_answered(channel, anna, shop, world):
    await channel.send(replace(hello(anna), buttons=[[Button("5 ⭐", "12:rate:5")]]))
    shown = await anna.sees("Здравствуйте", in_=shop)
    press = acting.press(world, anna.user, anna.chat(shop), shown.id, 0, 0)

    (pressed,) = await happenings(channel, shop)
    await channel.answer(pressed.press_id, "Спасибо")

    assert isinstance(pressed, Pressed)
    assert (pressed.sender.external_id, pressed.carried) == (str(anna.user.id), "12:rate:5")
    assert (await press.toast).text == "Спасибо"


async def test_edit_without_buttons_takes_them_away(channel, anna, shop):
    message = replace(hello(anna), buttons=[[Button("5 ⭐", "12:rate:5")]])
    accepted = await channel.send(message)

    await channel.edit([accepted.external_id], message)
    kept = (await anna.sees("Здравствуйте", in_=shop)).captions()
    await channel.edit([accepted.external_id], replace(message, text="Спасибо", buttons=[]))

    assert kept == ["5 ⭐"]
    assert (await anna.sees("Спасибо", in_=shop)).captions() == []


async def test_what_the_customer_writes_is_read(channel, anna, shop):
    first = await channel.send(hello(anna))
    await anna.writes("Где заказ?", to=shop, reply_to=int(first.external_id))
    await anna.shares_own_contact(to=shop)
    await anna.shares_location(55.75, 37.61, to=shop)
    await anna.sends_something_new(to=shop, poison=True)
    await anna.blocks(shop)

    text, contact, location, new, blocked = await happenings(channel, shop)

    assert (text.sender.name, text.text, text.reply_to) == ("Анна Смирнова", "Где заказ?", first.external_id)
    assert contact.sender.phone == "79990000001"
    assert location.data == {"latitude": 55.75, "longitude": 37.61}
    assert (new.kind, new.data) == (MessageKind.UNSUPPORTED, {"kind": "hologram"})
    assert blocked == CustomerBlocked(str(anna.user.id), blocked=True, at=blocked.at)


async def test_file_comes_and_goes_back_by_its_new_id(channel, anna, shop, tmp_path):
    await anna.sends_file(b"%PDF-1.7", to=shop, name="Счёт.pdf", caption="вот")
    (incoming,) = await happenings(channel, shop)
    assert isinstance(incoming, Incoming)

    await channel.fetch(incoming.file.file_id, tmp_path / "1")
    accepted = await channel.send(
        Outgoing(
            incoming.sender.external_id,
            MessageKind.DOCUMENT,
            file=OutgoingFile(incoming.file.name, path=tmp_path / "1"),
        )
    )
    again = await channel.send(
        Outgoing(incoming.sender.external_id, MessageKind.DOCUMENT, file=OutgoingFile(file_id=accepted.file_id))
    )

    assert (tmp_path / "1").read_bytes() == b"%PDF-1.7"
    assert [seen.content.file.name for seen in anna.messages(shop)[-2:]] == ["Счёт.pdf", "Счёт.pdf"]
    assert again.external_id != accepted.external_id


async def test_photo_that_telegram_refuses_arrives_as_a_document(channel, anna, shop, tmp_path):
    (tmp_path / "1").write_bytes(png(9990, 20))

    await channel.send(Outgoing(str(anna.user.id), MessageKind.PHOTO, "план", file=OutgoingFile(path=tmp_path / "1")))

    assert (await anna.sees("план", in_=shop)).content.kind == "document"


async def test_answer_to_a_deleted_message_still_goes_out(channel, anna, shop):
    question = await anna.writes("Где заказ?", to=shop)
    await anna.deletes(question)

    await channel.send(Outgoing(str(anna.user.id), MessageKind.TEXT, "В пути", reply_to=str(question.id)))

    await anna.sees("В пути", in_=shop)


FAULTS = [
    (FaultKind.RESET_BEFORE, OutcomeUnknown, False),
    (FaultKind.RESET_AFTER, OutcomeUnknown, True),
    (FaultKind.HTTP_502, OutcomeUnknown, False),
    (FaultKind.JSON_500, OutcomeUnknown, False),
    (FaultKind.RETRY_AFTER, TryLater, False),
]


@pytest.mark.parametrize(("fault", "expected", "arrives"), FAULTS)
async def test_trouble_on_the_way_is_named_by_what_is_known(channel, world, anna, shop, fault, expected, arrives):
    world.faults.add(fault, method="sendMessage")

    with pytest.raises(expected):
        await channel.send(hello(anna))

    assert [seen.text for seen in anna.messages(shop)].count("Здравствуйте") == arrives


@pytest.mark.parametrize("fault", [FaultKind.UNDECODABLE, FaultKind.FUTURE_FIELD])
async def test_answer_from_the_future_is_an_answer(channel, world, anna, fault):
    world.faults.add(fault, method="sendMessage")

    assert (await channel.send(hello(anna))).external_id


async def test_customer_who_blocked_the_bot_or_left_is_told_apart(channel, anna, shop):
    await anna.blocks(shop)
    with pytest.raises(Blocked):
        await channel.send(hello(anna))

    await anna.leaves_telegram()
    with pytest.raises(RecipientGone):
        await channel.send(hello(anna))


async def test_stranger_cannot_be_written_to(channel):
    with pytest.raises(RecipientGone):
        await channel.send(Outgoing("404", MessageKind.TEXT, "Здравствуйте"))


async def test_file_of_another_bot_is_gone(channel, tmp_path):
    with pytest.raises(FileGone):
        await channel.fetch("BQAC", tmp_path / "1")
    assert not (tmp_path / "1").exists()


async def test_token_that_is_not_accepted_is_said_without_saying_the_token(server, anna, caplog):
    caplog.set_level(logging.DEBUG)
    token = "4242:AAH-not_a_token_of_anybody"

    async with TelegramChannel(token, api_url=server.url) as channel:
        with pytest.raises(UnauthorizedToken) as asked:
            await channel.account()
        with pytest.raises(UnauthorizedToken):
            await channel.send(hello(anna))

    assert token not in str(asked.value)
    assert token not in caplog.text


async def test_token_and_texts_stay_out_of_the_log(channel, shop, anna, caplog):
    caplog.set_level(logging.DEBUG)

    await channel.send(hello(anna))

    assert shop.token not in caplog.text
    assert "Здравствуйте" not in caplog.text


async def test_channel_starts_while_telegram_is_away(anna):
    async with TelegramChannel("4242:AAH", api_url="http://127.0.0.1:1") as channel:
        with pytest.raises(Unreachable):
            await channel.send(hello(anna))


async def test_webhook_is_set_with_its_secret_and_taken_away_again(channel, shop):
    await set_webhook(channel.bot, "https://shop.test:8443/hooks/1", "s3cret_s3cret")
    assert (await channel.bot.get_webhook_info()).url == "https://shop.test:8443/hooks/1"

    await delete_webhook(channel.bot)
    assert (await channel.bot.get_webhook_info()).url == ""


async def test_webhook_that_telegram_does_not_take_is_refused_in_its_words(channel):
    with pytest.raises(WebhookRefused) as raised:
        await set_webhook(channel.bot, "http://shop.test/hooks/1", "s3cret")
    assert "https" in json.dumps(raised.value.params).lower()
