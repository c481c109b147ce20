"""A day at the office, small enough to be counted by hand.

Monday, 23 November 2026, Moscow time. Maria works from 14:00 to 18:00, Anna has no schedule.

| time  | what happens                             | the customer had waited |
| ----- | ---------------------------------------- | ----------------------- |
| 12:00 | Ivan writes to the support               |                         |
| 12:10 | Anna answers Ivan                        | 10 min, first answer    |
| 12:30 | Ivan writes                              |                         |
| 12:31 | Anna answers Ivan, twice                 | 1 min                   |
| 13:00 | Petr writes                              |                         |
| 14:00 | Olga writes                              |                         |
| 14:05 | Anna answers Olga                        | 5 min, first answer     |
| 15:00 | Maria answers Petr                       | 2 h, first answer; 1 h of that was her working time |
| 15:30 | Petr's dialog is handed to the sales     |                         |
| 16:00 | Maria closes Petr's dialog               |                         |
| 19:00 | Petr writes again: the dialog is open again |                      |
| 19:02 | Maria answers, not on duty any more      | 2 min, first answer; none of that was working time |
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bridge.actions.inbox import dialogs
from bridge.channel import Sender
from storage.inbox.windows import Window
from storage.shifts.schedules import WorkSchedule
from storage.shifts.weeks import Interval
from storage.team.employees import Employee
from tests.kit.clock import Clock
from tests.kit.office import Office

MOSCOW = timedelta(hours=3)


@dataclass
class Day:
    office: Office
    clock: Clock
    said: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def at(self, hour: int, minute: int = 0) -> None:
        self.clock.now = datetime(2026, 11, 23, hour, minute, tzinfo=UTC) - MOSCOW

    async def hears(self, name: str) -> None:
        """A customer writes."""
        self.said += 1
        sender = Sender(external_id=name, name=name)
        message = await self.office.hears("Где мой заказ?", number=self.said, sender=sender, sent_at=self.clock.now)
        self.ids[name] = message.dialog_id

    async def answers(self, by: Employee, name: str) -> None:
        self.said += 1
        await self.office.writes(by, await self._window(by, name), "Уже едет", number=1000 + self.said)

    async def closes(self, by: Employee, name: str) -> None:
        async with self.office.begin() as uow:
            await dialogs.close(uow, self.ids[name], by=by)

    async def hands_to_sales(self, by: Employee, name: str) -> None:
        async with self.office.begin() as uow:
            await dialogs.transfer(uow, self.ids[name], to=dialogs.ToDepartment(self.office.sales.id), by=by)

    async def _window(self, by: Employee, name: str) -> Window:
        async with self.office.begin() as uow:
            return await uow.windows.at(self.ids[name], self.office.sign_ins[by.id].chat_id) or await self._opened(
                uow, by, name
            )

    async def _opened(self, uow, by: Employee, name: str) -> Window:
        await dialogs.take(uow, self.ids[name], by=await uow.employees.get(by.id))
        await uow.flush()
        return await uow.windows.at(self.ids[name], self.office.sign_ins[by.id].chat_id)


async def live_through(office: Office, clock: Clock) -> Day:
    anna, maria = office.anna, office.maria
    day = Day(office, clock)
    async with office.begin() as uow:
        schedule = WorkSchedule(employee_id=maria.id)
        schedule.work([(Interval(14 * 60, 18 * 60),)] * 7)
        uow.add(schedule)
    day.at(12)
    await day.hears("Иван")
    day.at(12, 10)
    await day.answers(anna, "Иван")
    day.at(12, 30)
    await day.hears("Иван")
    day.at(12, 31)
    await day.answers(anna, "Иван")
    await day.answers(anna, "Иван")
    day.at(13)
    await day.hears("Пётр")
    day.at(14)
    await day.hears("Ольга")
    day.at(14, 5)
    await day.answers(anna, "Ольга")
    day.at(15)
    await day.answers(maria, "Пётр")
    day.at(15, 30)
    await day.hands_to_sales(maria, "Пётр")
    day.at(16)
    await day.closes(maria, "Пётр")
    day.at(19)
    await day.hears("Пётр")
    day.at(19, 2)
    await day.answers(maria, "Пётр")
    day.at(23)
    return day
