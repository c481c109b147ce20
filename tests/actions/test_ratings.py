"""A closed dialog is rated by its customer: asked for once, given once, with a comment if they like."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.automation import auto_message_rules, ratings
from bridge.actions.inbox import dialogs
from bridge.actions.messages import presses
from bridge.buttons import OUTDATED_TEXT, travelling
from bridge.channel import Pressed
from scheduler.jobs import rating_job
from storage.automation.auto_messages import AutoMessageKind
from storage.automation.ratings import Rating
from storage.inbox.dialogs import DialogStatus
from storage.messages.messages import Author, Message, MessageKind
from storage.reports.events import EventKind
from tests.office import IVAN, Office

SOON = timedelta(minutes=2)


@pytest.fixture
async def asking(office: Office) -> Office:
    """The office asks for ratings."""
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await auto_message_rules.switch(uow, AutoMessageKind.RATING, None, on=True, by=by)
        await uow.flush()
        office.channel = await uow.channels.get(office.channel.id)
    return office


async def served(office: Office) -> None:
    """A customer was answered, and the dialog closed."""
    await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, (await office.dialog()).id, by=await uow.employees.get(office.anna.id))
    await office.writes(office.anna, await office.window(office.anna), "Уже едет")
    await closed(office)


async def closed(office: Office) -> None:
    async with office.begin() as uow:
        await dialogs.close(uow, (await office.dialog()).id, by=await uow.employees.get(office.anna.id))


async def newest(office: Office) -> Message:
    dialog = await office.dialog()
    async with office.database.read(office.organization.id) as uow:
        return (await uow.messages.newest(dialog.id))[-1]


async def rating(office: Office) -> Rating | None:
    dialog = await office.dialog()
    async with office.database.read(office.organization.id) as uow:
        return await uow.ratings.newest(dialog.id)


async def presses_on(office: Office, message: Message, number: int, sender=IVAN) -> str:
    (row,) = travelling(message)
    async with office.begin() as uow:
        return await presses.receive_press(uow, office.channel, Pressed(sender, row[number].data, "1"))


async def test_a_customer_is_asked_a_little_after_the_closing(asking: Office, clock):
    await served(asking)
    await rating_job(asking.database).run()
    at_once = await newest(asking)
    clock.forward(SOON)

    await rating_job(asking.database).run()
    await rating_job(asking.database).run()

    asked = await newest(asking)
    assert at_once.author is Author.EMPLOYEE
    assert (asked.author, asked.text) == (Author.BOT, "Как мы вам помогли? Оцените, пожалуйста, от 1 до 5.")
    assert [button["text"] for button in asked.data["buttons"][0]] == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"]
    assert len([each for each in await asking.deliveries("message") if each.message_id == asked.id]) == 1


async def test_a_press_is_the_score_of_whoever_had_the_dialog(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    asked = await newest(asking)

    first, second = await presses_on(asking, asked, 3), await presses_on(asking, asked, 0)

    given = await rating(asking)
    assert (given.score, given.employee_id, given.department_id) == (4, asking.anna.id, asking.support.id)
    assert (first, second) == ("", OUTDATED_TEXT)
    async with asking.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.RATED)
    assert (event.dialog_id, event.data["score"]) == (given.dialog_id, 4)
    thanked = await newest(asking)
    assert thanked.text == "Спасибо за оценку!\n⭐⭐⭐⭐"
    assert [each.kind for each in await asking.deliveries("edit")] == ["edit"]


async def test_the_next_words_are_the_comment_when_the_customer_wants_so(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    await presses_on(asking, await newest(asking), 4)
    await presses_on(asking, await newest(asking), 0)

    await asking.hears("Быстро и вежливо", 2)
    await asking.hears("А ещё вопрос", 3)

    assert (await rating(asking)).comment == "Быстро и вежливо"
    assert (await asking.dialog()).status is DialogStatus.ACTIVE


async def test_a_comment_leaves_the_dialog_in_the_archive_and_is_shown(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    await presses_on(asking, await newest(asking), 4)
    await presses_on(asking, await newest(asking), 0)
    await asking.settle_all()

    said = await asking.hears("Быстро и вежливо", 2)

    assert (await asking.dialog()).status is DialogStatus.CLOSED
    assert said.id in [copy.message_id for copy in await asking.deliveries("copy")]


async def test_words_without_that_wish_are_a_new_question(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    await presses_on(asking, await newest(asking), 4)

    await asking.hears("А где второй заказ?", 2)

    assert (await asking.dialog()).status is DialogStatus.ACTIVE


async def test_a_file_or_a_late_word_is_no_comment(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    await presses_on(asking, await newest(asking), 4)
    await presses_on(asking, await newest(asking), 0)

    async with asking.begin() as uow:
        dialog = await uow.dialogs.get((await asking.dialog()).id)
        of_a_file = await ratings.awaiting_comment(uow, dialog, MessageKind.PHOTO)
    clock.forward(timedelta(hours=2))
    async with asking.begin() as uow:
        late = await ratings.awaiting_comment(uow, await uow.dialogs.get(dialog.id), MessageKind.TEXT)

    assert (of_a_file, late) == (None, None)


async def test_a_dialog_that_has_come_back_is_not_asked_about(asking: Office, clock):
    await served(asking)
    async with asking.begin() as uow:
        await dialogs.reopen(uow, (await asking.dialog()).id, by=await uow.employees.get(asking.anna.id))
    clock.forward(SOON)

    await rating_job(asking.database).run()

    assert await rating(asking) is None
    assert (await newest(asking)).author is Author.EMPLOYEE


async def test_whom_nobody_has_answered_is_not_asked(asking: Office):
    await asking.hears()

    await closed(asking)

    assert await rating(asking) is None


async def test_nobody_is_asked_twice_a_day(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    first = await rating(asking)
    await asking.hears("Ещё вопрос", 2)
    await asking.writes(asking.anna, await asking.window(asking.anna), "Ещё ответ", 901)

    await closed(asking)

    assert (await rating(asking)).id == first.id


async def test_a_press_of_somebody_else_or_a_made_up_one_does_nothing(asking: Office, clock):
    await served(asking)
    clock.forward(SOON)
    await rating_job(asking.database).run()
    asked = await newest(asking)
    stranger = replace(IVAN, external_id="777")

    answers = [await presses_on(asking, asked, 4, stranger)]
    for carried in (f"{asked.id}:rate:9", f"{asked.id}:close:1", "rate:5", "", f"{10**20}:rate:5", "²:rate:5"):
        async with asking.begin() as uow:
            answers.append(await presses.receive_press(uow, asking.channel, Pressed(IVAN, carried, "1")))

    assert set(answers) == {OUTDATED_TEXT}
    assert (await rating(asking)).score is None
