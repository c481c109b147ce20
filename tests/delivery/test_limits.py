"""Below Telegram's limits, from our own side."""

from datetime import timedelta

import pytest

from bridge.delivery.limits import BOT_MESSAGES_PER_SECOND, GROUP_MESSAGES_PER_MINUTE, MAX_BURST, Budget, Rank

GROUP = "-1001"


class Clock:
    def __init__(self) -> None:
        self.now = timedelta(0)

    def __call__(self) -> timedelta:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> Budget:
    return Budget(clock)


def send(budget: Budget, chat: str, rank: Rank = Rank.TEXT) -> float:
    """Try to send: how long to wait instead, in seconds."""
    permit = budget.ask(chat, rank)
    left = permit.take().total_seconds()
    permit.end()
    return left


def sends(budget: Budget, chats: list[str]) -> int:
    """How many of these leave at this moment."""
    return sum(send(budget, chat) == 0 for chat in chats)


def test_a_private_chat_takes_a_small_burst_and_then_one_a_second(budget, clock):
    assert sends(budget, ["7"] * 10) == MAX_BURST
    assert send(budget, "7") == 1

    clock.forward(1)

    assert sends(budget, ["7"] * 10) == 1


def test_a_silent_chat_may_burst_again(budget, clock):
    sends(budget, ["7"] * MAX_BURST)

    clock.forward(MAX_BURST)

    assert sends(budget, ["7"] * 10) == MAX_BURST


def test_a_group_takes_twenty_within_any_minute(budget, clock):
    assert sends(budget, [GROUP] * 30) == GROUP_MESSAGES_PER_MINUTE

    clock.forward(59)
    assert sends(budget, [GROUP] * 30) == 0

    clock.forward(1)
    assert sends(budget, [GROUP] * 30) == GROUP_MESSAGES_PER_MINUTE


def test_all_chats_of_a_bot_share_what_it_may_send_within_any_second(budget, clock):
    many = [str(number) for number in range(100)]

    assert sends(budget, many) == BOT_MESSAGES_PER_SECOND
    clock.forward(0.9)
    assert sends(budget, many) == 0
    clock.forward(0.1)
    assert sends(budget, many[BOT_MESSAGES_PER_SECOND:]) == BOT_MESSAGES_PER_SECOND


def test_the_last_free_place_is_left_to_the_more_urgent(budget):
    sends(budget, [str(number) for number in range(BOT_MESSAGES_PER_SECOND - 1)])
    card, answer = budget.ask("card", Rank.CARD), budget.ask("answer", Rank.ANSWER)

    assert card.take() > timedelta(0)
    assert answer.take() == timedelta(0)


def test_who_waits_for_its_chat_holds_nobody_up(budget):
    sends(budget, ["7"] * MAX_BURST)
    sends(budget, [str(number) for number in range(100, 100 + BOT_MESSAGES_PER_SECOND - MAX_BURST - 1)])
    budget.ask("7", Rank.ANSWER)

    assert send(budget, "8", Rank.CARD) == 0


def test_what_takes_two_calls_waits_until_there_is_room_for_both(budget, clock):
    sends(budget, ["7"] * (MAX_BURST - 1))
    card = budget.ask("7", Rank.CARD, calls=2)

    assert card.take() == timedelta(seconds=1)
    clock.forward(1)
    assert card.take() == timedelta(0)


def test_a_turn_pays_for_one_call_and_the_others_are_counted(budget):
    assert send(budget, "7") == 0

    for _call in range(MAX_BURST):
        budget.spend("7")

    assert send(budget, "7") == 1


def test_what_leaves_without_a_turn_is_counted(budget):
    for _call in range(MAX_BURST + 2):
        budget.spend("7")

    assert send(budget, "7") == 3


def test_chats_of_long_ago_are_forgotten(budget, clock):
    budget.CLEANUP_CHAT_COUNT = 10
    for number in range(10):
        budget.spend(str(number))
    clock.forward(60)

    budget.spend("new")

    assert len(budget._chats) == 1
