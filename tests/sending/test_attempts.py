"""What the tries of one delivery know of each other."""

import asyncio

from bridge.sending import attempts
from bridge.sending.attempts import Attempt, Lost, trying


def test_what_has_arrived_is_given_once_in_each_try_and_in_its_order():
    attempt = Attempt()
    attempt.keep("text", ["4"])
    attempt.keep("text", ["5"])

    for _try in range(2):
        attempt.again()
        assert [attempt.replay("text") for _ in range(3)] == [["4"], ["5"], None]


def test_in_the_try_in_which_it_arrives_nothing_is_replayed():
    attempt = Attempt()

    attempt.keep("text", ["4"])

    assert attempt.replay("text") is None


def test_requests_are_told_apart():
    attempt = Attempt()
    attempt.keep("head", ["4"])
    attempt.again()

    assert attempt.replay("tail") is None
    assert attempt.replay("head") == ["4"]


def test_the_ids_of_all_that_has_arrived_are_known():
    attempt = Attempt()
    assert (attempt.ids, attempt.may_have_arrived) == (None, False)

    attempt.keep("album", ["4", "5"])
    attempt.keep("text", ["7"])

    assert (attempt.ids, attempt.may_have_arrived) == ("4 5 7", True)


def test_what_was_lost_may_have_arrived():
    assert Attempt(lost=Lost()).may_have_arrived


def test_what_is_forgotten_counts_no_longer():
    attempt = Attempt(floor=3, lost=Lost())
    attempt.keep("text", ["4"])

    attempt.forget()
    attempt.again()

    assert (attempt.ids, attempt.may_have_arrived, attempt.replay("text")) == (None, False, None)


def test_an_attempt_goes_on_from_where_another_has_come_to():
    other, attempt = Attempt(floor=3, lost=Lost(at=1.0)), Attempt(floor=9)
    other.keep("text", ["4"])

    attempt.take_over(other)
    other.keep("text", ["5"])
    attempt.again()

    assert (attempt.floor, attempt.lost, attempt.ids) == (3, Lost(at=1.0), "4")
    assert attempt.replay("text") == ["4"]


async def test_only_inside_of_it_things_belong_to_an_attempt():
    attempt, elsewhere = Attempt(), asyncio.create_task(_current())

    with trying(attempt):
        inside = asyncio.create_task(_current())
        assert attempts.current() is attempt

    assert attempts.current() is None
    assert await elsewhere is None
    assert await inside is attempt


async def _current() -> Attempt | None:
    return attempts.current()


def test_what_is_stored_is_not_replayed_by_a_later_try():
    attempt = Attempt(lost=Lost())
    with trying(attempt):
        attempt.keep("text", ["4"])
        attempts.stored()

    assert not attempt.may_have_arrived


def test_what_goes_straight_out_has_nothing_to_store():
    attempts.stored()

    assert attempts.current() is None


def test_troubles_are_counted_by_their_kind_and_a_new_beginning_does_not_forget_them():
    attempt = Attempt()
    attempt.count("away")
    attempt.count("away")
    attempt.forget()

    assert (attempt.count("topic gone"), attempt.count("away")) == (1, 3)
