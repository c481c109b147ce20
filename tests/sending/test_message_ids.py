"""What is known of a bot's message ids."""

from typing import Any

import pytest

from bridge.sending.message_ids import MAX_REMEMBERED_IDS, MAX_REMEMBERED_TOPICS, MessageIds

ANNA, MARIA = 501, 502
BASIC_GROUP, GROUP, OTHER_GROUP = -77, -100900, -100901


@pytest.fixture
def ids() -> MessageIds:
    return MessageIds()


def unknown(ids: MessageIds, chat_id: int, floor: int, *, lost_at: float | None = None, beyond: int = 2) -> list[int]:
    return ids.unknown_ids(chat_id, floor, lost_at=lost_at, beyond=beyond)


def test_private_chats_and_basic_groups_share_a_counter_and_each_supergroup_has_its_own(ids: MessageIds):
    ids.learn(ANNA, 10)
    ids.learn(BASIC_GROUP, 12)
    ids.learn(GROUP, 900)

    found = [ids.highest(chat_id) for chat_id in (ANNA, MARIA, BASIC_GROUP, GROUP, OTHER_GROUP)]

    assert found == [12, 12, 12, 900, None]


def test_ids_that_nobody_has_heard_of_are_unknown(ids: MessageIds):
    ids.learn(ANNA, 10, 12)
    ids.learn(MARIA, 14)

    assert unknown(ids, ANNA, 10) == [11, 13, 15, 16]


def test_where_nothing_is_known_only_what_comes_right_behind_the_floor_is_unknown(ids: MessageIds):
    assert unknown(ids, ANNA, 10) == [11, 12]


def test_what_was_sent_after_the_loss_has_a_higher_id(ids: MessageIds):
    ids.learn_sending(ANNA, [11], begun=1.0)
    ids.learn_sending(MARIA, [14, 15], begun=3.0)

    assert unknown(ids, ANNA, 10, lost_at=2.0) == [12, 13]


def test_what_was_sent_in_the_same_moment_tells_nothing(ids: MessageIds):
    ids.learn_sending(MARIA, [12], begun=2.0)

    assert unknown(ids, ANNA, 10, lost_at=2.0) == [11, 13, 14]


def test_whatever_this_process_sends_comes_after_what_another_has_lost(ids: MessageIds):
    ids.learn_sending(MARIA, [13], begun=0.1)

    assert unknown(ids, ANNA, 10, lost_at=None) == [11, 12]


def test_a_message_that_comes_in_out_of_order_is_known_all_the_same(ids: MessageIds):
    for message_id in (15, 11, 13, 11):
        ids.learn(ANNA, message_id)

    assert unknown(ids, ANNA, 10) == [12, 14, 16, 17]


def test_what_only_one_person_sees_has_no_id_of_its_own(ids: MessageIds):
    ids.learn_sending(GROUP, [0, -5], begun=1.0)

    assert ids.highest(GROUP) is None


def test_how_far_a_counter_has_come_says_nothing_of_the_ids_below(ids: MessageIds):
    ids.learn_floor(ANNA, 12)
    ids.learn_floor(ANNA, 11)

    assert ids.highest(MARIA) == 12
    assert unknown(ids, ANNA, 10) == [11, 12, 13, 14]


MESSAGE = {"message_id": 7, "chat": {"id": ANNA}}


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": MESSAGE},
        {"update_id": 1, "edited_message": MESSAGE},
        {"update_id": 1, "callback_query": {"id": "1", "message": MESSAGE}},
        {"update_id": 1, "telepathy": MESSAGE},
    ],
    ids=str,
)
def test_updates_tell_of_messages(ids: MessageIds, update: dict[str, Any]):
    ids.learn_update(update)

    assert ids.highest(ANNA) == 7


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "message": {"message_id": "7", "chat": {"id": ANNA}}},
        {"update_id": 1, "message": {"message_id": 7, "chat": ANNA}},
        {"update_id": 1, "poll_answer": {"poll_id": "7"}},
        {"update_id": 1, "callback_query": {"message": None}},
        {"update_id": 1, "telepathy": [MESSAGE]},
    ],
    ids=str,
)
def test_an_update_without_a_message_tells_of_none(ids: MessageIds, update: dict[str, Any]):
    ids.learn_update(update)

    assert ids.highest(ANNA) is None


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "callback_query": {"id": "1", "message": MESSAGE}},
        {"update_id": 1, "message_reaction": {**MESSAGE, "new_reaction": []}},
    ],
    ids=str,
)
def test_what_somebody_does_with_a_message_leaves_it_open_whether_its_sending_has_been_heard_of(
    ids: MessageIds, update: dict[str, Any]
):
    ids.learn(ANNA, 6)
    ids.learn_update(update)

    assert unknown(ids, ANNA, 6, beyond=0) == [7]


def test_what_somebody_says_is_no_sending_of_ours(ids: MessageIds):
    ids.learn_update({"update_id": 1, "message": MESSAGE})

    assert unknown(ids, ANNA, 6, beyond=0) == []


def topic_update(topic_id: int, name: str, chat_id: int = ANNA) -> dict[str, Any]:
    message = {"message_id": topic_id, "chat": {"id": chat_id}, "message_thread_id": topic_id}
    return {"update_id": 1, "message": {**message, "forum_topic_created": {"name": name}}}


def test_updates_tell_of_topics_by_their_names(ids: MessageIds):
    ids.learn_update(topic_update(20, "Ольга"))

    assert ids.topic(ANNA, "Ольга", above=19) == 20
    assert ids.topic(ANNA, "Ольга", above=20) is None
    assert ids.topic(ANNA, "Пётр", above=0) is None
    assert ids.topic(GROUP, "Ольга", above=0) is None


def test_of_topics_with_one_name_the_newest_is_found(ids: MessageIds):
    for topic_id in (20, 30):
        ids.learn_update(topic_update(topic_id, "Ольга"))

    assert ids.topic(ANNA, "Ольга", above=0) == 30


def test_memory_has_its_bounds_and_keeps_what_is_newest(ids: MessageIds):
    ids.learn(ANNA, *range(1, MAX_REMEMBERED_IDS + 2))
    for number in range(MAX_REMEMBERED_TOPICS + 1):
        ids.learn_update(topic_update(number + 1, f"Клиент {number}"))

    assert ids.highest(ANNA) == MAX_REMEMBERED_IDS + 1
    assert unknown(ids, ANNA, MAX_REMEMBERED_IDS - 100, beyond=0) == []
    assert ids.topic(ANNA, "Клиент 0", above=0) is None
    assert ids.topic(ANNA, f"Клиент {MAX_REMEMBERED_TOPICS}", above=0) == MAX_REMEMBERED_TOPICS + 1


def test_an_id_is_known_in_every_chat_of_its_counter(ids: MessageIds):
    ids.learn(ANNA, 10)

    known = [ids.knows(chat_id, message_id) for chat_id in (ANNA, MARIA, GROUP) for message_id in (10, 11)]

    assert known == [True, False, True, False, False, False]
