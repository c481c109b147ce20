"""What was sent is written down, whatever the database does meanwhile."""

import asyncio
import sqlite3

import structlog
from sqlalchemy.exc import OperationalError

from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import Office, Post

LOCKED = OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))


async def test_a_locked_database_after_a_sending_is_waited_for_and_nothing_is_sent_twice(office: Office, post: Post):
    post.note_faults["hello"].extend([LOCKED] * 7)
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.texts == post.noted == ["hello", "next"]
    assert [line["event"] for line in logs] == ["database.away", "database.back"]


async def test_facts_that_cannot_be_kept_do_not_send_it_again(office: Office, post: Post):
    post.note_faults["hello"].append(KeyError("a secret text"))
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.texts == ["hello", "next"]
    assert post.noted == ["next"]
    assert set((await office.statuses()).values()) == {DeliveryStatus.SENT}
    assert [line["event"] for line in logs] == ["outbox.facts_lost"]
    assert "secret" not in str(logs)


async def test_facts_that_cannot_be_kept_do_not_undo_those_of_another_lane(office: Office, post: Post):
    texts = [f"lane {number}" for number in range(8)]
    for text in texts:
        post.gates[text] = asyncio.Event()
        await office.put(text, lane=f"desk:{text}")
    # Once with the others, once alone.
    post.note_faults["lane 3"].extend([KeyError(), KeyError()])

    async with office.at_work():
        await post.has_begun(*texts)
        for gate in post.gates.values():
            gate.set()
        await office.settled()

    assert sorted(post.noted) == [text for text in texts if text != "lane 3"]


async def test_a_database_that_fails_in_the_middle_of_a_group_loses_and_doubles_none_of_it(office: Office, post: Post):
    texts = [f"lane {number}" for number in range(8)]
    for text in texts:
        post.gates[text] = asyncio.Event()
        await office.put(text, lane=f"desk:{text}")
    post.note_faults["lane 5"].extend([LOCKED, LOCKED])

    async with office.at_work():
        await post.has_begun(*texts)
        for gate in post.gates.values():
            gate.set()
        await office.settled()

    assert sorted(post.noted) == sorted(post.texts) == texts
