"""What becomes of a message goes to where its copy is, or behind the one that is only coming."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.delivery.desk import CardPayload, CopyPayload, TitlePayload
from bridge.actions.inbox import dialogs
from bridge.actions.messages import deletions, edits
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.message_updates import EditPayload, ErasePayload
from bridge.actions.shifts import deferred_copies, schedules
from bridge.channel import Edited
from scheduler.jobs import shift_jobs
from storage.inbox.windows import Window
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import Interval, weekdays
from tests.actions.test_messages import taken
from tests.office import HELLO, INVOICE, Office


@pytest.fixture
async def night(office: Office, clock) -> Window:
    """Maria, who looks into Anna's dialog, is off duty, and the copies for her are deferred; Anna's window."""
    window = await taken(office, office.anna)
    async with office.begin() as uow:
        anna, maria = await uow.employees.get(office.anna.id), await uow.employees.get(office.maria.id)
        await schedules.set_week(uow, Whose(maria.id), weekdays((Interval(9 * 60, 18 * 60),)), by=anna)
        await schedules.set_rules(uow, off_duty=OffDuty.DEFERRED, by=anna)
        await dialogs.open_dialog(uow, window.dialog_id, by=maria)
    clock.forward(timedelta(hours=7))
    for _ in range(3):
        await shift_jobs(office.database)[0].run()
    await office.settle_all()
    return window


async def marias(office: Office) -> list[tuple[str, str]]:
    """What is on its way into Maria's window, and in which lane."""
    window = await office.window(office.maria)
    lanes = {deferred_copies.lane(window.chat_id): "held"}
    found = [each for each in await office.deliveries() if each.window_id == window.id]
    return [
        (each.kind, lanes.get(each.lane, "now"))
        for each in found
        if each.kind not in (CardPayload.kind, TitlePayload.kind)
    ]


async def deletes(office: Office, message_id: int) -> None:
    async with office.begin() as uow:
        await deletions.delete(uow, message_id, by=await uow.employees.get(office.anna.id))


async def rewrites(office: Office, draft: Draft) -> None:
    async with office.begin() as uow:
        await edits.rewrite(uow, draft, by=await uow.employees.get(office.anna.id))


async def test_an_answer_that_is_deleted_goes_behind_its_copy_that_is_held(office: Office, night: Window):
    answer = await office.writes(office.anna, night, "Не туда")

    await deletes(office, answer.id)

    assert await marias(office) == [(CopyPayload.kind, "held"), (ErasePayload.kind, "held")]


async def test_an_answer_that_is_changed_is_not_shown_before_its_copy(office: Office, night: Window):
    await office.writes(office.anna, night, "Уже идёт", 900)

    await rewrites(office, Draft(night.chat_id, 900, text="Уже едет"))

    assert await marias(office) == [(CopyPayload.kind, "held"), (EditPayload.kind, "held")]


async def test_a_picture_of_an_album_follows_the_copy_of_its_album(office: Office, night: Window):
    for number in (900, 901):
        await office.writes(office.anna, night, "", number, file=INVOICE, album="7", kind="document")

    await rewrites(office, Draft(night.chat_id, 901, kind="document", text="Счёт", file=INVOICE, album="7"))

    assert await marias(office) == [("album", "held"), (EditPayload.kind, "held")]


async def test_a_part_of_a_burst_follows_the_copy_of_its_burst(office: Office, night: Window):
    await office.hears("Когда?", 2)
    await office.hears("Жду", 3)

    async with office.begin() as uow:
        await edits.receive_customer_edit(uow, office.channel, Edited(replace(HELLO, external_id="3", text="Жду!")))

    assert await marias(office) == [(CopyPayload.kind, "held"), (EditPayload.kind, "held")]


async def test_what_is_shown_already_is_changed_at_once(office: Office, night: Window):
    await office.writes(office.anna, night, "Уже идёт", 900)
    await office.settle_all()

    await rewrites(office, Draft(night.chat_id, 900, text="Уже едет"))

    assert await marias(office) == [(EditPayload.kind, "now")]
