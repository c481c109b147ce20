"""Copies of messages that were written long ago are forgotten; the messages stay."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from scheduler import mirrors
from storage.inbox.windows import Mirror
from tests.kit.clock import Clock
from tests.kit.conversations import taken
from tests.kit.office import Office


async def copies(office: Office) -> set[int]:
    async with office.begin() as uow:
        return set(await uow.session.scalars(select(Mirror.message_id)))


async def shown(office: Office, at: datetime, *numbers: int) -> list[int]:
    """Messages of these numbers with a copy each; their ids."""
    window = await office.window(office.anna)
    # Of messages of one moment any may be taken for the newest.
    times = {number: at + timedelta(seconds=number) for number in numbers}
    said = [await office.hears(f"строка {number}", number, sent_at=times[number]) for number in numbers]
    async with office.begin() as uow:
        place = {"window_id": window.id, "chat_id": window.chat_id}
        for message in said:
            uow.add(Mirror(message_id=message.id, telegram_message_id=1000 + message.id, **place))
    return [message.id for message in said]


async def test_copies_go_after_three_months_and_messages_stay(office: Office, clock: Clock):
    await taken(office)
    old = await shown(office, clock.now, 2, 3)
    clock.forward(mirrors.MIRROR_LIFETIME / 2)
    recent = await shown(office, clock.now, 4)
    clock.forward(mirrors.MIRROR_LIFETIME / 2 + timedelta(minutes=1))

    await mirrors.mirror_cleanup_job(office.database).run()

    assert await copies(office) == set(recent)
    async with office.begin() as uow:
        assert [message.id for message in await uow.messages.several(old)] == old


async def test_many_go_in_several_commits_and_no_more_than_a_few_in_an_hour(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mirrors, "MIRRORS_PER_COMMIT", 2)
    monkeypatch.setattr(mirrors, "MAX_MIRRORS_PER_HOUR", 4)
    await taken(office)
    await shown(office, clock.now, *range(2, 8))
    clock.forward(mirrors.MIRROR_LIFETIME + timedelta(minutes=1))
    job = mirrors.mirror_cleanup_job(office.database)

    await job.run()
    after_an_hour = len(await copies(office))
    await job.run()

    assert (after_an_hour, await copies(office)) == (2, set())


async def test_where_nothing_is_old_nothing_goes(office: Office, clock: Clock):
    await taken(office)
    recent = await shown(office, clock.now, 2)

    await mirrors.mirror_cleanup_job(office.database).run()

    assert await copies(office) == set(recent)
