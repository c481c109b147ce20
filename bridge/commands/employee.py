"""`bridge employee`: lets in an employee whom the bot refuses.

It needs access to the server. Passwords are never shown.
"""

import sys
from typing import Annotated

import typer

from bridge.actions.team import invites, passwords, sign_in
from bridge.commands.database import on_database
from bridge.errors import Misconfigured, NotFound
from bridge.security.passwords import Passwords, ensure_long
from bridge.settings import Settings, env_file, load, variables
from bridge.text import phones
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee

Phone = Annotated[str, typer.Argument(help="The number that the employee signs in with.")]


class NotSet(Misconfigured):
    text = "{name} is not set: write the password into this variable, or call the command without --variable{absence}"


class NotTyped(Misconfigured):
    text = "The password was not typed, so nothing was changed. Without a terminal use --variable"


def unlock(phone: Phone) -> None:
    """Let an employee try again at once whom wrong passwords have locked out."""
    number = phones.parse(phone)
    typer.echo(on_database(lambda database: _unlocked(database, number)))


def password(
    phone: Phone,
    variable: Annotated[
        str | None, typer.Option(help="Read the password from this environment variable, or line of .env.")
    ] = None,
) -> None:
    """Set an employee's password; it is asked for twice, and not shown."""
    number = phones.parse(phone)
    settings = load()
    # The employee is looked up before the password is typed, so that nobody types one in vain.
    on_database(lambda database: _looked_up(database, number), settings)
    typed = _from(variable) if variable is not None else _typed()
    ensure_long(typed)
    typer.echo(on_database(lambda database: _changed(database, number, typed), settings))


def invite(phone: Phone) -> None:
    """Print a link by which an employee signs in once without a password."""
    number = phones.parse(phone)
    settings = load()
    typer.echo(on_database(lambda database: _invited(database, number, settings), settings))


async def _unlocked(database: Database, phone: str) -> str:
    async with database.begin() as uow:
        employee = await _employee(uow, phone)
        was_locked = employee.is_locked(uow.now)
        accounts = await sign_in.unlock(uow, employee)
    if not was_locked and not accounts:
        return f"{_named(employee)} was not locked out; wrong passwords count from the beginning again"
    opened = f"{_named(employee)} can sign in again: wrong passwords count from the beginning"
    if not accounts:
        return opened
    return f"{opened}. So can the Telegram accounts that were locked after wrong tries at this number ({accounts})"


async def _looked_up(database: Database, phone: str) -> None:
    async with database.read() as uow:
        await _employee(uow, phone)


async def _changed(database: Database, phone: str, typed: str) -> str:
    password_hash = await Passwords().hash(typed)
    async with database.begin() as uow:
        employee = await _employee(uow, phone)
        passwords.set_on_server(uow, employee, password_hash)
        places = len(await uow.sign_ins.of_employee(employee.id))
    signed_in = f"; where they are signed in ({places}) they stay so" if places else ""
    return f"The password of {_named(employee)} is set{signed_in}"


async def _invited(database: Database, phone: str, settings: Settings) -> str:
    # aiogram takes long to import, and the other commands do not need it.
    from bridge.commands.bot_links import start_link

    async with database.read() as uow:
        await _employee(uow, phone)
    link = await start_link(settings)
    async with database.begin() as uow:
        employee = await _employee(uow, phone)
        token = await invites.invite(uow, employee.id, by=None)
    hours = int(invites.INVITE_LIFETIME.total_seconds()) // 3600
    return f"Whoever follows this link within {hours} hours is signed in as {_named(employee)}, once:\n{link(token)}"


async def _employee(uow: UnitOfWork, phone: str) -> Employee:
    """Find the employee, and bind the unit of work to their organization.

    Raises:
        NotFound: nobody has this number.
        Deactivated: the employee does not work here any more.
    """
    found = await uow.employees.by_phone_anywhere(phone)
    if found is None:
        raise NotFound("No employee has the phone number {phone}", phone=phone)
    uow.bind(found.organization_id)
    invites.ensure_active(found)
    return found


def _named(employee: Employee) -> str:
    return f"{employee.name} ({employee.phone})"


def _from(variable: str) -> str:
    found = variables().get(variable)
    if found is None:
        raise NotSet(name=variable, absence=f". {absence}" if (absence := env_file.absence()) else "")
    return found


def _typed() -> str:
    if not sys.stdin.isatty():
        raise NotTyped
    typed: str = typer.prompt(
        "New password", hide_input=True, confirmation_prompt="The same again", value_proc=_long_enough
    )
    return typed


def _long_enough(typed: str) -> str:
    """Check the length before the password is typed again.

    Raises:
        PasswordTooShort
    """
    ensure_long(typed)
    return typed


def commands() -> typer.Typer:
    employee = typer.Typer(help="Employees whom the bot keeps out.", no_args_is_help=True)
    employee.command("unlock")(unlock)
    employee.command("password")(password)
    employee.command("invite")(invite)
    return employee
