"""What a bot sends arrives, or is refused with Telegram's own words."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import LinkPreviewOptions
from telegram.error import Forbidden

from bridge.sandbox import Bot, Person, World
from tests.kit.sandbox import RawApi

LONG = "я" * 4097


async def test_a_text_sent_through_aiogram_is_seen(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_message(oleg.user.id, "<b>Здравствуйте</b> 😀 <i>!</i>", parse_mode="HTML")

    seen = await oleg.sees("Здравствуйте 😀 !")
    assert seen.id == sent.message_id
    assert [(each.type, each.offset, each.length) for each in sent.entities or ()] == [
        ("bold", 0, 12),
        ("italic", 16, 1),
    ]


async def test_a_text_sent_through_python_telegram_bot_is_seen(ptb: telegram.Bot, ivan: Person) -> None:
    sent = await ptb.send_message(ivan.user.id, "Ваш заказ в пути")

    assert (await ivan.sees("Ваш заказ")).id == sent.message_id


async def test_link_preview_options_come_back(aio: aiogram.Bot, oleg: Person) -> None:
    sent = await aio.send_message(oleg.user.id, "ya.ru", link_preview_options=LinkPreviewOptions(is_disabled=True))

    assert sent.link_preview_options
    assert sent.link_preview_options.is_disabled


async def test_a_reply_carries_the_message_it_answers(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    question = await oleg.writes("Где заказ?", to=desk)

    sent = await aio.send_message(oleg.user.id, "В пути", reply_to_message_id=question.id)

    assert sent.reply_to_message
    assert sent.reply_to_message.text == "Где заказ?"


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\u200b"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": LONG}, "message is too long"),
        ({"text": "я" * 17000}, "text is too long"),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "<x>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "chat_id": 999}, "chat not found"),
        ({"text": "a", "chat_id": -999}, "chat not found"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "a", "message_thread_id": 1}, "message thread not found"),
        ({"text": "a", "message_thread_id": 777}, "message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 777}}, "message to be replied not found"),
        ({"text": "a", "reply_markup": "x"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "a", "reply_markup": 1}, "object expected as reply markup"),
        ({"text": "a", "reply_markup": {"x": 1}}, "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_wrong_text_is_refused(
    call: RawApi, desk: Bot, oleg: Person, parameters: dict[str, Any], description: str
) -> None:
    answer = await call(desk, "sendMessage", **{"chat_id": oleg.user.id, **parameters})

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "a"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "a", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "url": "localhost"}, "BUTTON_URL_INVALID"),
        (
            {"text": "a", "callback_data": "x", "style": "red"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_a_wrong_button_is_refused(
    call: RawApi, desk: Bot, oleg: Person, button: dict[str, Any], description: str
) -> None:
    markup = {"inline_keyboard": [[button]]}

    answer = await call(desk, "sendMessage", chat_id=oleg.user.id, text="a", reply_markup=markup)

    assert answer["description"] == f"Bad Request: {description}"
    assert len(oleg.messages(desk)) == 1


async def test_exactly_4096_characters_are_sent(call: RawApi, desk: Bot, oleg: Person) -> None:
    assert (await call(desk, "sendMessage", chat_id=oleg.user.id, text="😀" * 4096))["ok"]


async def test_a_missing_parameter_is_named(call: RawApi, desk: Bot, oleg: Person) -> None:
    assert (await call(desk, "sendMessage", text="a"))["description"] == "Bad Request: chat_id is empty"
    answer = await call(desk, "createForumTopic", chat_id=oleg.user.id)
    assert answer["description"] == 'Bad Request: parameter "name" is required'


async def test_an_unknown_parameter_is_refused_by_a_strict_world(call: RawApi, desk: Bot, oleg: Person) -> None:
    answer = await call(desk, "sendMessage", chat_id=oleg.user.id, text="a", thread_id=5)

    assert answer["description"] == 'Bad Request: the sandbox refuses sendMessage: it has no parameter "thread_id"'


async def test_an_unknown_parameter_is_ignored_by_a_lenient_world(
    call: RawApi, world: World, desk: Bot, oleg: Person
) -> None:
    world.strict = False

    assert (await call(desk, "sendMessage", chat_id=oleg.user.id, text="a", thread_id=5))["ok"]


async def test_a_value_of_a_wrong_type_is_refused(call: RawApi, desk: Bot, oleg: Person) -> None:
    answer = await call(desk, "sendMessage", chat_id=oleg.user.id, text="a", message_thread_id="five")

    assert 'the sandbox refuses sendMessage: wrong value of "message_thread_id"' in answer["description"]


async def test_a_method_that_the_sandbox_lacks_is_no_answer_of_telegram(call: RawApi, desk: Bot) -> None:
    answer = await call(desk, "sendInvoice")

    assert answer["error_code"] == 501
    assert answer["description"] == "Not Implemented: the sandbox does not have the method sendInvoice yet"


async def test_a_person_who_never_started_cannot_be_written_to(aio: aiogram.Bot, world: World, desk: Bot) -> None:
    stranger = world.person("Пётр", side="operator")

    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aio.send_message(stranger.user.id, "a")


async def test_a_person_met_in_a_group_cannot_be_written_to_first(
    aio: aiogram.Bot, world: World, desk: Bot, oleg: Person
) -> None:
    pyotr = world.person("Пётр", side="operator")
    world.group("Все", owner=oleg, members=[pyotr], admins=[desk])

    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await aio.send_message(pyotr.user.id, "a")


async def test_a_blocked_bot_is_told_so(ptb: telegram.Bot, shop: Bot, ivan: Person) -> None:
    await ivan.blocks(shop)

    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await ptb.send_message(ivan.user.id, "a")


async def test_a_deleted_account_is_told_so(ptb: telegram.Bot, ivan: Person) -> None:
    await ivan.leaves_telegram()

    with pytest.raises(Forbidden, match="user is deactivated"):
        await ptb.send_message(ivan.user.id, "a")


async def test_bots_cannot_write_to_bots(call: RawApi, desk: Bot, shop: Bot) -> None:
    answer = await call(desk, "sendMessage", chat_id=shop.id, text="a")

    assert answer["description"] == "Forbidden: the bot can't send messages to the bot"


async def test_typing_into_a_deleted_topic_is_no_error(call: RawApi, desk: Bot, oleg: Person) -> None:
    assert (await call(desk, "sendChatAction", chat_id=oleg.user.id, action="typing", message_thread_id=9))["ok"]
    answer = await call(desk, "sendChatAction", chat_id=oleg.user.id, action="thinking")
    assert answer["description"] == "Bad Request: wrong parameter action in request"


async def test_a_draft_needs_a_number(call: RawApi, desk: Bot, oleg: Person) -> None:
    assert (await call(desk, "sendMessageDraft", chat_id=oleg.user.id, draft_id=1, text="Думаю"))["ok"]
    answer = await call(desk, "sendMessageDraft", chat_id=oleg.user.id, draft_id=0, text="Думаю")
    assert answer["description"] == "Bad Request: draft identifier must be non-zero"
