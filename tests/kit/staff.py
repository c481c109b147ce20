"""An organization at work: employees, their Telegram accounts, a customer's dialog."""

from dataclasses import dataclass

from argon2 import PasswordHasher

from bridge.actions.inbox import dialogs
from bridge.actions.team import sign_in
from bridge.actions.team.sign_in import Entered, TelegramAccount
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.team.channels import Channel, Provider
from storage.team.departments import Department
from storage.team.employees import Employee, Membership, Role
from storage.team.organizations import Organization
from storage.team.sign_ins import SignIn

PASSWORD = "correct horse"
FAST = PasswordHasher(1, 8, 1)
ANNAS_PHONE, OLEGS_PHONE = "79990000001", "79990000002"


@dataclass
class Staff:
    database: Database
    organization_id: int
    support: Department
    anna: Employee
    oleg: Employee

    async def comes_in(self, employee: Employee, account_id: int, name: str = "") -> SignIn:
        async with self.database.begin(self.organization_id) as uow:
            entered = await sign_in.let_in(uow, TelegramAccount(account_id, name), await uow.employees.get(employee.id))
        assert isinstance(entered, Entered)
        return entered.sign_in

    async def dialog(self, *, assignee: Employee | None = None) -> Dialog:
        """A customer has written to the support department."""
        async with self.database.begin(self.organization_id) as uow:
            channel = await uow.channels.named("Бот")
            channel = channel or Channel(provider=Provider.TELEGRAM, name="Бот", token="encrypted")
            contact = Contact(name="Иван", created_at=uow.now)
            uow.add(channel, contact)
            await uow.flush()
            address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id=str(contact.id))
            uow.add(address)
            await uow.flush()
            dialog = Dialog(
                contact_id=contact.id,
                channel_id=channel.id,
                address_id=address.id,
                department_id=self.support.id,
                assignee_id=assignee.id if assignee else None,
                opened_at=uow.now,
                last_message_at=uow.now,
                waiting_since=uow.now,
            )
            uow.add(dialog)
        return dialog

    async def takes(self, employee: Employee, dialog: Dialog) -> None:
        async with self.database.begin(self.organization_id) as uow:
            await dialogs.take(uow, dialog.id, by=await uow.employees.get(employee.id))

    async def assignee_id(self, dialog: Dialog) -> int | None:
        async with self.database.read(self.organization_id) as uow:
            return (await uow.dialogs.get(dialog.id)).assignee_id

    async def hires(self, name: str, phone: str) -> Employee:
        async with self.database.begin(self.organization_id) as uow:
            return _employee(uow, name, phone, Role.OPERATOR)

    async def changes(self, employee: Employee, **columns: object) -> None:
        async with self.database.begin(self.organization_id) as uow:
            row = await uow.employees.get(employee.id)
            for name, value in columns.items():
                setattr(row, name, value)


async def hired(database: Database, organization: Organization) -> Staff:
    """Anna, an administrator, and Oleg, an operator, both of the support department."""
    async with database.begin(organization.id) as uow:
        support = Department(name="Поддержка")
        uow.add(support)
        anna = _employee(uow, "Анна Смирнова", ANNAS_PHONE, Role.ADMIN)
        oleg = _employee(uow, "Олег Ким", OLEGS_PHONE, Role.OPERATOR)
        await uow.flush()
        uow.add(*(Membership(employee_id=employee.id, department_id=support.id) for employee in (anna, oleg)))
    return Staff(database, organization.id, support, anna, oleg)


def _employee(uow: UnitOfWork, name: str, phone: str, role: Role) -> Employee:
    employee = Employee(phone=phone, name=name, role=role, password_hash=FAST.hash(PASSWORD), created_at=uow.now)
    uow.add(employee)
    return employee
