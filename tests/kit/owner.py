"""The owner, who describes an organization as team.yaml does."""

from argon2 import PasswordHasher

from bridge.commands.apply import apply_team
from bridge.security.passwords import Passwords
from bridge.security.secrets import Vault
from bridge.team.plan import Team
from storage.engine.database import Database

TOKEN = "123456789:AAEexampleexampleexampleexampleexam"


OTHER_TOKEN = "987654321:AAEexampleexampleexampleexampleexam"


KNOWN = {"CUSTOMER_BOT_TOKEN": TOKEN, "OTHER_TOKEN": OTHER_TOKEN, "ANNA_PASSWORD": "correct horse"}


ANNA = {"phone": "79990000001", "name": "Анна", "role": "admin", "password_env": "ANNA_PASSWORD"}


OLEG = {"phone": "79990000002", "name": "Олег", "password": "change-me", "departments": ["Продажи"]}


SHOP = {"provider": "telegram", "name": "Магазин", "token_env": "CUSTOMER_BOT_TOKEN", "department": "Продажи"}


TEAM = {
    "organization": "Ромашка",
    "departments": ["Поддержка", "Продажи"],
    "employees": [{**ANNA, "departments": ["Поддержка"]}, OLEG],
    "channels": [SHOP],
}


class Owner:
    """Describes an organization, in whole or with changes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.vault = Vault("key of the house")
        self.passwords = Passwords(PasswordHasher(1, 8, 1))

    async def applies(self, **changes):
        team = Team.model_validate(TEAM | changes)
        return await apply_team(self.database, team, KNOWN, self.vault, self.passwords, adds_organization=True)

    async def organization_id(self, name: str = "Ромашка") -> int:
        async with self.database.read() as uow:
            return (await uow.organizations.named(name)).id

    async def employee(self, phone: str = ANNA["phone"]):
        async with self.database.read() as uow:
            return await uow.employees.by_phone_anywhere(phone)

    async def departments(self, phone: str) -> list[str]:
        employee = await self.employee(phone)
        async with self.database.read(employee.organization_id) as uow:
            memberships = await uow.employees.memberships(employee.id)
            return sorted([(await uow.departments.get(it.department_id)).name for it in memberships])

    async def channels(self):
        async with self.database.read(await self.organization_id()) as uow:
            return await uow.channels.all()
