"""`bridge employee` lets in whom the bot keeps out, and says so in one sentence."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from bridge.actions.team import invites, sign_in
from bridge.actions.team.sign_in import Entered, SignInRefused, TelegramAccount
from bridge.sandbox import SandboxServer
from bridge.security.passwords import Passwords
from storage.reports.events import EventKind
from storage.team.employees import MAX_WRONG_PASSWORDS, PasswordSource
from tests.kit.staff import ANNAS_PHONE, FAST, Staff, hired
from tests.kit.worlds import new_world

ACCOUNT = TelegramAccount(101, "Анна")
NEW = "battery staple"


@pytest.fixture
async def staff(database, organization, environment, database_url) -> Staff:
    environment.setenv("DATABASE_URL", database_url)
    environment.setattr("bridge.commands.employee.Passwords", lambda: Passwords(PasswordHasher(1, 8, 1)))
    return await hired(database, organization)


async def tries(staff, account=ACCOUNT, password="correct horse"):
    async with staff.database.read() as uow:
        known = await sign_in.password_hash(uow, ANNAS_PHONE)
    proven = known if await Passwords(FAST).verify(password, against=known) else None
    async with staff.database.begin() as uow:
        return await sign_in.enter(uow, account, ANNAS_PHONE, proven=proven)


async def anna_now(staff):
    async with staff.database.read(staff.organization_id) as uow:
        return await uow.employees.get(staff.anna.id)


async def locked_out(staff):
    for number in range(MAX_WRONG_PASSWORDS):
        await tries(staff, TelegramAccount(600 + number, ""), "wrong")
    assert await tries(staff) == SignInRefused(None)


async def test_a_locked_number_is_opened(shell, staff, clock):
    # The command has the machine's clock: the lock is not over by then.
    clock.forward(timedelta(days=36500))
    await locked_out(staff)

    output = await shell("employee", "unlock", "+7 999 000-00-01")

    assert (output.code, output.err) == (0, "")
    named = "Анна Смирнова (79990000001)"
    assert output.out == f"{named} can sign in again: wrong passwords count from the beginning\n"
    assert isinstance(await tries(staff), Entered)


async def test_an_account_that_was_locked_at_its_first_sign_in_is_opened(shell, staff, clock):
    clock.forward(timedelta(days=36500))
    for _try in range(MAX_WRONG_PASSWORDS):
        await tries(staff, TelegramAccount(700, ""), "wrong")

    output = await shell("employee", "unlock", ANNAS_PHONE)

    assert "So can the Telegram accounts that were locked after wrong tries at this number (1)" in output.out
    assert isinstance(await tries(staff, TelegramAccount(700, "")), Entered)


async def test_whoever_was_not_locked_out_is_said_not_to_have_been(shell, staff):
    assert "was not locked out" in (await shell("employee", "unlock", ANNAS_PHONE)).out


async def test_a_password_is_read_from_a_variable_and_never_shown(shell, staff, environment):
    environment.setenv("NEW_PASSWORD", NEW)
    await locked_out(staff)

    output = await shell("employee", "password", ANNAS_PHONE, "--variable", "NEW_PASSWORD")

    assert (output.code, output.out) == (0, "The password of Анна Смирнова (79990000001) is set\n")
    assert NEW not in output.out + output.err
    assert (await anna_now(staff)).password_source is PasswordSource.SERVER
    assert await tries(staff) == SignInRefused(None)
    assert isinstance(await tries(staff, password=NEW), Entered)
    async with staff.database.read(staff.organization_id) as uow:
        (event,) = await uow.events.of_kind(EventKind.PASSWORD_CHANGED)
    assert (event.employee_id, event.data["who"]) == (None, {"employee_id": staff.anna.id})


async def test_a_password_is_typed_twice_and_not_echoed(shell, staff, environment):
    asked = []

    def prompt(text, *, hide_input, confirmation_prompt, value_proc):
        asked.append((text, hide_input, confirmation_prompt))
        return value_proc(NEW)

    environment.setattr("bridge.commands.employee.typer.prompt", prompt)
    environment.setattr("bridge.commands.employee.sys.stdin.isatty", lambda: True, raising=False)
    await staff.comes_in(staff.anna, ACCOUNT.id)

    output = await shell("employee", "password", ANNAS_PHONE)

    assert asked == [("New password", True, "The same again")]
    assert output.out.endswith("is set; where they are signed in (1) they stay so\n")


async def test_a_short_password_is_refused_before_it_is_typed_again(shell, staff, environment):
    typed = iter(["short", "short"])
    environment.setattr("typer._click.termui.hidden_prompt_func", lambda _text: next(typed))
    environment.setattr("bridge.commands.employee.sys.stdin.isatty", lambda: True, raising=False)

    output = await shell("employee", "password", ANNAS_PHONE)

    assert (output.code, output.err) == (2, "This is too short for a password: write at least 8 characters\n")
    assert list(typed) == ["short"]


async def test_a_password_that_cannot_be_is_told_and_changes_nothing(shell, staff, environment):
    environment.setenv("SHORT", "short")
    before = (await anna_now(staff)).password_hash

    short = await shell("employee", "password", ANNAS_PHONE, "--variable", "SHORT")
    unset = await shell("employee", "password", ANNAS_PHONE, "--variable", "NOWHERE")
    environment.setattr("bridge.commands.employee.sys.stdin.isatty", lambda: False, raising=False)
    untyped = await shell("employee", "password", ANNAS_PHONE)

    assert (short.code, short.err) == (2, "This is too short for a password: write at least 8 characters\n")
    assert unset.err.startswith("NOWHERE is not set: ")
    assert untyped.err.startswith("The password was not typed, so nothing was changed")
    assert (await anna_now(staff)).password_hash == before


@pytest.fixture
async def telegram(environment):
    """Where the operator bot answers to its name."""
    world = new_world()
    bot = world.bot("Чат-центр", "desk_bot", side="operator")
    environment.setenv("OPERATOR_BOT_TOKEN", bot.token)
    async with SandboxServer(world) as server:
        environment.setenv("TELEGRAM_API_URL", server.api_url)
        yield world


async def test_a_link_lets_in_once(shell, staff, telegram):
    await locked_out(staff)

    output = await shell("employee", "invite", ANNAS_PHONE)

    assert (output.code, output.err) == (0, "")
    told, link = output.out.splitlines()
    assert told == "Whoever follows this link within 24 hours is signed in as Анна Смирнова (79990000001), once:"
    token = re.fullmatch(r"https://t\.me/desk_bot\?start=([\w-]+)", link)[1]
    async with staff.database.begin() as uow:
        assert isinstance(await invites.accept(uow, ACCOUNT, token), Entered)
    async with staff.database.begin() as uow:
        assert await invites.accept(uow, TelegramAccount(102, ""), token) == SignInRefused(None)


async def test_without_an_answer_of_telegram_no_link_is_made(shell, staff, environment):
    environment.setenv("OPERATOR_BOT_TOKEN", "123456789:AAEexampleexampleexampleexampleexam")
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")

    output = await shell("employee", "invite", ANNAS_PHONE)

    assert (output.code, output.out) == (2, "")
    assert output.err.startswith("Telegram does not say what the operator bot is called, so no link was made: ")
    assert output.err.count("\n") == 1
    async with staff.database.read(staff.organization_id) as uow:
        assert await uow.events.of_kind(EventKind.INVITED) == []


@pytest.mark.parametrize("command", ["unlock", "password", "invite"])
async def test_whom_nobody_knows_is_told_in_a_sentence(shell, staff, command):
    unknown = await shell("employee", command, "79995555555")
    nonsense = await shell("employee", command, "Анна")
    await staff.changes(staff.anna, is_active=False)
    gone = await shell("employee", command, ANNAS_PHONE)

    assert (unknown.code, unknown.err) == (2, "No employee has the phone number 79995555555\n")
    assert (nonsense.code, nonsense.err.count("\n")) == (2, 1)
    assert nonsense.err.startswith("This is not a phone number")
    assert (gone.code, gone.err) == (2, "Анна Смирнова does not work here any more\n")
