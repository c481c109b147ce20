"""An office at work: an organization with two departments, three employees who are signed in, and a channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bridge.actions.messages import incoming, messages
from bridge.actions.messages.drafts import Draft
from bridge.channel import File, Incoming, Sender
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.team.channels import Channel, Provider
from storage.team.departments import Department
from storage.team.employees import Employee, Membership, Role
from storage.team.organizations import Organization
from storage.team.sign_ins import SignIn
from tests.kit.books import unsettled

IVAN = Sender(external_id="501", name="Иван Петров", username="ivan", language="ru")
HELLO = Incoming(
    sender=IVAN, external_id="1", sent_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC), text="Здравствуйте, где мой заказ?"
)
INVOICE = File(file_id="BQAC-invoice", name="счёт.pdf", mime="application/pdf", size=1000)


@dataclass
class Office:
    """Rows that the tests start from, and short ways of saying what happens in them."""

    database: Database
    organization: Organization
    support: Department
    sales: Department
    anna: Employee
    oleg: Employee
    maria: Employee
    sign_ins: dict[int, SignIn]
    channel: Channel

    @property
    def begin(self):
        """Open a unit of work of this office: `async with office.begin() as uow`."""
        return lambda: self.database.begin(self.organization.id)

    async def hears(self, text: str = HELLO.text, number: int = 1, **changes) -> Message:
        async with self.begin() as uow:
            said = replace(HELLO, text=text, external_id=str(number), **changes)
            return await incoming.receive(uow, self.channel, said)

    async def writes(self, employee: Employee, window: Window, text: str, number: int = 900, **changes) -> Message:
        sign_in = self.sign_ins[employee.id]
        draft = Draft(chat_id=window.chat_id, telegram_message_id=number, text=text, **changes)
        async with self.begin() as uow:
            place = await uow.windows.get(window.id)
            by, sign_in = await uow.employees.get(employee.id), await uow.sign_ins.get(sign_in.id)
            return await messages.reply(uow, place, draft, by=by, sign_in=sign_in)

    async def dialog(self) -> Dialog:
        async with self.database.read(self.organization.id) as uow:
            return (await uow.dialogs.active() or await _closed(uow))[0]

    async def window(self, employee: Employee) -> Window | None:
        dialog = await self.dialog()
        async with self.database.read(self.organization.id) as uow:
            return await uow.windows.at(dialog.id, self.sign_ins[employee.id].chat_id)

    async def deliveries(self, kind: str | None = None) -> list[Delivery]:
        """What waits in the outbox, in order."""
        async with self.database.read() as uow:
            waiting = await unsettled(uow)
        return [delivery for delivery in waiting if kind in (None, delivery.kind)]

    async def settle_all(self) -> None:
        """Forget what has been put into the outbox so far."""
        async with self.database.begin() as uow:
            for delivery in await unsettled(uow):
                delivery.settle("sent", uow.now)


async def _closed(uow):
    from sqlmodel import select

    return list(await uow.session.scalars(select(Dialog)))


async def open_office(
    database: Database, organization: Organization, *, accounts: Sequence[int] = (101, 102, 103)
) -> Office:
    """Anna (an admin) and Maria work in the support department, Oleg in sales; `accounts` are their Telegram ids."""
    async with database.begin(organization.id) as uow:
        support, sales = Department(name="Поддержка"), Department(name="Продажи")
        people = [
            Employee(phone=f"7999000000{n}", name=name, role=role, created_at=uow.now)
            for n, (name, role) in enumerate(
                [("Анна Смирнова", Role.ADMIN), ("Олег Ким", Role.OPERATOR), ("Мария Лис", Role.OPERATOR)], start=1
            )
        ]
        uow.add(support, sales, *people)
        await uow.flush()
        anna, oleg, maria = people
        uow.add(
            Membership(employee_id=anna.id, department_id=support.id),
            Membership(employee_id=maria.id, department_id=support.id),
            Membership(employee_id=oleg.id, department_id=sales.id),
        )
        sign_ins = {
            person.id: SignIn(employee_id=person.id, telegram_user_id=account, started_at=uow.now)
            for person, account in zip(people, accounts, strict=True)
        }
        channel = Channel(provider=Provider.TELEGRAM, name="Бот магазина", department_id=support.id, token="encrypted")
        uow.add(channel, *sign_ins.values())
        await uow.flush()
        return Office(database, organization, support, sales, anna, oleg, maria, sign_ins, channel)
