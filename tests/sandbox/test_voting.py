"""Votes: what the poll's bot hears of them."""

from typing import Any

import pytest

from bridge.sandbox import Bot, Person
from bridge.sandbox.errors import NotPossible
from tests.kit.sandbox import RawApi

TEA_OR_COFFEE = {"question": "Чай или кофе?", "options": [{"text": "Чай"}, {"text": "Кофе"}]}


async def test_a_vote_is_told_with_who_it_was(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "sendPoll", chat_id=ivan.user.id, is_anonymous=False, **TEA_OR_COFFEE)
    poll = await ivan.sees(kind="poll")

    await ivan.votes(poll, 1)
    await ivan.votes(poll)

    heard = [update.body for update in shop.updates.pending()]
    votes = [update["poll_answer"]["option_ids"] for update in heard if "poll_answer" in update]
    counts = [[o["voter_count"] for o in update["poll"]["options"]] for update in heard if "poll" in update]
    assert votes == [[1], []]
    assert counts == [[0, 1], [0, 0]]


async def test_an_anonymous_vote_is_only_counted(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "sendPoll", chat_id=ivan.user.id, **TEA_OR_COFFEE)

    await ivan.votes(await ivan.sees(kind="poll"), 0)

    assert [set(update.body) - {"update_id"} for update in shop.updates.pending()] == [{"poll"}]


async def test_nobody_chooses_more_than_the_poll_allows(call: RawApi, shop: Bot, ivan: Person) -> None:
    await call(shop, "sendPoll", chat_id=ivan.user.id, **TEA_OR_COFFEE)
    poll = await ivan.sees(kind="poll")

    with pytest.raises(NotPossible):
        await ivan.votes(poll, 0, 1)
    with pytest.raises(NotPossible):
        await ivan.votes(poll, 2)


@pytest.mark.parametrize("rules", [{"type": "quiz", "correct_option_ids": [1]}, {"allows_revoting": False}])
async def test_a_vote_may_be_for_good(call: RawApi, shop: Bot, ivan: Person, rules: dict[str, Any]) -> None:
    await call(shop, "sendPoll", chat_id=ivan.user.id, **TEA_OR_COFFEE, **rules)
    poll = await ivan.sees(kind="poll")
    await ivan.votes(poll, 0)

    with pytest.raises(NotPossible):
        await ivan.votes(poll)
