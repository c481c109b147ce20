"""`bridge apply` says what it has done, and says a mistake before it does anything."""

import pytest
import yaml
from argon2 import PasswordHasher

from bridge.actions.team import passwords
from bridge.security.passwords import Passwords
from storage.engine.database import Database
from storage.team.employees import PasswordSource
from tests.kit.commands import CUSTOMER_BOT
from tests.kit.team_yaml import TEAM


@pytest.fixture
def team(environment, tmp_path):
    environment.setenv("ANNA_PASSWORD", "correct horse")
    environment.setattr("bridge.commands.apply.Passwords", lambda: Passwords(PasswordHasher(1, 8, 1)))
    (tmp_path / "team.yaml").write_text(TEAM)
    return tmp_path / "team.yaml"


def test_first_time_everything_is_created(bridge, team, tmp_path):
    output = bridge("apply", "team.yaml")

    assert (output.code, output.err) == (0, "")
    assert output.out.splitlines() == [
        f"created    database {tmp_path / 'data' / 'bridge.db'}",
        "created    organization Ромашка",
        "created    department Поддержка",
        "created    department Продажи",
        "created    employee Анна Смирнова",
        "created    employee Олег Ким",
        "created    channel Бот магазина",
        "created    tag доставка",
        "created    tag возврат",
        "created    template Приветствие",
        "left out   channel WhatsApp: this version of the bridge has no WhatsApp channel yet",
    ]


def test_second_time_nothing_is_changed_and_said_so(bridge, team, tmp_path):
    bridge("apply", "team.yaml")

    output = bridge("apply", "team.yaml")

    assert output.code == 0
    assert "created" not in output.out
    assert output.out.startswith(f"database   {tmp_path / 'data' / 'bridge.db'}\n")
    assert "Nothing was changed: everything is as team.yaml says." in output.out


def test_changes_are_told_by_name_and_never_by_value(bridge, team):
    bridge("apply", "team.yaml")
    team.write_text(TEAM.replace("change-me", "hunter2-hunter2").replace("name: Анна Смирнова", "name: Анна Ким"))

    output = bridge("apply", "team.yaml")

    assert "changed    employee Анна Ким (name)\nchanged    employee Олег Ким (password)\n" in output.out
    for secret in ("hunter2-hunter2", "correct horse", CUSTOMER_BOT):
        assert secret not in output.out + output.err


def test_what_is_not_in_the_file_stays_and_is_told_by_name(bridge, team):
    bridge("apply", "team.yaml")
    renamed = TEAM.replace("Продажи", "Отдел продаж").replace("79990000002", "79990000003")
    team.write_text("\n".join(line for line in renamed.splitlines() if "token_env: CUSTOMER" not in line))

    output = bridge("apply", "team.yaml")

    assert [line for line in output.out.splitlines() if line.startswith(("created", "stays"))] == [
        "created    department Отдел продаж",
        "created    employee Олег Ким",
        "stays      department Продажи: it is not in team.yaml, which removes nothing",
        "stays      channel Бот магазина: it is not in team.yaml, which removes nothing",
        "stays      employee Олег Ким (79990000002): it is not in team.yaml, which removes nothing",
    ]


async def test_somebody_who_does_not_work_there_any_more_is_not_told(shell, team, tmp_path):
    await shell("apply", "team.yaml")
    team.write_text("\n".join(line for line in TEAM.splitlines() if "Олег" not in line))
    database = Database(f"sqlite:///{tmp_path}/data/bridge.db")
    async with database.begin() as uow:
        (await uow.employees.by_phone_anywhere("79990000002")).is_active = False
    await database.close()

    assert "stays" not in (await shell("apply", "team.yaml")).out


def test_a_renamed_organization_is_refused_unless_a_new_one_is_meant(bridge, team):
    bridge("apply", "team.yaml")
    team.write_text("organization: Лютик\n")

    refused = bridge("apply", "team.yaml")
    made = bridge("apply", "--new-organization", "team.yaml")
    again = bridge("apply", "team.yaml")

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("There is no organization Лютик yet, but there is Ромашка, and nothing was changed.")
    assert "created    organization Лютик\n" in made.out
    assert (again.code, "Nothing was changed" in again.out) == (0, True)


