"""Whether what was sent has arrived is found out, at little cost, and nothing is changed by asking."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bridge.errors import BridgeError, CannotSettle, OutcomeUnknown, TryLater, Undeliverable
from bridge.sending.attempts import Attempt, Lost, trying
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import EXTRA_IDS, MAX_QUESTIONS, TOPIC, Settler, Verdict
from tests.kit.doubles.provider import Provider
from tests.kit.doubles.sender import Sender

ANNA, MARIA, GROUP = 501, 502, -100900
BUTTONS = [["Взять"]]


@pytest.fixture
def sender() -> Sender:
    sender = Sender()
    sender.hear(ANNA)
    sender.hear(GROUP)
    return sender


@pytest.fixture
def provider(sender: Sender) -> Provider:
    return sender.provider


async def test_what_is_answered_needs_no_question(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)

    sent = await sender.send(attempt, ANNA, "Привет")

    assert sent == provider.ids_of(ANNA, "Привет")
    assert attempt.ids == str(sent[0])
    assert provider.asked == []


@pytest.mark.parametrize("chat_id", [ANNA, GROUP])
@pytest.mark.parametrize("markup", [None, BUTTONS], ids=["plain", "buttons"])
async def test_what_has_arrived_is_found_and_not_sent_again(sender: Sender, provider: Provider, chat_id: int, markup):
    attempt = sender.attempt(chat_id)
    await sender.lose(attempt, chat_id, "Привет", arrives=True, markup=markup)

    found = await sender.send(attempt, chat_id, "Привет", markup=markup)

    assert found == provider.ids_of(chat_id, "Привет")
    assert len(found) == 1
    assert len(provider.asked) == 1
    assert attempt.lost is None


async def test_what_has_not_arrived_is_sent(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "Привет", arrives=False)

    sent = await sender.send(attempt, ANNA, "Привет")

    assert sent == provider.ids_of(ANNA, "Привет")
    assert len(provider.asked) == EXTRA_IDS
    assert attempt.ids == str(sent[0])


async def test_what_other_chats_say_and_what_is_sent_later_spares_questions(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    sender.hear(MARIA)
    await sender.lose(attempt, ANNA, "Привет", arrives=False)
    provider.hear(ANNA)
    provider.hear(MARIA)
    await sender.send(None, MARIA, "Добрый день")

    await sender.send(attempt, ANNA, "Привет")

    assert provider.asked == []


async def test_a_message_between_those_of_others_is_found(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    provider.hear(MARIA)
    await sender.lose(attempt, ANNA, "Привет", arrives=True)
    provider.hear(ANNA)

    found = await sender.send(attempt, ANNA, "Привет")

    assert found == provider.ids_of(ANNA, "Привет")
    assert provider.asked == [(ANNA, found[0])]


async def test_the_buttons_asked_for_are_those_of_the_lost_request(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "Карточка", arrives=True, markup=BUTTONS)

    found = await sender.send(attempt, ANNA, "Карточка", markup=[["Закрыть"]])

    assert found == provider.ids_of(ANNA, "Карточка")
    assert provider.modified == []


async def test_after_a_restart_the_buttons_are_those_that_are_to_be_sent(sender: Sender, provider: Provider):
    floor = sender.ids.highest(ANNA)
    provider.post(ANNA, "Карточка", markup=BUTTONS)
    sender.starts_anew()

    found = await sender.send(Attempt(floor=floor, lost=Lost()), ANNA, "Карточка", markup=BUTTONS)

    assert found == provider.ids_of(ANNA, "Карточка")
    assert len(found) == 1


async def test_whoever_dies_in_the_middle_of_a_request_has_lost_it(sender: Sender):
    attempt = sender.attempt(ANNA)

    with trying(attempt), pytest.raises(asyncio.CancelledError), sender.settler.sending(ANNA, "Привет"):
        raise asyncio.CancelledError

    assert attempt.may_have_arrived


@pytest.mark.parametrize("error", [Undeliverable(detail="no"), TryLater(timedelta(seconds=7))], ids=repr)
async def test_what_was_refused_was_not_lost(sender: Sender, error: BridgeError):
    attempt = sender.attempt(ANNA)

    with trying(attempt), pytest.raises(type(error)), sender.settler.sending(ANNA, "Привет"):
        raise error

    assert not attempt.may_have_arrived


async def test_what_goes_straight_out_is_never_settled(sender: Sender, provider: Provider):
    with pytest.raises(OutcomeUnknown):
        await sender.send(None, ANNA, "Меню", is_answered=False)

    await sender.send(None, ANNA, "Меню")

    assert len(provider.ids_of(ANNA, "Меню")) == 2
    assert provider.asked == []


# Several requests of one delivery.


async def parts(sender: Sender, attempt: Attempt, *, lost: str = "", arrives: bool = False) -> list[list[int]]:
    """Send a text in three parts; the answer to one of them is lost."""
    return [
        await sender.send(attempt, ANNA, part, arrives=part != lost or arrives, is_answered=part != lost)
        for part in ("раз", "два", "три")
    ]


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("dies", [True, False])
@pytest.mark.parametrize("lost", ["раз", "два", "три"])
async def test_a_text_in_parts_goes_on_from_where_it_broke(
    sender: Sender, provider: Provider, lost: str, dies: bool, arrives: bool
):
    attempt = sender.attempt(ANNA)
    with pytest.raises(OutcomeUnknown):
        await parts(sender, attempt, lost=lost, arrives=arrives)
    attempt.again()
    if dies:
        sender.starts_anew()
        attempt = Attempt(floor=attempt.floor, lost=Lost())

    sent = await parts(sender, attempt)

    assert sent == [provider.ids_of(ANNA, part) for part in ("раз", "два", "три")]
    assert [len(ids) for ids in sent] == [1, 1, 1]


async def test_two_parts_that_read_alike_are_two(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    await sender.send(attempt, ANNA, "ой")
    await sender.lose(attempt, ANNA, "ой", arrives=True)

    found = [await sender.send(attempt, ANNA, "ой") for _part in range(2)]

    assert [found[0][0], found[1][0]] == provider.ids_of(ANNA, "ой")


async def test_what_was_lost_is_not_taken_for_what_goes_before_it(sender: Sender, provider: Provider):
    """As when a rich message is refused and its words go as texts: the next try begins with the rich message again."""
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "текст", arrives=True)

    with trying(attempt):
        assert await sender.settler.sent_earlier(ANNA, "rich") is None
    found = await sender.send(attempt, ANNA, "текст")

    assert found == provider.ids_of(ANNA, "текст")
    assert len(found) == len(provider.asked) == 1


# Albums.


@pytest.mark.parametrize("dies", [True, False])
async def test_an_album_is_found_as_a_whole(sender: Sender, provider: Provider, dies: bool):
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "альбом", count=4, arrives=True)
    if dies:
        sender.starts_anew()
        attempt = Attempt(floor=attempt.floor, lost=Lost())

    found = await sender.send(attempt, ANNA, "альбом", count=4)

    assert found == provider.ids_of(ANNA, "альбом")
    assert len(found) == 4


async def test_an_album_to_which_something_has_come_since_is_found_as_it_was_sent(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "альбом", count=2, arrives=True)

    found = await sender.send(attempt, ANNA, "альбом", count=3)

    assert found == provider.ids_of(ANNA, "альбом")
    assert len(found) == 2


async def test_what_stands_right_behind_an_album_is_no_part_of_it(sender: Sender, provider: Provider):
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "альбом", count=2, arrives=True)
    await sender.send(None, ANNA, "Меню", markup=BUTTONS)
    await sender.send(None, ANNA, "Готово")

    found = await sender.send(attempt, ANNA, "альбом", count=4)

    assert found == provider.ids_of(ANNA, "альбом")
    assert provider.modified == []


# Where it cannot be found out.


@pytest.fixture
async def lost(sender: Sender) -> Attempt:
    attempt = sender.attempt(ANNA)
    await sender.lose(attempt, ANNA, "Привет", arrives=True)
    return attempt


async def cannot_settle(sender: Sender, attempt: Attempt) -> bool:
    with pytest.raises(CannotSettle):
        await sender.send(attempt, ANNA, "Привет")
    return True


async def test_an_answer_that_says_nothing_settles_nothing(sender: Sender, provider: Provider, lost: Attempt):
    provider.is_usable = False

    assert await cannot_settle(sender, lost)
    assert len(provider.asked) == 1


async def test_without_updates_nothing_can_be_settled(sender: Sender, provider: Provider, lost: Attempt):
    sender.hears = None

    assert await cannot_settle(sender, lost)
    assert provider.asked == []


async def test_where_nobody_listens_nothing_can_be_settled(provider: Provider):
    settler = Settler(MessageIds(), provider.ask)

    with trying(Attempt(floor=1, lost=Lost())), pytest.raises(CannotSettle):
        await settler.sent_earlier(ANNA, "Привет")


async def test_where_nobody_knows_how_far_the_ids_had_come_nothing_can_be_settled(
    sender: Sender, provider: Provider, lost: Attempt
):
    lost.floor = None

    assert await cannot_settle(sender, lost)
    assert provider.asked == []


async def test_so_many_possible_ids_are_not_asked_about(sender: Sender, provider: Provider, lost: Attempt):
    for _message in range(MAX_QUESTIONS):
        provider.post(MARIA, "Привет")
    sender.hear(MARIA)

    assert await cannot_settle(sender, lost)
    assert provider.asked == []


async def test_updates_that_are_still_to_come_are_waited_for(sender: Sender, provider: Provider, lost: Attempt):
    sender.hears = False
    with pytest.raises(TryLater):
        await sender.send(lost, ANNA, "Привет")
    assert provider.asked == []

    sender.hears = True
    lost.again()
    found = await sender.send(lost, ANNA, "Привет")

    assert found == provider.ids_of(ANNA, "Привет")


async def test_a_question_without_an_answer_is_asked_again(sender: Sender, provider: Provider, lost: Attempt):
    provider.is_away = True
    with pytest.raises(OutcomeUnknown):
        await sender.send(lost, ANNA, "Привет")
    assert lost.lost is not None

    provider.is_away = False
    lost.again()
    found = await sender.send(lost, ANNA, "Привет")

    assert found == provider.ids_of(ANNA, "Привет")
    assert len(found) == 1


# Topics.


async def nobody_is_asked(chat_id: int, message_id: int, name: Any) -> Verdict:
    raise AssertionError("an update has told")


async def lose_topic(sender: Sender) -> Attempt:
    attempt = sender.attempt(ANNA)
    with trying(attempt), pytest.raises(OutcomeUnknown), sender.settler.sending(ANNA, TOPIC, "Ольга"):
        raise OutcomeUnknown
    return attempt


async def test_a_topic_that_was_made_is_found_by_its_update(sender: Sender):
    attempt = await lose_topic(sender)
    created = {"message_id": 9, "chat": {"id": ANNA}, "message_thread_id": 9, "forum_topic_created": {"name": "Ольга"}}
    sender.ids.learn_update({"update_id": 1, "message": created})

    with trying(attempt):
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга", nobody_is_asked) == 9
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга", nobody_is_asked) is None


async def test_a_topic_that_was_made_is_found_by_asking(sender: Sender):
    attempt, asked = await lose_topic(sender), []
    floor = attempt.floor or 0

    async def ask(chat_id: int, topic_id: int, name: Any) -> Verdict:
        asked.append((chat_id, topic_id, name))
        return Verdict.OWN if topic_id == floor + 2 else Verdict.OTHER

    with trying(attempt):
        found = await sender.settler.topic_made_earlier(ANNA, "Ольга", ask)

    assert found == floor + 2
    assert asked == [(ANNA, floor + 1, "Ольга"), (ANNA, floor + 2, "Ольга")]
    assert sender.ids.highest(ANNA) == found


async def test_a_topic_is_asked_about_by_the_name_that_it_was_to_have(sender: Sender):
    attempt = await lose_topic(sender)
    floor = attempt.floor or 0

    async def ask(chat_id: int, topic_id: int, name: Any) -> Verdict:
        return Verdict.OWN if (topic_id, name) == (floor + 1, "Ольга") else Verdict.OTHER

    with trying(attempt):
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга Петрова", ask) == floor + 1


async def test_a_lost_message_is_not_taken_for_a_topic_nor_a_topic_for_a_message(sender: Sender, provider: Provider):
    message, topic = sender.attempt(ANNA), await lose_topic(sender)
    await sender.lose(message, ANNA, "Привет", arrives=True)

    with trying(message):
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга", nobody_is_asked) is None
    await sender.send(topic, ANNA, "Карточка")

    assert (message.lost is None, topic.lost is None) == (False, False)
    assert provider.asked == []


async def test_a_topic_that_was_not_made_is_made_now(sender: Sender):
    attempt = await lose_topic(sender)

    async def ask(chat_id: int, topic_id: int, name: Any) -> Verdict:
        return Verdict.OTHER

    with trying(attempt):
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга", ask) is None
    assert not attempt.may_have_arrived


async def test_after_a_restart_what_was_sent_into_a_found_topic_is_looked_for_too(sender: Sender, provider: Provider):
    floor = sender.ids.highest(ANNA) or 0
    [topic_id, _card] = [*provider.post(ANNA, "topic"), *provider.post(ANNA, "Карточка")]
    sender.starts_anew()
    attempt = Attempt(floor=floor, lost=Lost())

    async def ask(chat_id: int, message_id: int, name: Any) -> Verdict:
        return Verdict.OWN if message_id == topic_id else Verdict.OTHER

    with trying(attempt):
        assert await sender.settler.topic_made_earlier(ANNA, "Ольга", ask) == topic_id
    await sender.send(attempt, ANNA, "Карточка")

    assert len(provider.ids_of(ANNA, "Карточка")) == 1
