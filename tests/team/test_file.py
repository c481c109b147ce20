"""A mistake in team.yaml is told with its line and its reason, all of them at once."""
# ruff: noqa: E501

import pytest

from bridge.errors import Misconfigured
from bridge.team.file import read
from storage.team.employees import Role
from tests.kit.team_yaml import TEAM

TOKEN = "123456789:AAEexampleexampleexampleexampleexam"
VARIABLES = {"ANNA_PASSWORD": "correct horse", "CUSTOMER_BOT_TOKEN": TOKEN, "SHORT": "123:short"}
VARIABLES |= {"QUOTED": f'"{TOKEN}"', "BYTES": "\udcff"}


@pytest.fixture
def told(tmp_path):
    """What is said about a file."""

    def tell(text: str | bytes) -> list[str]:
        path = tmp_path / "team.yaml"
        (tmp_path / "folder").mkdir(exist_ok=True)
        (tmp_path / "loop.pdf").is_symlink() or (tmp_path / "loop.pdf").symlink_to("loop.pdf")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(Misconfigured) as said:
            read(path, VARIABLES)
        return str(said.value).splitlines()

    return tell


def test_the_whole_description_is_read(tmp_path):
    (tmp_path / "team.yaml").write_text(TEAM)

    team = read(tmp_path / "team.yaml", VARIABLES)

    anna, oleg = team.employees
    assert (anna.phone, anna.role, anna.secret(VARIABLES)) == ("79990000001", Role.ADMIN, "correct horse")
    assert (oleg.secret(VARIABLES), oleg.language) == ("change-me", "en")
    assert [channel.name for channel in team.channels] == ["Бот магазина", "WhatsApp"]
    assert team.templates[0].text == "Здравствуйте, {имя}! Чем помочь?"


