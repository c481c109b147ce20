"""What follows from a failure, as a table."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bridge.errors import (
    Blocked,
    BridgeError,
    NotFound,
    OutcomeUnknown,
    TryLater,
    Undeliverable,
    Unreachable,
)
from bridge.retry import Again, Decision, GiveUp, decide, is_database_trouble, patiently, pause, traced


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def sqlite_error(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("a secret text")
    error.sqlite_errorcode = code
    return error


def locked() -> OperationalError:
    return OperationalError("UPDATE", {}, sqlite_error(sqlite3.SQLITE_BUSY))


@pytest.mark.parametrize(
    ("error", "attempts", "is_repeat", "decision"),
    [
        (TryLater(seconds(7)), 1, False, Again(seconds(7))),
        (TryLater(seconds(7)), 99, True, Again(seconds(7))),
        (TryLater(seconds(7), whole_bot=True), 1, False, Again(seconds(7), whole_bot=True)),
        (TryLater(seconds(0)), 1, False, Again(seconds(0.1))),
        (Unreachable(), 1, False, Again(seconds(1))),
        (Unreachable(), 4, False, Again(seconds(8))),
        (Unreachable(), 5000, False, Again(seconds(60))),
        (Unreachable(seconds(90)), 1, False, Again(seconds(90))),
        (OutcomeUnknown(), 1, False, Again(seconds(1), is_repeat=True)),
        (OutcomeUnknown(), 3, False, Again(seconds(4), is_repeat=True)),
        (OutcomeUnknown(), 2, True, GiveUp(unknown=True)),
        (Blocked(), 1, False, GiveUp()),
        (Undeliverable(detail="no"), 1, True, GiveUp()),
        (NotFound(), 1, False, GiveUp()),
        (BridgeError(), 1, False, GiveUp()),
        (KeyError("text"), 1, False, Again(seconds(1), is_repeat=True)),
        (KeyError("text"), 2, True, Again(seconds(2), is_repeat=True)),
        (KeyError("text"), 3, True, GiveUp(unknown=True)),
        (locked(), 99, True, Again(seconds(60), is_repeat=True)),
    ],
)
def test_what_is_decided(error: Exception, attempts: int, is_repeat: bool, decision: Decision):
    assert decide(error, attempts=attempts, is_repeat=is_repeat) == decision


class PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (locked(), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_FULL)), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_IOERR_WRITE)), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_ERROR)), False),
        (IntegrityError("", {}, sqlite_error(sqlite3.SQLITE_CONSTRAINT, sqlite3.IntegrityError)), False),
        (OperationalError("", {}, Exception("server closed the connection"), connection_invalidated=True), True),
        (OperationalError("", {}, PostgresError("57P01")), True),
        (OperationalError("", {}, PostgresError("40P01")), True),
        (IntegrityError("", {}, PostgresError("23505")), False),
        (PoolTimeout(), True),
        (ConnectionRefusedError(), True),
        (TryLater(seconds(1)), False),
        (ValueError(), False),
    ],
)
def test_what_is_the_databases_trouble(error: Exception, is_trouble: bool):
    assert is_database_trouble(error) is is_trouble


def test_a_pause_doubles_up_to_its_limit():
    pauses = [pause(attempts, longest=seconds(30)) for attempts in (0, 1, 2, 3, 4, 5, 6, 7, 10**9)]

    assert pauses == [seconds(count) for count in (1, 1, 2, 4, 8, 16, 30, 30, 30)]


async def test_the_databases_trouble_is_waited_out_and_told_once():
    failures = [locked() for _ in range(7)]
    slept: list[float] = []
    told: list[Exception] = []

    async def step() -> str:
        if failures:
            raise failures.pop()
        return "done"

    async def sleep(count: float) -> None:
        slept.append(count)

    assert await patiently(step, sleep=sleep, troubled=told.append) == "done"
    assert slept == [1, 2, 4, 8, 16, 30, 30]
    assert len(told) == 1


async def test_what_is_not_the_databases_trouble_is_not_waited_out():
    async def step() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await patiently(step, troubled=lambda error: None)


def test_a_trace_names_the_class_and_the_place_and_no_words():
    try:
        {}["a secret text"]
    except KeyError as error:
        trace = traced(error)

    assert trace.startswith("KeyError at tests/test_retry.py:")
    assert traced(KeyError("a secret text")) == "KeyError"
