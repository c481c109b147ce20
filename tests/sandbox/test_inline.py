"""Inline mode: queries, their answers, and what is chosen from them."""

import asyncio
from datetime import timedelta
from typing import Any

import aiogram
import pytest

from bridge.sandbox import Bot, NotSeen, Person, World
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.inline import InlineQuery
from tests.kit.sandbox import RawApi

TOO_LATE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
SEARCH = {"inline_keyboard": [[{"text": "Ещё", "switch_inline_query_current_chat": "#1 "}]]}


def article(result_id: str = "1", text: str = "Здравствуйте!", **more: Any) -> dict[str, Any]:
    said = {"input_message_content": {"message_text": text}}
    return {"type": "article", "id": result_id, "title": "Приветствие", **said, **more}


@pytest.fixture
def inline(desk: Bot) -> Bot:
    desk.is_inline = True
    return desk


@pytest.fixture
async def query(world: World, inline: Bot, oleg: Person) -> InlineQuery:
    return world.inline.ask(oleg.user, oleg.chat(inline), inline, "при", "")


async def test_a_query_names_the_person_the_words_and_the_kind_of_chat(
    aio: aiogram.Bot, query: InlineQuery, oleg: Person
) -> None:
    (update,) = await aio.get_updates()

    assert update.inline_query
    assert (update.inline_query.query, update.inline_query.offset) == ("при", "")
    assert (update.inline_query.from_user.id, update.inline_query.chat_type) == (oleg.user.id, "sender")


async def test_what_is_chosen_is_said_via_the_bot_with_its_buttons(
    call: RawApi, aio: aiogram.Bot, inline: Bot, query: InlineQuery, oleg: Person
) -> None:
    await call(inline, "answerInlineQuery", inline_query_id=query.id, results=[article(reply_markup=SEARCH)])
    listing = await query.listing
    topic = await aio.create_forum_topic(oleg.user.id, "Иван")

    await oleg.picks(listing.titled("Привет"), through=inline, topic=topic.message_thread_id)

    said: Any = (await aio.get_updates())[-1].message
    assert (said.text, said.via_bot.id, said.from_user.id) == ("Здравствуйте!", inline.id, oleg.id)
    assert said.message_thread_id == topic.message_thread_id
    assert said.reply_markup.inline_keyboard[0][0].switch_inline_query_current_chat == "#1 "


async def test_a_bot_that_asks_for_it_hears_of_the_choice_itself(
    call: RawApi, aio: aiogram.Bot, inline: Bot, query: InlineQuery, oleg: Person
) -> None:
    inline.has_inline_feedback = True
    await call(inline, "answerInlineQuery", inline_query_id=query.id, results=[article("7")])

    await oleg.picks((await query.listing).results[0], through=inline)

    chosen: Any = (await aio.get_updates())[-1].chosen_inline_result
    assert chosen.result_id == "7"


async def test_a_cached_file_is_sent_by_its_id(
    call: RawApi, aio: aiogram.Bot, inline: Bot, query: InlineQuery, oleg: Person
) -> None:
    sent = await oleg.sends_file(b"a picture", to=inline, name="1.jpg")
    file_id = (await aio.get_updates())[-1].message.photo[-1].file_id  # type: ignore[union-attr, index]
    cached = {"type": "photo", "id": "1", "photo_file_id": file_id, "caption": "Вот"}
    await call(inline, "answerInlineQuery", inline_query_id=query.id, results=[cached])

    chosen = await oleg.picks((await query.listing).results[0], through=inline)

    assert (chosen.kind, chosen.text, chosen.content.file) == ("photo", "Вот", sent.content.file)


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [article("я" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [], "next_offset": "1" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [article(title="")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(text=" ")]}, "text must be non-empty"),
        ({"results": [article(text="я" * 4097)]}, "message is too long"),
        ({"results": [{"type": "photo", "id": "1", "photo_file_id": "x"}]}, "wrong file identifier"),
        ({"results": [], "button": {"text": "Войти", "start_parameter": "а б"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "Войти"}}, "START_PARAM_EMPTY"),
    ],
)
async def test_what_telegram_does_not_show_is_refused(
    call: RawApi, inline: Bot, query: InlineQuery, answer: dict[str, Any], refusal: str
) -> None:
    said = await call(inline, "answerInlineQuery", inline_query_id=query.id, **answer)

    assert refusal in said["description"]
    assert not query.listing.done()


async def test_an_answer_is_given_once_in_time_and_by_the_bot_that_was_asked(
    world: World, call: RawApi, inline: Bot, shop: Bot, query: InlineQuery, oleg: Person
) -> None:
    another = await call(shop, "answerInlineQuery", inline_query_id=query.id, results=[])
    first = await call(inline, "answerInlineQuery", inline_query_id=query.id, results=[])
    second = await call(inline, "answerInlineQuery", inline_query_id=query.id, results=[])
    late = world.inline.ask(oleg.user, oleg.chat(inline), inline, "поздно")
    world.clock.forward(timedelta(seconds=20))
    third = await call(inline, "answerInlineQuery", inline_query_id=late.id, results=[])

    assert first["ok"]
    assert [each["description"] for each in (another, second, third)] == [TOO_LATE] * 3


async def test_an_answer_is_cached_for_everybody_unless_it_is_personal(
    world: World, call: RawApi, aio: aiogram.Bot, inline: Bot, oleg: Person
) -> None:
    maria = world.person("Мария Лис", side="operator")
    for words, is_personal in (("общее", False), ("личное", True)):
        asked = world.inline.ask(oleg.user, oleg.chat(inline), inline, words)
        answer = {"results": [article()], "is_personal": is_personal}
        await call(inline, "answerInlineQuery", inline_query_id=asked.id, **answer)

    shared = world.inline.ask(maria.user, maria.chat(inline), inline, "общее")
    own = world.inline.ask(maria.user, maria.chat(inline), inline, "личное")

    assert (shared.listing.done(), own.listing.done()) == (True, False)
    assert (await aio.get_me()).supports_inline_queries


async def test_a_bot_that_is_not_in_inline_mode_is_never_asked(aio: aiogram.Bot, desk: Bot, oleg: Person) -> None:
    with pytest.raises(NotPossible, match="inline mode"):
        await oleg.searches("при", through=desk)

    assert await aio.get_updates() == []
    assert not (await aio.get_me()).supports_inline_queries


async def test_a_query_leaves_the_queue_after_30_seconds(world: World, aio: aiogram.Bot, query: InlineQuery) -> None:
    world.clock.forward(timedelta(seconds=31))

    assert await aio.get_updates() == []


async def test_a_query_that_nobody_answers_fails_the_test(inline: Bot, oleg: Person) -> None:
    with pytest.raises(NotSeen, match="did not answer 'при'"):
        await asyncio.wait_for(oleg.searches("при", through=inline, timeout=0.05), 5)
