"""Windows and the copies of messages in them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bridge.actions.inbox import dialogs
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.inbox.windows import Mirror
from tests.kit.conversations import taken
from tests.kit.office import Office


async def shown_together(office: Office, window, *messages) -> None:
    async with office.begin() as uow:
        for message in messages:
            place = {"window_id": window.id, "chat_id": window.chat_id}
            uow.add(Mirror(message_id=message.id, telegram_message_id=70, **place))


async def test_a_telegram_message_may_be_the_copy_of_several_and_stands_for_the_last(office: Office):
    window = await taken(office)
    said = [await office.hears(f"строка {number}", number) for number in (2, 3, 4)]
    await shown_together(office, window, *said)

    async with office.begin() as uow:
        mirror = await uow.windows.mirror_at(window.chat_id, 70)
        together = await uow.windows.shown_with(mirror)

    assert mirror.message_id == said[-1].id
    assert together == [message.id for message in said]


async def test_a_topic_of_the_archive_is_over_a_month_after_somebody_has_looked_there(office: Office, clock):
    window = await taken(office)
    async with office.begin() as uow:
        (await uow.windows.get(window.id)).thread_id = 5
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    over = []
    for days in (31, 0, 29, 2):
        clock.forward(timedelta(days=days))
        async with office.begin() as uow:
            over.append(len(await uow.windows.over_anywhere(uow.now - timedelta(days=30))))
            if len(over) == 1:
                await dialogs.open_dialog(uow, window.dialog_id, by=await uow.employees.get(office.anna.id))

    assert over == [1, 0, 0, 1]


async def test_the_newest_delivery_of_a_window_is_the_last_that_has_not_left(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        for kind, status in (("copy", "waiting"), ("edit", "sending"), ("card", "waiting"), ("copy", "sent")):
            place = {"carrier": "desk", "lane": f"desk:{window.chat_id}", "window_id": window.id}
            uow.add(Delivery(kind=kind, status=DeliveryStatus(status), created_at=uow.now, **place))
            await uow.flush()

    async with office.begin() as uow:
        everything = await uow.deliveries.newest_in(window.id)
        some = await uow.deliveries.newest_in(window.id, apart_from=["card", "edit"])
        assert await uow.deliveries.newest_in(window.id + 1) is None

    assert (everything.kind, some.kind, some.status) == ("card", "copy", DeliveryStatus.WAITING)


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_the_newest_delivery_of_a_window_is_found_by_an_index(database: Database):
    query = "SELECT * FROM delivery WHERE window_id = 1 AND status IN ('waiting', 'sending') ORDER BY id DESC LIMIT 1"

    async with database.engine.begin() as connection:
        plan = str((await connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))).all())

    assert "ix_delivery_window" in plan
