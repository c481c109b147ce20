"""How a person signs in, in the stories in which that is not the point."""

from bridge.sandbox import Bot, Person
from tests.kit.staff import PASSWORD, Staff


async def comes_in(person: Person, bot: Bot) -> None:
    await person.starts(bot)
    await person.presses("Поделиться номером", in_=bot)
    await person.sees("напишите пароль")
    await person.writes(PASSWORD, to=bot)
    await person.sees("Добро пожаловать")


async def signed_in(staff: Staff, person: Person) -> int | None:
    """As which employee the person is signed in now."""
    async with staff.database.read(staff.organization_id) as uow:
        found = await uow.sign_ins.of_account_anywhere(person.user.id)
    return found.employee_id if found else None
