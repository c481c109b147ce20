"""The waiting board: the longest wait first, painted only when it would look otherwise, and seldom."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import AsyncMock, Mock

from bridge.actions.inbox import boards, dialogs
from bridge.actions.team import forums
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.render.board_renderer import BoardRenderer
from bridge.desk.render.renderer import RenderTools
from scheduler.jobs import board_job
from storage.inbox.boards import Board, Boards
from storage.team.employees import Employee
from storage.team.forums import Forum, Trouble
from storage.team.organizations import Organization
from tests.office import IVAN, Office

MINUTE = timedelta(minutes=1)


async def up(office: Office, employee) -> Board:
    async with office.begin() as uow:
        return await boards.put_up(uow, office.sign_ins[employee.id].chat_id, employee_id=employee.id)


async def shown(office: Office, board: Board) -> list[tuple[str, int]]:
    async with office.database.read(office.organization.id) as uow:
        queue = await boards.queue_of(uow, await uow.boards.get(board.id), await boards.room(uow))
    return [(line.name, line.minutes) for line in queue.lines]


async def painted(office: Office, board: Board) -> None:
    """As if it had been."""
    await office.settle_all()
    async with office.begin() as uow:
        row = await uow.boards.get(board.id)
        row.shown, row.painted_at = (await boards.queue_of(uow, row, await boards.room(uow))).digest, uow.now


async def test_the_longest_wait_comes_first(office: Office, clock):
    await office.hears()
    clock.forward(2 * MINUTE)
    await office.hears("И я", 2, sender=replace(IVAN, external_id="502", name="Пётр"))
    clock.forward(3 * MINUTE)

    board = await up(office, office.maria)

    assert await shown(office, board) == [("Иван Петров", 5), ("Пётр", 3)]


async def test_an_operator_sees_their_own_and_the_queue_of_their_department(office: Office, clock):
    await office.hears()
    maria, oleg, anna = await up(office, office.maria), await up(office, office.oleg), await up(office, office.anna)
    queued = [len(await shown(office, board)) for board in (maria, oleg, anna)]
    async with office.begin() as uow:
        await dialogs.take(uow, (await office.dialog()).id, by=await uow.employees.get(office.maria.id))

    taken = [len(await shown(office, board)) for board in (maria, oleg, anna)]

    assert (queued, taken) == ([1, 0, 1], [1, 0, 1])


async def test_an_answered_one_leaves_it(office: Office):
    await office.hears()
    board = await up(office, office.anna)
    async with office.begin() as uow:
        await dialogs.take(uow, (await office.dialog()).id, by=await uow.employees.get(office.anna.id))

    await office.writes(office.anna, await office.window(office.anna), "Уже едет")

    assert await shown(office, board) == []


async def test_it_is_painted_when_it_looks_otherwise_and_not_too_often(office: Office, clock):
    await office.hears()
    board = await up(office, office.maria)
    await painted(office, board)

    await board_job(office.database).run()
    same = await office.deliveries("board")
    clock.forward(boards.MIN_REPAINT_INTERVAL / 2)
    await office.hears("И я", 2, sender=replace(IVAN, external_id="502", name="Пётр"))
    await board_job(office.database).run()
    too_soon = await office.deliveries("board")
    clock.forward(boards.MIN_REPAINT_INTERVAL)
    await board_job(office.database).run()
    await board_job(office.database).run()

    assert (same, too_soon) == ([], [])
    assert len(await office.deliveries("board")) == 1


async def test_an_account_that_works_for_another_company_now_has_a_board_there(office: Office):
    await up(office, office.anna)
    async with office.database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)
    async with office.database.begin(other.id) as uow:
        newcomer = Employee(phone="79160000000", name="Анна", created_at=uow.now)
        uow.add(newcomer)
        await uow.flush()

        await boards.put_up(uow, office.sign_ins[office.anna.id].chat_id, employee_id=newcomer.id)

    async with office.database.read(other.id) as uow:
        assert (await uow.boards.at(101)).employee_id == newcomer.id


async def test_a_long_wait_is_told_in_rough_steps(office: Office, clock):
    await office.hears()
    board = await up(office, office.maria)
    seen = []
    for minutes in (9, 3, 20, 40, 20):
        clock.forward(minutes * MINUTE)
        seen += [minutes for _name, minutes in await shown(office, board)]

    assert seen == [9, 10, 30, 60, 90]


async def test_however_many_wait_for_others_first_everybody_sees_their_own(office: Office, clock, monkeypatch):
    monkeypatch.setattr(boards, "MAX_CUSTOMERS_COMPARED", 1)
    await office.hears()
    async with office.begin() as uow:
        to_sales = dialogs.ToDepartment(office.sales.id)
        await dialogs.transfer(uow, (await office.dialog()).id, to=to_sales, by=await uow.employees.get(office.anna.id))
    clock.forward(5 * MINUTE)
    await office.hears("И я", 2, sender=replace(IVAN, external_id="502", name="Пётр"))

    board = await up(office, office.maria)

    assert [name for name, _minutes in await shown(office, board)] == ["Пётр"]


async def test_all_boards_of_a_company_are_compared_with_one_reading_and_only_when_they_may_change(
    office: Office, clock, monkeypatch
):
    await office.hears()
    for employee in (office.anna, office.maria, office.oleg):
        await painted(office, await up(office, employee))
    reading = AsyncMock(return_value=[])
    monkeypatch.setattr(Boards, "waiting", reading)

    await board_job(office.database).run()
    too_soon = reading.await_count
    clock.forward(boards.MIN_REPAINT_INTERVAL)
    await board_job(office.database).run()

    assert (too_soon, reading.await_count) == (0, 1)


async def carried(office: Office, telegram: Telegram) -> None:
    """What waits for the boards is sent."""
    renderer = BoardRenderer(RenderTools(office.database, telegram, Mock(), Mock(), Mock(), Mock()))
    for delivery in await office.deliveries("board"):
        receipt = await renderer.send(delivery)
        async with office.begin() as uow:
            await renderer.sent(uow, delivery, receipt)
    await office.settle_all()


async def test_whoever_is_gone_has_no_board(office: Office, clock):
    await up(office, office.maria)
    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[office.maria.id].id)).end(uow.now)

    await carried(office, Mock())

    async with office.begin() as uow:
        assert await uow.boards.at(office.sign_ins[office.maria.id].chat_id) is None


async def test_a_board_rests_while_its_group_cannot_be_used(office: Office, clock):
    async with office.begin() as uow:
        uow.add(Forum(department_id=office.support.id, chat_id=-1001, title="Поддержка", bound_at=uow.now))
        await uow.flush()
        await boards.put_up(uow, -1001, department_id=office.support.id)
        await forums.lose(uow, -1001, Trouble.NO_RIGHTS)
    await carried(office, Mock())

    await board_job(office.database).run()
    resting = await office.deliveries("board")
    async with office.begin() as uow:
        await forums.regain(uow, -1001)
    await board_job(office.database).run()

    assert resting == []
    assert len(await office.deliveries("board")) == 1


async def test_a_group_that_is_nobodys_any_more_has_no_board(office: Office):
    async with office.begin() as uow:
        await boards.put_up(uow, -1001, department_id=office.support.id)

    await carried(office, Mock())

    async with office.begin() as uow:
        assert await uow.boards.at(-1001) is None
