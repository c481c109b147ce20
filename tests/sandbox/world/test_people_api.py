"""The people's side over HTTP, as docs/sandbox-api.md promises it to the page."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import ClientSession, ClientWebSocketResponse, FormData

from bridge.sandbox import Bot, Person, SandboxServer, World
from tests.kit.pictures import png
from tests.kit.sandbox import RawApi

CARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Взять", callback_data="1", style="success"),
            InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="77")),
        ]
    ]
)
MESSAGE_FIELDS = (
    "id thread_id date from text entities kind media film location venue contact poll dice other "
    "reply_to buttons reactions edited silent service album only_for via"
)
CHAT_FIELDS = (
    "key type title person_ids bot_id is_forum has_topics topics pinned blocked started"
    " reply_keyboard commands messages"
)


class Page:
    """Acts as a person and listens to the events, as the page does."""

    def __init__(self, session: ClientSession, url: str, person: Person, bot: Bot) -> None:
        self.session = session
        self.url = f"{url}/sandbox"
        self.person = person
        self.chat = f"{bot.id}:{person.user.id}"

    async def does(self, verb: str, **body: Any) -> dict[str, Any]:
        path = f"{self.url}/people/{self.person.user.id}/{verb}"
        return await self.post(path, {"chat": self.chat, **body})

    async def post(self, path: str, body: dict[str, Any] | FormData) -> dict[str, Any]:
        data = {"data": body} if isinstance(body, FormData) else {"json": body}
        async with self.session.post(path, **data) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == (200 if answer["ok"] else 400)
            return answer

    async def state(self) -> dict[str, Any]:
        async with self.session.get(f"{self.url}/state") as response:
            state: dict[str, Any] = await response.json()
            return state

    async def messages(self) -> list[dict[str, Any]]:
        chats = {chat["key"]: chat for chat in (await self.state())["chats"]}
        messages: list[dict[str, Any]] = chats[self.chat]["messages"]
        return messages


@pytest.fixture
def page(session: ClientSession, server: SandboxServer, oleg: Person, desk: Bot) -> Page:
    return Page(session, server.url, oleg, desk)


@pytest.fixture
async def events(session: ClientSession, page: Page) -> AsyncIterator[ClientWebSocketResponse]:
    async with session.ws_connect(f"{page.url}/events") as socket:
        yield socket


async def next_event(events: ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while True:
        event: dict[str, Any] = json.loads(await events.receive_str(timeout=3))
        if event["event"] == kind:
            return event


async def test_the_state_has_the_promised_shape(page: Page, aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    desk.commands["default", ""] = [{"command": "menu", "description": "Меню"}]
    topic = await aio.create_forum_topic(oleg.user.id, "Иван", icon_custom_emoji_id="5237699328843200968")
    await aio.send_message(oleg.user.id, "<b>Карточка</b>", parse_mode="HTML", reply_markup=CARD)

    state = await page.state()

    assert state["people"] == [
        {
            "id": oleg.user.id,
            "name": "Олег Ким",
            "first_name": "Олег",
            "username": "oleg",
            "phone": "+79990000002",
            "side": "operator",
            "note": "",
        }
    ]
    assert state["bots"][0]["commands"] == [{"command": "menu", "description": "Меню"}]
    [chat] = state["chats"]
    assert list(chat) == CHAT_FIELDS.split()
    assert (chat["key"], chat["started"]) == (page.chat, True)
    assert chat["topics"] == [
        {
            "id": topic.message_thread_id,
            "name": "Иван",
            "icon_color": topic.icon_color,
            "icon_emoji": "✅",
            "closed": False,
            "pinned": [],
        }
    ]
    assert all(list(message) == MESSAGE_FIELDS.split() for message in chat["messages"])
    created, card = chat["messages"][-2:]
    assert (created["service"], created["text"], created["kind"]) == ("topic_created", "Иван", "service")
    assert card["entities"] == [{"type": "bold", "offset": 0, "length": 8}]
    assert card["buttons"] == [
        [
            {"text": "Взять", "data": "1", "url": None, "style": "success", "copy_text": None, "search": None},
            {"text": "Код", "data": None, "url": None, "style": None, "copy_text": "77", "search": None},
        ]
    ]


async def test_what_the_page_sends_reaches_the_bot(page: Page, aio: aiogram.Bot) -> None:
    first = await page.does("send", text="Привет /x")
    await page.does("send", text="Ответ", reply_to=first["message_id"])
    await page.does("share", contact="own")
    await page.does("share", contact={"name": "Анна Ким", "phone": "+7"})
    await page.does("share", location={"latitude": 1, "longitude": 2})

    messages = [update.message for update in await aio.get_updates()]
    assert [message.content_type for message in messages if message] == [
        "text",
        "text",
        "contact",
        "contact",
        "location",
    ]
    assert messages[1]
    assert messages[1].reply_to_message


async def test_a_file_is_sent_and_shown(page: Page, session: ClientSession, aio: aiogram.Bot) -> None:
    form = FormData({"chat": page.chat, "text": "Чек"})
    form.add_field("file", png(), filename="чек.png")

    await page.post(f"{page.url}/people/{page.person.user.id}/send", form)

    [update] = await aio.get_updates()
    assert update.message
    assert update.message.photo
    shown = (await page.messages())[-1]
    assert (shown["kind"], shown["text"], shown["media"]["width"]) == ("photo", "Чек", 4)
    async with session.get(page.url.removesuffix("/sandbox") + shown["media"]["url"]) as response:
        assert await response.read() == png()


async def test_a_press_is_answered_with_a_toast(
    page: Page, aio: aiogram.Bot, events: ClientWebSocketResponse, oleg: Person
) -> None:
    card = await aio.send_message(oleg.user.id, "Карточка", reply_markup=CARD)
    await page.does("press", message_id=card.message_id, row=0, column=0)
    query = (await aio.get_updates())[-1].callback_query
    assert query
    await aio.answer_callback_query(query.id, "Ваш", show_alert=True)

    toast = await next_event(events, "toast")

    assert toast == {"event": "toast", "person_id": oleg.user.id, "text": "Ваш", "alert": True, "chat": page.chat}
    assert not (await page.does("press", message_id=card.message_id, row=5, column=0))["ok"]


async def test_events_tell_what_happens_in_order(
    page: Page, aio: aiogram.Bot, call: RawApi, desk: Bot, events: ClientWebSocketResponse, oleg: Person
) -> None:
    await aio.send_chat_action(oleg.user.id, "typing")
    await call(desk, "sendMessageDraft", chat_id=oleg.user.id, draft_id=1, text="Пиш")
    sent = await aio.send_message(oleg.user.id, "Привет")
    await page.does("react", message_id=sent.message_id, emoji="👍")
    await page.does("delete", message_ids=[sent.message_id])
    await page.does("block", blocked=True)
    await page.post(f"{page.url}/clock", {"forward": 60})

    seen = [json.loads(await events.receive_str(timeout=3)) for _ in range(7)]

    assert [event["event"] for event in seen] == ["typing", "draft", "message", "message", "deleted", "chat", "clock"]
    assert seen[1] == {"event": "draft", "thread_id": None, "text": "Пиш", "chat": page.chat}
    assert seen[3]["message"]["reactions"] == [{"emoji": "👍", "from_id": oleg.user.id}]
    assert seen[4]["ids"] == [sent.message_id]
    assert seen[5]["chat"]["blocked"] is True
    assert "messages" not in seen[5]["chat"]


async def test_a_reply_keyboard_is_shown(page: Page, call: RawApi, desk: Bot, oleg: Person) -> None:
    keyboard = {"keyboard": [[{"text": "Номер", "request_contact": True}]], "input_field_placeholder": "Ваш номер"}
    await call(desk, "sendMessage", chat_id=oleg.user.id, text="?", reply_markup=keyboard)

    [chat] = (await page.state())["chats"]

    rows = [[{"text": "Номер", "request_contact": True}]]
    assert chat["reply_keyboard"] == {"rows": rows, "one_time": False, "placeholder": "Ваш номер"}


async def test_topics_come_and_go_behind_the_bots_back(page: Page, oleg: Person, desk: Bot) -> None:
    created = await page.does("topics", action="create", name="Иван")
    assert [topic.name for topic in oleg.topics(desk)] == ["Иван"]

    await page.does("topics", action="delete", thread_id=created["thread_id"])

    assert oleg.topics(desk) == []


async def test_a_new_person_appears(page: Page, world: World, shop: Bot) -> None:
    answer = await page.post(f"{page.url}/people", {"name": "Анна Ким", "side": "customer"})

    assert answer["person"]["name"] == "Анна Ким"
    assert f"{shop.id}:{answer['person']['id']}" in world.chats


async def test_faults_are_ordered(page: Page, call: RawApi, desk: Bot) -> None:
    await page.post(f"{page.url}/faults", {"fault": "json_500", "method": "getMe", "times": 2})

    assert [(await call(desk, "getMe"))["ok"] for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("send", {"text": " "}),
        ("send", {"text": "я" * 4097}),
        ("send", {"chat": "1:1", "text": "a"}),
        ("send", {"text": "a", "thread_id": 99}),
        ("edit", {"message_id": 99, "text": "a"}),
        ("edit", {"text": "a"}),
        ("react", {"message_id": 1, "emoji": "✅"}),
        ("share", {"contact": 5}),
        ("topics", {"action": "delete", "thread_id": 99}),
    ],
)
async def test_what_is_not_possible_is_said_in_a_sentence(page: Page, verb: str, body: dict[str, Any]) -> None:
    answer = await page.does(verb, **body)

    assert answer["ok"] is False
    assert " " in answer["error"]


async def test_reading_and_starting_are_accepted(page: Page, oleg: Person, desk: Bot) -> None:
    assert await page.does("read") == {"ok": True}
    assert (await page.does("start"))["message_id"]
    await asyncio.sleep(0)


async def test_another_site_in_the_same_browser_is_kept_out(session: ClientSession, page: Page) -> None:
    body = {"chat": page.chat, "text": "a"}
    path = f"{page.url}/people/{page.person.id}/send"
    own = page.url.removesuffix("/sandbox")

    async with session.post(path, json=body, headers={"Origin": "https://example.org"}) as foreign:
        assert foreign.status == 403
    async with session.post(path, json=body, headers={"Origin": own}) as response:
        assert response.status == 200


async def test_nobody_acts_in_chats_of_others(page: Page, world: World, desk: Bot) -> None:
    pyotr = world.person("Пётр", side="operator")

    answer = await page.does("send", chat=f"{desk.id}:{pyotr.id}", text="a")

    assert answer["error"] == "There is no such chat"


async def test_the_root_is_served(session: ClientSession, server: SandboxServer) -> None:
    async with session.get(server.url) as response:
        assert response.status == 200


async def test_a_poll_is_put_and_voted_in(page: Page, aio: aiogram.Bot) -> None:
    put = await page.does("share", poll={"question": "Когда?", "options": ["Утром", "Вечером"], "anonymous": False})
    assert (poll := (await aio.get_updates())[-1].message)
    assert poll.poll

    await page.does("vote", message_id=put["message_id"], options=[1])

    seen = (await page.messages())[-1]["poll"]
    assert [(option["text"], option["chosen_by"]) for option in seen["options"]] == [
        ("Утром", []),
        ("Вечером", [page.person.user.id]),
    ]


@pytest.mark.parametrize(
    "shared",
    [
        {"poll": {"question": "Когда?", "options": ["Утром", " "]}},
        {"poll": {"question": " ", "options": ["Утром", "Вечером"]}},
        {"dice": "🍋"},
        {"other": {"kind": "checklist"}},
    ],
)
async def test_what_the_app_would_not_send_is_refused(page: Page, shared: dict[str, Any]) -> None:
    assert not (await page.does("share", **shared))["ok"]


async def test_a_template_is_found_and_picked(
    page: Page, world: World, aio: aiogram.Bot, desk: Bot, call: RawApi
) -> None:
    desk.is_inline = True
    asked = asyncio.create_task(page.does("inline", bot_id=desk.id, query="при"))
    (update,) = await aio.get_updates(timeout=5)
    assert update.inline_query
    said = {"type": "article", "id": "7", "title": "Приветствие", "input_message_content": {"message_text": "Привет"}}
    await call(desk, "answerInlineQuery", inline_query_id=update.inline_query.id, results=[said])
    found = await asked

    await page.does("pick", query_id=found["query_id"], result_id="7")

    assert found["results"] == [{"id": "7", "title": "Приветствие", "description": "", "kind": "text"}]
    message = (await aio.get_updates())[-1].message
    assert message
    assert (message.text, message.via_bot and message.via_bot.id) == ("Привет", desk.id)
