"""A database in which every customer has a dialog already, and an operator who answers it."""

from collections.abc import Sequence
from pathlib import Path

from bridge.security.secrets import Vault
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.database import Database
from storage.engine.migrate import upgrade
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.team.channels import Channel, Provider
from storage.team.departments import Department
from storage.team.employees import Employee, Membership, Role
from storage.team.organizations import Organization
from storage.team.sign_ins import SignIn


async def seed(path: Path, *, key: str, shop_token: str, pairs: Sequence[tuple[int, int]]) -> None:
    """`pairs` are the Telegram ids of a customer and of the operator who answers."""
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    async with database.begin() as uow:
        organization = Organization(name="Bench")
        uow.add(organization)
        await uow.flush()
        organization_id = organization.id
    async with database.begin(organization_id) as uow:
        department = Department(name="Support")
        uow.add(department)
        await uow.flush()
        channel = Channel(
            provider=Provider.TELEGRAM,
            name="Shop",
            department_id=department.id,
            token=Vault(key).encrypt(shop_token),
        )
        uow.add(channel)
        await uow.flush()
        staff = {account: await _operator(uow, account, department) for account in sorted({pair[1] for pair in pairs})}
        for customer, operator in pairs:
            await _dialog(uow, customer, channel, staff[operator])
    await database.close()


async def _operator(uow: UnitOfWork, account: int, department: Department) -> Employee:
    employee = Employee(phone=f"7999{account:07}", name=f"Operator {account}", role=Role.OPERATOR, created_at=uow.now)
    uow.add(employee)
    await uow.flush()
    uow.add(
        Membership(employee_id=employee.id, department_id=department.id),
        SignIn(employee_id=employee.id, telegram_user_id=account, started_at=uow.now),
    )
    return employee


async def _dialog(uow: UnitOfWork, customer: int, channel: Channel, operator: Employee) -> None:
    contact = Contact(name=f"Customer {customer}", created_at=uow.now)
    uow.add(contact)
    await uow.flush()
    address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id=str(customer))
    uow.add(address)
    await uow.flush()
    uow.add(
        Dialog(
            contact_id=contact.id,
            channel_id=channel.id,
            address_id=address.id,
            department_id=channel.department_id,
            assignee_id=operator.id,
            opened_at=uow.now,
            last_message_at=uow.now,
        )
    )