def test_mistake_is_told_with_its_line_before_anything_is_made(bridge, team, tmp_path):
    team.write_text(TEAM.replace('"79990000002"', '"123"'))

    output = bridge("apply", "team.yaml")

    assert (output.code, output.out) == (2, "")
    assert output.err == 'team.yaml, line 6: employees: phone "123" is not a phone number\n'
    assert not (tmp_path / "data").exists()


def test_missing_file_is_told(bridge):
    output = bridge("apply", "nowhere.yaml")

    assert (output.code, output.err) == (2, "nowhere.yaml cannot be read: No such file or directory\n")


def test_variables_of_the_file_are_found_in_dot_env(bridge, environment, team, tmp_path):
    environment.delenv("ANNA_PASSWORD")
    (tmp_path / ".env").write_text("ANNA_PASSWORD=correct horse\n")

    assert bridge("apply", "team.yaml").code == 0


def test_with_another_key_the_tokens_are_stored_anew(bridge, environment, team):
    bridge("apply", "team.yaml")
    environment.setenv("SECRET_KEY", "a key that came later")

    output = bridge("apply", "team.yaml")

    assert (output.code, output.err) == (0, "")
    assert "changed    channel Бот магазина (token)\n" in output.out


def test_shared_templates_are_printed_as_the_file_has_them(bridge, team):
    team.write_text(
        TEAM + "  - {title: Где заказ, text: 'Заказ {номер}, {имя}', folder: Доставка, department: Продажи,"
        " variables: {name: друг}}\n"
    )
    bridge("apply", "team.yaml")

    output = bridge("apply", "team.yaml", "--export")

    assert (output.code, output.err) == (0, "")
    assert yaml.safe_load(output.out) == {
        "templates": [
            {
                "title": "Где заказ",
                "text": "Заказ {номер}, {имя|друг}",
                "folder": "Доставка",
                "department": "Продажи",
            },
            {"title": "Приветствие", "text": "Здравствуйте, {имя}! Чем помочь?"},
        ]
    }
    team.write_text(TEAM[: TEAM.index("templates:")] + output.out)
    assert "Nothing was changed" in bridge("apply", "team.yaml").out


def test_nothing_is_printed_of_an_organization_that_is_not_there_yet(bridge, team):
    bridge("migrate")

    output = bridge("apply", "team.yaml", "--export")

    assert output.code == 2
    assert "there is no organization Ромашка yet" in output.err


FORMATTED = "  - {title: Скидка, html: 'Скидка <b>{имя|вам}</b>: 5 &lt; <a href=\"https://a.b/?x=1&amp;y=2\">7</a>'}\n"


def test_formatting_is_made_and_printed_and_a_second_time_changes_nothing(bridge, team):
    team.write_text(TEAM + FORMATTED)
    assert "created    template Скидка" in bridge("apply", "team.yaml").out

    output = bridge("apply", "team.yaml", "--export")

    assert output.err == ""
    html = 'Скидка <b>{имя|вам}</b>: 5 &lt; <a href="https://a.b/?x=1&amp;y=2">7</a>'
    assert {"title": "Скидка", "html": html} in yaml.safe_load(output.out)["templates"]
    team.write_text(TEAM[: TEAM.index("templates:")] + output.out)
    assert "Nothing was changed" in bridge("apply", "team.yaml").out
    team.write_text(team.read_text().replace("<b>{имя|вам}</b>", "<i>{имя|вам}</i>"))
    assert "changed    template Скидка (items)" in bridge("apply", "team.yaml").out


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("{title: Скидка, html: '<b>Да'}", 'template "Скидка": the markup cannot be read: <b> has no end'),
        ("{title: Скидка, html: '<b>{скидка}</b>'}", "There is no variable {скидка}"),
        ("{title: Скидка, html: Да, text: Да}", 'template "Скидка" has a text and html'),
        ("{title: Скидка}", 'template "Скидка" needs a text, html or files'),
    ],
)
def test_a_template_that_cannot_be_is_told(bridge, team, entry: str, fault: str):
    team.write_text(TEAM + f"  - {entry}\n")

    output = bridge("apply", "team.yaml")

    assert (output.code, output.out) == (2, "")
    assert fault in output.err