def test_numbers_need_no_quotes_and_spellings_no_rules(tmp_path):
    (tmp_path / "team.yaml").write_text(
        "organization: 2026\nemployees: [{phone: 8 (999) 000-00-01, name: Анна, password: 007}, {phone: 79990000002, name: Да}]"
    )

    team = read(tmp_path / "team.yaml", {})

    assert team.organization == "2026"
    assert [it.phone for it in team.employees] == ["79990000001", "79990000002"]
    assert team.employees[0].secret({}) == "007"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"79990000001"', '"123"', 'line 5: employees: phone "123" is not a phone number'),
        ("role: admin", "role: boss", "line 5: employees: role \"boss\" is unknown; it is 'operator', 'manager' or 'admin'"),
        ("role: operator", "rolle: operator", 'line 6: employees: unknown key "rolle"'),
        ("name: Олег Ким, ", "", 'line 6: employees: "name" is missing'),
        ("name: Олег Ким", "name: ''", "line 6: employees: name is empty"),
        ("name: Олег Ким", "name: [Олег]", "line 6: employees: name must be a text"),
        ("79990000002", "8 999 000 00 01", "line 6: employees: phone 79990000001 belongs to two employees"),
        ("language: en", "language: de", "line 6: employees: language \"de\" is unknown; it is 'ru' or 'en'"),
        ("[Продажи]", "[Склад]", 'line 6: employees: department "Склад" is not in the list of departments'),
        ("[Продажи]", "Продажи", "line 6: employees: departments must be a list"),
        ("ANNA_PASSWORD", "OLGA_PASSWORD", "line 5: employees: the variable OLGA_PASSWORD is not set"),
        ("password: change-me", "password: ''", "line 6: employees: the password is empty"),
        (
            "password: change-me",
            "password: hunter2, password_env: ANNA_PASSWORD",
            "line 6: employees: password and password_env exclude each other",
        ),
        ("Europe/Moscow", "Europe/Moskau", 'line 2: time zone "Europe/Moskau" is unknown; write it like Europe/Moscow'),
        ("organization: Ромашка", "organisation: Ромашка", 'line 1: unknown key "organisation"'),
        ("[Поддержка, Продажи]", "[Поддержка, Продажи, Продажи]", 'line 3: departments: department "Продажи" stands there twice'),
        ("CUSTOMER_BOT_TOKEN", "NO_TOKEN", "line 8: channels: the variable NO_TOKEN is not set"),
        ("CUSTOMER_BOT_TOKEN", "SHORT", "line 8: channels: SHORT is wrong: it does not look like a bot's token"),
        ("CUSTOMER_BOT_TOKEN", "QUOTED", "line 8: channels: QUOTED is wrong: it has quotes around it"),
        ("ANNA_PASSWORD", "BYTES", "line 5: employees: the value of BYTES is not text in UTF-8"),
        ("organization: Ромашка", f"organization: {'а' * 201}", "line 1: organization is longer than 200 characters"),
        ("organization: Ромашка", 'organization: "Ромашка\\0"', "line 1: it contains characters that no text has"),
        ("Europe/Moscow", '"\\ud800"', "line 2: it contains characters that no text has"),
        ("Europe/Moscow", "[Europe/Moscow]", "line 2: time_zone must be a text"),
        ("Europe/Moscow", "", "line 2: time_zone must be a text"),
        ("departments: [Поддержка, Продажи]", "departments:", "line 3: departments must be a list"),
        ("tags:", "keywords: [{words: [да], text: Да, enabled: []}]\ntags:", "line 10: keywords: enabled must be true or false"),
        ("tags:", "unanswered: [{remind_after: []}]\ntags:", "line 10: unanswered: remind_after must be a number of minutes"),
        ("tags:", "routing: [{department: Продажи, capacity: ٣}]\ntags:", 'line 10: routing: capacity "٣" must be a number'),
        ("text: \"Зд", "files: [прайс.pdf], text: \"Зд", 'line 12: templates: file "прайс.pdf" is not there'),
        ("text: \"Зд", f"files: [{'a' * 300}.pdf], text: \"Зд", f'line 12: templates: file "{"a" * 300}.pdf" cannot be read'),
        ("text: \"Зд", "files: [loop.pdf], text: \"Зд", 'line 12: templates: file "loop.pdf" cannot be read'),
        ("text: \"Зд", "files: [folder], text: \"Зд", 'line 12: templates: file "folder" is not there'),
        ("provider: telegram", "provider: fax", "line 8: channels: provider \"fax\" is unknown; it is 'telegram' or 'whatsapp'"),
        ("name: WhatsApp", "name: Бот магазина", 'line 9: channels: channel "Бот магазина" stands there twice'),
        ("department: Поддержка}", "department: Склад}", 'line 8: channels: department "Склад" is not in the list of departments'),
        ("[доставка, возврат]", "доставка", "line 10: tags must be a list"),
        ("[доставка, возврат]", "[[доставка]]", "line 10: tags: entry 1 of tags must be a mapping"),
        ("[доставка, возврат]", "[ёлка, ЕЛКА]", 'line 10: tags: tag "елка (dialog)" stands there twice'),
        ("[доставка, возврат]", f"[{'а' * 33}]", f'line 10: tags: tag "{"а" * 33}" cannot be called so'),
        ("[доставка, возврат]", "[{name: VIP, colour: pink}]", 'line 10: tags: colour "pink" is unknown'),
        ("[доставка, возврат]", "[{name: VIP, scope: shop}]", "line 10: tags: scope \"shop\" is unknown; it is 'dialog' or 'contact'"),
        ("{имя}", "{скидка}", 'line 12: templates: template "Приветствие": There is no variable {скидка}'),
        ("{имя}", "{имя", 'line 12: templates: template "Приветствие": A brace has no pair'),
        ("{имя}", "а" * 3000, 'line 12: templates: template "Приветствие" has more than 3000 characters'),
        ("title: Приветствие", f"title: {'а' * 49}", f'line 12: templates: "{"а" * 49}" cannot be a title'),
        ("title: Приветствие", "department: Склад, title: Привет", 'line 12: templates: department "Склад" is not in the list'),
        ("title: Приветствие", "variables: {скидка: нет}, title: Привет", 'line 12: templates: template "Привет": There is no variable {скидка}'),
        ("title: Приветствие, ", "", 'line 12: templates: "title" is missing'),
        ("tags:", "organization:", 'line 10: "organization" stands there twice'),
        ("tags: [", "tags: ]", "line 10: this is not YAML"),
        ("time_zone: Europe", "\ttime_zone: Europe", "line 2: indent with spaces, not with a tab"),
        ("  - {title: Приветствие,", "  - Привет\n  - {title: Приветствие,", "line 12: templates: entry 1 of templates must be a mapping"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line(told, old, new, fault):
    assert old in TEAM

    said = told(TEAM.replace(old, new, 1))

    assert any(line.startswith(f"team.yaml, {fault}") for line in said), said
    assert "hunter2" not in "".join(said)


def test_all_mistakes_are_told_at_once(told):
    said = told(TEAM.replace('"79990000001"', '"123"').replace("change-me", "[]").replace("tags:", "tag:"))

    assert [line.split(":")[0] for line in said] == ["team.yaml, line 5", "team.yaml, line 6", "team.yaml, line 10"]


def test_one_bot_cannot_serve_two_channels(told):
    said = told(TEAM.replace("tags:", "  - {provider: telegram, name: Второй, token_env: CUSTOMER_BOT_TOKEN}\ntags:"))

    assert said == ["team.yaml, line 10: channels: one bot cannot serve two channels"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "team.yaml: the file must be a mapping"),
        (b"- a\n- b\n", "team.yaml, line 1: the file must be a mapping"),
        ("organization: Ромашка".encode("cp1251"), "team.yaml is not in UTF-8"),
        (b"organization: \x00", "team.yaml is not YAML"),
        (b"a: &a [*a]", "team.yaml contains itself"),
        (b"a: 1\n---\nb: 2\n", "team.yaml, line 2: leave out the line ---"),
        (b"a:\n\t- b\n", "team.yaml, line 2: indent with spaces, not with a tab"),
        (b"a: @b\n", "team.yaml, line 1: a text that begins with a sign such as @"),
        (b"a: *b\n", "team.yaml, line 1: a text that begins with * needs quotes"),
        (b"a: b: c\n", "team.yaml, line 1: indent it like the line above it, or put quotes around the text"),
        (b"a:\n  - b\n c: 1\n", "team.yaml, line 3: indent it like the entries above it"),
        (b"a: [1,\n2\nb: 3\n", "team.yaml, line 3: the [ of line 1 is not closed"),
        (b"\na: {b: 1\n", "team.yaml, line 3: the { of line 2 is not closed"),
        (b"a: 1\nb: 'c\n", "team.yaml, line 3: the quotes that begin in line 2 are not closed"),
        (b'a: "\\q"\n', "team.yaml, line 1: write \\\\ for \\ within double quotes"),
        (b"a: [}\n", "team.yaml, line 1: this is not YAML: expected the node content"),
        (b"? [a, b]\n: 1\n", "team.yaml, line 1: a key must be a word"),
        (b"[" * 5000 + b"]" * 5000, "team.yaml contains itself, or is nested too deep"),
    ],
)
def test_what_is_no_description_at_all_is_told(told, content, fault):
    assert told(content)[0].startswith(fault)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(Misconfigured, match=r"nowhere\.yaml cannot be read: No such file"):
        read(tmp_path / "nowhere.yaml", {})


def test_folder_is_no_file(tmp_path):
    with pytest.raises(Misconfigured, match="cannot be read"):
        read(tmp_path, {})
