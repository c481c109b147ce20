"""`bridge journal` shows what could not be read, and has it read again."""

from datetime import timedelta

import pytest

from storage.delivery.journal import EntryState, JournalEntry


@pytest.fixture
async def entries(database, environment, database_url):
    """One entry that was handled and two that were set aside."""
    environment.setenv("DATABASE_URL", database_url)
    async with database.begin() as uow:
        rows = [
            JournalEntry(
                source="channel:3",
                external_id=str(number),
                lane="channel:3:7",
                payload='{"text": "Где мой заказ?"}',
                received_at=uow.now - timedelta(hours=2),
                state=state,
                attempts=3,
                error="KeyError in read" if state is EntryState.SET_ASIDE else None,
            )
            for number, state in enumerate([EntryState.HANDLED, EntryState.SET_ASIDE, EntryState.SET_ASIDE])
        ]
        uow.add(*rows)
    return rows


@pytest.fixture
def states(database, entries):
    async def read():
        async with database.read() as uow:
            return [(await uow.journal.get(entry.id)).state for entry in entries]

    return read


async def test_entries_that_were_set_aside_are_listed_without_their_payload(shell, entries):
    output = await shell("journal", "list")

    assert output.code == 0
    assert output.out.splitlines()[0].split() == ["ID", "SOURCE", "LANE", "AGE", "TRIES", "ERROR"]
    assert f"{entries[1].id}   channel:3  channel:3:7" in output.out
    assert "KeyError in read" in output.out
    assert "заказ" not in output.out
    assert len(output.out.splitlines()) == 3


async def test_other_states_are_listed_when_asked_for(shell, entries):
    assert len((await shell("journal", "list", "--state", "handled")).out.splitlines()) == 2
    assert (await shell("journal", "list", "--state", "new")).out == "No entry is new\n"


async def test_entry_is_read_again(shell, entries, states):
    output = await shell("journal", "retry", entries[1].id)

    assert output.out == "To be read again: 1\n"
    assert await states() == [EntryState.HANDLED, EntryState.NEW, EntryState.SET_ASIDE]


async def test_all_that_were_set_aside_are_read_again(shell, entries, states):
    output = await shell("journal", "retry", "--all")

    assert output.out == "To be read again: 2\n"
    assert await states() == [EntryState.HANDLED, EntryState.NEW, EntryState.NEW]


@pytest.mark.parametrize(("index", "words"), [(0, "is not set aside: it is handled"), (None, "There is no entry")])
async def test_what_cannot_be_read_again_is_refused_and_nothing_changes(shell, entries, states, index, words):
    wrong = 999_999 if index is None else entries[index].id

    output = await shell("journal", "retry", entries[1].id, wrong)

    assert output.code == 2
    assert words in output.err
    assert await states() == [EntryState.HANDLED, EntryState.SET_ASIDE, EntryState.SET_ASIDE]


async def test_an_entry_whose_content_was_deleted_cannot_be_read_again(shell, database, entries, states):
    async with database.begin() as uow:
        (await uow.journal.get(entries[1].id)).payload = ""

    output = await shell("journal", "retry", entries[1].id)

    assert output.code == 2
    assert output.err == f"Entry {entries[1].id} cannot be read again: it is so old that its content was deleted\n"
    assert (await shell("journal", "retry", "--all")).out == "To be read again: 1\n"
    assert await states() == [EntryState.HANDLED, EntryState.SET_ASIDE, EntryState.NEW]