async def changed_in_the_bot(tmp_path, phone: str, password: str) -> None:
    database = Database(f"sqlite:///{tmp_path}/data/bridge.db")
    async with database.begin() as uow:
        anna = await uow.employees.by_phone_anywhere("79990000001")
        uow.bind(anna.organization_id)
        employee = await uow.employees.by_phone_anywhere(phone)
        await passwords.change(uow, employee.id, PasswordHasher(1, 8, 1).hash(password), by=anna)
    await database.close()


async def is_password(tmp_path, phone: str, password: str) -> bool:
    database = Database(f"sqlite:///{tmp_path}/data/bridge.db")
    async with database.read() as uow:
        employee = await uow.employees.by_phone_anywhere(phone)
    await database.close()
    return await Passwords(PasswordHasher(1, 8, 1)).verify(password, against=employee.password_hash)


async def test_a_password_that_was_changed_in_the_bot_is_not_put_back(shell, team, tmp_path):
    await shell("apply", "team.yaml")
    await changed_in_the_bot(tmp_path, "79990000002", "battery staple")

    output = await shell("apply", "team.yaml")

    assert "left out   password of Олег Ким: it was changed in the bot or on the server" in output.out
    assert not any(line.startswith(("changed", "created", "Nothing")) for line in output.out.splitlines())
    assert await is_password(tmp_path, "79990000002", "battery staple")


async def test_the_passwords_of_the_file_are_set_when_that_is_asked_for(shell, team, tmp_path):
    await shell("apply", "team.yaml")
    await changed_in_the_bot(tmp_path, "79990000002", "battery staple")

    output = await shell("apply", "--passwords", "team.yaml")

    assert "changed    employee Олег Ким (password)" in output.out
    assert await is_password(tmp_path, "79990000002", "change-me")
    team.write_text(TEAM.replace("change-me", "hunter2-hunter2"))
    assert "changed    employee Олег Ким (password)" in (await shell("apply", "team.yaml")).out


def test_the_operators_bot_serves_no_customers(bridge, environment, team):
    environment.setenv("OPERATOR_BOT_TOKEN", CUSTOMER_BOT)

    output = bridge("apply", "team.yaml")

    assert output.code == 2
    assert output.err.startswith(
        "channel Бот магазина: CUSTOMER_BOT_TOKEN is the operators' bot's token; make another bot"
    )


def test_a_new_password_that_the_bot_would_refuse_is_refused(bridge, environment, team, tmp_path):
    environment.setenv("ANNA_PASSWORD", "hunter2")
    team.write_text(TEAM.replace("change-me", "secret7"))

    output = bridge("apply", "team.yaml")

    too_short = "This is too short for a password: write at least 8 characters"
    assert output.code == 2
    assert output.err == f"password of Анна Смирнова: {too_short}\npassword of Олег Ким: {too_short}\n"
    assert "secret7" not in output.err


async def test_a_short_password_that_is_the_employees_already_or_is_left_out_is_no_mistake(shell, team, tmp_path):
    await shell("apply", "team.yaml")
    team.write_text(TEAM.replace("change-me", "hunter2"))
    database = Database(f"sqlite:///{tmp_path}/data/bridge.db")
    async with database.begin() as uow:
        oleg = await uow.employees.by_phone_anywhere("79990000002")
        oleg.set_password(PasswordHasher(1, 8, 1).hash("hunter2"), PasswordSource.TEAM_FILE)
    await database.close()

    unchanged = await shell("apply", "team.yaml")
    await changed_in_the_bot(tmp_path, "79990000002", "battery staple")
    left_out = await shell("apply", "team.yaml")
    replaced = await shell("apply", "--passwords", "team.yaml")

    assert (unchanged.code, left_out.code) == (0, 0)
    assert "left out   password of Олег Ким" in left_out.out
    assert replaced.code == 2
    assert replaced.err.startswith("password of Олег Ким: ")
