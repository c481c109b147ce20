"""What follows from a failure, as a table."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bridge.delivery.retry import Again, Decision, GiveUp, decide, patiently, pause, traced
from bridge.errors import (
    Blocked,
    BridgeError,
    CannotSettle,
    DestinationGone,
    NotFound,
    OutcomeUnknown,
    TryLater,
    UnauthorizedToken,
    Undeliverable,
    Unreachable,
)
from storage.engine.trouble import DatabaseAway, is_database_trouble


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def sqlite_error(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("a secret text")
    error.sqlite_errorcode = code
    return error


def locked() -> OperationalError:
    return OperationalError("UPDATE", {}, sqlite_error(sqlite3.SQLITE_BUSY))


@pytest.mark.parametrize(
    ("error", "attempts", "decision"),
    [
        (TryLater(seconds(7)), 1, Again(seconds(7))),
        (TryLater(seconds(7)), 99, Again(seconds(7))),
        (TryLater(seconds(7), whole_bot=True), 1, Again(seconds(7), whole_bot=True)),
        (TryLater(seconds(0)), 1, Again(seconds(0.1))),
        (Unreachable(), 1, Again(seconds(1))),
        (Unreachable(), 4, Again(seconds(8))),
        (Unreachable(), 5000, Again(seconds(30))),
        (Unreachable(seconds(90)), 1, Again(seconds(90))),
        (UnauthorizedToken(), 1, Again(seconds(60), whole_bot=True)),
        (DestinationGone(), 1, Again(seconds(0.1), is_anew=True)),
        (CannotSettle(), 1, Again(seconds(0.1), is_repeat=True, is_anew=True)),
        (Blocked(), 1, GiveUp()),
        (Undeliverable(detail="no"), 99, GiveUp()),
        (NotFound(), 1, GiveUp()),
        (BridgeError(), 1, GiveUp()),
        (KeyError("text"), 3, GiveUp()),
    ],
)
@pytest.mark.parametrize("settles", [True, False])
def test_what_is_decided(error: Exception, attempts: int, settles: bool, decision: Decision):
    assert decide(error, attempts=attempts, settles=settles) == decision


@pytest.mark.parametrize(
    ("error", "attempts", "after"),
    [
        (OutcomeUnknown(), 1, 1),
        (OutcomeUnknown(), 3, 4),
        (OutcomeUnknown(), 5000, 30),
        (KeyError("text"), 1, 1),
        (KeyError("text"), 2, 2),
        (locked(), 99, 30),
    ],
)
def test_what_may_have_arrived_is_tried_again_and_is_a_repeat_where_nobody_settles(
    error: Exception, attempts: int, after: int
):
    assert decide(error, attempts=attempts, settles=True) == Again(seconds(after))
    assert decide(error, attempts=attempts, settles=False) == Again(seconds(after), is_repeat=True)


class PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (locked(), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_FULL)), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_IOERR_WRITE)), True),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_CANTOPEN)), True),
        (DatabaseError("", {}, sqlite_error(sqlite3.SQLITE_CORRUPT, sqlite3.DatabaseError)), True),
        (DatabaseError("", {}, sqlite_error(sqlite3.SQLITE_NOTADB, sqlite3.DatabaseError)), True),
        (DataError("", {}, sqlite_error(sqlite3.SQLITE_TOOBIG, sqlite3.DataError)), False),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_ERROR)), False),
        (IntegrityError("", {}, sqlite_error(sqlite3.SQLITE_CONSTRAINT, sqlite3.IntegrityError)), False),
        (OperationalError("", {}, Exception("server closed the connection"), connection_invalidated=True), True),
        (OperationalError("", {}, PostgresError("57P01")), True),
        (OperationalError("", {}, PostgresError("40P01")), True),
        (DatabaseError("", {}, PostgresError("53100")), True),
        (DatabaseError("", {}, PostgresError("XX001")), True),
        (IntegrityError("", {}, PostgresError("23505")), False),
        (PoolTimeout(), True),
        (DatabaseAway("the server's name cannot be resolved"), True),
        (ConnectionRefusedError(), True),
        (TryLater(seconds(1)), False),
        (FileNotFoundError(), False),  # a file's, for the database's own are told as `DatabaseAway`
        (ValueError(), False),
    ],
)
def test_what_is_the_databases_trouble(error: Exception, is_trouble: bool):
    assert is_database_trouble(error) is is_trouble


def test_a_pause_doubles_up_to_its_limit():
    pauses = [pause(attempts, longest=seconds(30)) for attempts in (0, 1, 2, 3, 4, 5, 6, 7, 10**9)]

    assert pauses == [seconds(count) for count in (1, 1, 2, 4, 8, 16, 30, 30, 30)]


async def test_the_databases_trouble_is_waited_out():
    failures = [locked() for _ in range(7)]
    slept: list[float] = []

    async def step() -> str:
        if failures:
            raise failures.pop()
        return "done"

    async def sleep(count: float) -> None:
        slept.append(count)

    assert await patiently(step, sleep=sleep) == "done"
    assert slept == [1, 2, 4, 8, 16, 30, 30]


async def test_what_is_not_the_databases_trouble_is_not_waited_out():
    async def step() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await patiently(step)


def test_a_trace_names_the_class_and_the_place_and_no_words():
    try:
        {}["a secret text"]
    except KeyError as error:
        trace = traced(error)

    assert trace.startswith("KeyError at delivery/test_retry.py:")
    assert traced(KeyError("a secret text")) == "KeyError"
