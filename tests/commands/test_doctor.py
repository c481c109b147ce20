"""`bridge doctor` finds what is wrong and says how to mend it."""
# ruff: noqa: E501

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bridge.commands.bot_checks import file_sizes
from bridge.sandbox import SandboxServer
from bridge.sandbox.groups import delete_group
from bridge.settings import TelegramSettings, load
from storage.engine.database import Database
from storage.team.forums import Forum, Trouble
from tests.kit.network.certificates import private_authority
from tests.kit.network.relays import HttpProxy, Proxy, Relay, SocksProxy
from tests.kit.team_yaml import TEAM
from tests.kit.worlds import new_world

KEY = "key of the whole house"


@pytest.fixture
async def telegram(environment):
    """A stand-in for Telegram, with a bot for operators and one for customers."""
    world = new_world()
    async with SandboxServer(world) as server:
        environment.setenv("TELEGRAM_API_URL", server.url)
        desk, shop = world.bot("Desk", "desk_bot", has_topics=True, is_inline=True), world.bot("Shop", "shop_bot")
        environment.setenv("OPERATOR_BOT_TOKEN", desk.token)
        environment.setenv("CUSTOMER_BOT_TOKEN", shop.token)
        environment.setenv("ANNA_PASSWORD", "correct horse")
        environment.setenv("SECRET_KEY", KEY)
        yield world


@pytest.fixture
async def installed(shell, telegram, tmp_path):
    """Everything is as it should be."""
    (tmp_path / "team.yaml").write_text(TEAM)
    assert (await shell("apply", "team.yaml")).code == 0
    return telegram


async def test_everything_is_well(shell, installed, tmp_path):
    output = await shell("doctor")

    assert output.out.splitlines() == [
        "✓ settings are read",
        f"✓ data folder {tmp_path / 'data'} can be written to",
        f"✓ the database {tmp_path / 'data' / 'bridge.db'} answers and is up to date",
        "✓ files up to 20 MB pass; with a Bot API server of your own (TELEGRAM_SELF_HOSTED) up to 2000 MB",
        "✓ operator bot: @desk_bot answers",
        "✓ operator bot: topics in private chats are on",
        "✓ operator bot: templates in the input field (inline mode) are on",
        "✓ operator bot: updates are polled",
        "✓ channel Бот магазина: @shop_bot answers",
        "✓ channel Бот магазина: updates are polled",
    ]
    assert output.code == 0


@pytest.fixture
async def group(installed):
    """The group of the support department, with all that the bot needs in it."""
    (desk,) = (bot for bot in installed.bots.values() if bot.username == "desk_bot")
    anna = installed.person("Анна", side="operator")
    group = installed.group("Отдел", owner=anna, admins=[desk], is_forum=True)
    await binds(group.id, None)
    return group


async def binds(chat_id: int, trouble: Trouble | None) -> None:
    database = Database(load().storage.url)
    async with database.read() as uow:
        (organization,) = await uow.organizations.all()
    async with database.begin(organization.id) as uow:
        support, *_others = await uow.departments.all()
        forum = await uow.forums.of_department(support.id)
        if forum is None:
            uow.add(forum := Forum(department_id=support.id, chat_id=chat_id, title="Отдел", bound_at=uow.now))
        forum.trouble = trouble
    await database.close()


async def test_a_group_that_can_be_used_is_well(shell, group):
    output = await shell("doctor")

    assert "✓ group Отдел shows the dialogs of its department" in output.out
    assert output.code == 0


async def test_what_a_group_lacks_is_asked_of_telegram_and_told_with_how_to_mend_it(shell, installed, group):
    (bot_id,) = (bot.id for bot in installed.bots.values() if bot.username == "desk_bot")
    group.members[bot_id].rights = frozenset({"can_delete_messages", "can_pin_messages"})
    without_rights = await shell("doctor")
    group.is_forum = False
    without_topics = await shell("doctor")
    delete_group(installed, group)
    gone = await shell("doctor")

    what = "✗ group Отдел cannot be used"
    assert f"{what}, so its dialogs are shown in private chats. I lack rights: «Manage topics»" in without_rights.out
    assert f"{what}, so its dialogs are shown in private chats. Topics are off" in without_topics.out
    assert f"{what}: Telegram refuses: Forbidden: the group chat was deleted. Add the operator bot" in gone.out
    assert {output.code for output in (without_rights, without_topics, gone)} == {1}


async def test_a_group_that_is_well_again_is_told_with_how_the_bridge_learns_of_it(shell, group):
    await binds(group.id, Trouble.NO_TOPICS)
    output = await shell("doctor")

    assert "✗ group Отдел could be used, but the bridge does not know it yet. " in output.out
    assert "write anything in the group" in output.out


async def test_groups_wait_for_the_bot_to_be_mended(shell, group, environment):
    environment.setenv("OPERATOR_BOT_TOKEN", "555:AAEexampleexampleexampleexampleexam")

    assert "✗ group Отдел was not looked at" in (await shell("doctor")).out


async def test_a_fresh_machine_is_told_what_to_do_first(shell, environment, tmp_path):
    output = await shell("doctor")

    assert output.code == 1
    assert f"✗ there is no database at {tmp_path / 'data' / 'bridge.db'} yet. Describe it in team.yaml" in output.out
    assert "✗ operator bot. OPERATOR_BOT_TOKEN is missing: make a bot with @BotFather" in output.out
    assert f"No .env in {tmp_path}\n" in output.out
    assert not (tmp_path / "data" / "bridge.db").exists()


async def test_empty_database_is_told_to_apply(shell, telegram):
    await shell("migrate")

    assert "✗ there is no organization yet. Describe it in team.yaml" in (await shell("doctor")).out


async def test_wrong_setting_is_told(shell, environment):
    environment.setenv("HTTP_PORT", "hunter2")

    output = await shell("doctor")

    assert output.code == 1
    assert output.out.startswith("✗ HTTP_PORT is wrong: ")
    assert "hunter2" not in output.out


async def test_database_that_cannot_be_reached_is_told(shell, telegram, environment):
    environment.setenv("DATABASE_URL", "postgresql://anna:hunter2@127.0.0.1:1/name")

    output = await shell("doctor")

    assert "✗ database. The database cannot be used" in output.out
    assert "hunter2" not in output.out


async def test_topics_that_are_off_are_told_with_the_switch(shell, installed, environment):
    environment.setenv("OPERATOR_BOT_TOKEN", installed.bot("Plain", "plain_bot").token)

    output = await shell("doctor")

    assert output.code == 1
    assert "✗ operator bot: topics in private chats are off, so dialogs are shown as replies. " in output.out
    assert (
        "@BotFather's Mini App, choose @plain_bot, Bot Settings, Threads Settings, and switch Threaded Mode on"
        in output.out
    )


async def test_refused_token_is_told_and_not_shown(shell, installed, environment):
    token = "555:AAEexampleexampleexampleexampleexam"
    environment.setenv("OPERATOR_BOT_TOKEN", token)

    output = await shell("doctor")

    assert "✗ operator bot: its token is refused: " in output.out
    assert "put it into OPERATOR_BOT_TOKEN" in output.out
    assert token not in output.out + output.err


async def test_other_key_is_told_for_each_channel(shell, installed, environment):
    environment.setenv("SECRET_KEY", "a key that came later")

    assert "✗ channel Бот магазина. SECRET_KEY is not the key" in (await shell("doctor")).out


async def test_telegram_that_cannot_be_reached_is_told_without_the_token(shell, installed, environment):
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")

    output = await shell("doctor")

    assert "✗ operator bot: http://127.0.0.1:1 cannot be reached: " in output.out
    for token in (bot.token for bot in installed.bots.values()):
        assert token not in output.out + output.err


@pytest.fixture
async def answering(environment):
    """A server in the place of the Bot API that says what it is told to say."""
    answers: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        output = answers[request.path.rpartition("/")[2]]
        if output is None:
            await asyncio.sleep(60)
        return (
            web.Response(text=output) if isinstance(output, str) else web.json_response({"ok": True, "result": output})
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    environment.setenv("TELEGRAM_API_URL", f"http://127.0.0.1:{runner.addresses[0][1]}")
    environment.setenv("OPERATOR_BOT_TOKEN", "555:AAEexampleexampleexampleexampleexam")
    yield answers
    await runner.cleanup()


ME = {"id": 555, "username": "desk_bot", "has_topics_enabled": True, "allows_users_to_create_topics": False}


@pytest.mark.parametrize("body", ["<html>Bad Gateway</html>", "[]", '{"ok": true}', '"ok"'])
async def test_something_else_than_the_bot_api_is_told(shell, answering, body):
    answering["getMe"] = body

    assert "it is not the Bot API. Look at TELEGRAM_API_URL" in (await shell("doctor")).out


async def test_silence_is_not_waited_for_longer_than_the_patience(shell, answering, environment):
    environment.setattr("bridge.commands.asking.ANSWER_TIMEOUT", timedelta(milliseconds=50))
    answering["getMe"] = None

    assert "cannot be reached: it does not answer in time. Look at the network" in (await shell("doctor")).out


async def test_topics_that_operators_may_make_are_told(shell, answering):
    answering.update(getMe=ME | {"allows_users_to_create_topics": True}, getWebhookInfo={"url": ""})

    assert "switch the creation of topics by users off" in (await shell("doctor")).out


@pytest.mark.parametrize(
    ("public", "info", "told"),
    [
        ("", {"url": ""}, "✓ operator bot: updates are polled"),
        ("", {"url": "https://else.example/secret"}, "✗ operator bot: updates go to another webhook, at else.example."),
        ("https://our.example", {"url": ""}, "✓ operator bot: updates are sent to PUBLIC_URL once `bridge run` has started"),
        ("https://our.example", {"url": "https://our.example/webhooks/desk"}, "✓ operator bot: updates are sent to PUBLIC_URL"),
        (
            "https://our.example",
            {
                "url": "https://our.example/webhooks/desk",
                "pending_update_count": 3,
                "last_error_message": "Connection refused",
            },
            "✗ operator bot: updates do not arrive (3 wait): Connection refused. Make PUBLIC_URL lead to HTTP_HOST",
        ),
        ("https://our.example", {"url": "https://else.example/secret"}, "✗ operator bot: updates go to another webhook"),
    ],
)  # fmt: skip
async def test_way_of_the_updates_is_looked_at(shell, answering, environment, public, info, told):
    environment.setenv("PUBLIC_URL", public)
    answering.update(getMe=ME, getWebhookInfo=info)

    output = await shell("doctor")

    assert told in output.out
    assert "secret" not in output.out.replace("secret.key", "")


async def test_a_misspelt_setting_is_told_without_its_value(shell, installed, tmp_path):
    (tmp_path / ".env").write_text("HTTP_PROT=hunter2\nANNA_PASSWORD=hunter2\n")

    said = await shell("doctor")

    assert "✗ .env: HTTP_PROT is no setting of the bridge. HTTP_PORT was meant?\n" in said.out
    assert said.code == 1
    assert "hunter2" not in said.out
    assert "ANNA_PASSWORD" not in said.out


async def test_a_server_of_ones_own_is_told_with_what_it_carries(shell, installed, environment):
    environment.setenv("TELEGRAM_SELF_HOSTED", "on")

    output = await shell("doctor")

    assert (
        f"✓ TELEGRAM_SELF_HOSTED is on: files up to 2000 MB pass through {load().telegram.telegram_api_url}"
        in output.out
    )
    assert output.code == 0


def test_telegrams_own_server_is_not_self_hosted():
    finding = file_sizes(TelegramSettings(telegram_self_hosted="on", telegram_api_url="https://api.telegram.org"))

    assert not finding.is_well
    assert "TELEGRAM_API_URL" in str(finding)


@pytest.fixture(params=[HttpProxy, SocksProxy])
async def proxy(request, installed, environment, tmp_path):
    """Telegram is found by a proxy only, with a certificate of an authority that nobody else knows."""
    private = private_authority(tmp_path, "api.telegram.test")
    plain = urlsplit(load().telegram.telegram_api_url)
    environment.setenv("TELEGRAM_API_URL", "https://api.telegram.test")
    environment.setenv("SSL_CERT_FILE", str(private.file))
    async with (
        Relay(("127.0.0.1", plain.port or 0), tls=private.server) as tls,
        request.param(("127.0.0.1", tls.port), user="anna", password="hunter2") as proxy,
    ):
        environment.setenv("TELEGRAM_PROXY", with_password(proxy, "hunter2"))
        yield proxy


def with_password(proxy: Proxy, password: str) -> str:
    return proxy.url.replace("//", f"//anna:{password}@")


async def test_all_is_well_behind_a_proxy_and_it_is_told(shell, proxy):
    output = await shell("doctor")

    assert output.code == 0
    assert f"✓ TELEGRAM_PROXY is set: Telegram is reached through {proxy.url}\n" in output.out
    assert "✓ channel Бот магазина: @shop_bot answers" in output.out
    assert set(proxy.asked) == {"api.telegram.test:443"}


async def test_the_usual_variable_is_obeyed_and_named(shell, proxy, environment):
    environment.setenv("HTTPS_PROXY", with_password(proxy, "hunter2"))
    environment.delenv("TELEGRAM_PROXY")

    output = await shell("doctor")

    assert output.code == 0
    assert f"✓ HTTPS_PROXY is set: Telegram is reached through {proxy.url}\n" in output.out


async def test_a_proxy_that_refuses_is_told_for_each_bot_and_its_password_is_not(shell, proxy, environment):
    environment.setenv("TELEGRAM_PROXY", with_password(proxy, "hunter3"))

    output = await shell("doctor")

    for bot in ("operator bot", "channel Бот магазина"):
        assert f"✗ {bot}: the proxy {proxy.url} cannot be used: it does not accept the user and the pass" in output.out
    assert ". Look at the proxy and at TELEGRAM_PROXY" in output.out
    assert "hunter" not in output.out + output.err


async def test_a_proxy_that_is_away_is_told(shell, proxy):
    await proxy.stop()

    output = await shell("doctor")

    assert f"✗ operator bot: the proxy {proxy.url} cannot be used: it refuses connections. Look at the" in output.out


async def test_an_authority_that_nobody_knows_is_told_for_each_bot(shell, proxy, environment):
    environment.delenv("SSL_CERT_FILE")

    output = await shell("doctor")

    for bot in ("operator bot", "channel Бот магазина"):
        assert f"✗ {bot}: https://api.telegram.test cannot be reached: its certificate is not trusted (" in output.out
    assert "in SSL_CERT_FILE" in output.out


@pytest.mark.parametrize("command", ["run", "doctor", "migrate"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("TELEGRAM_PROXY", "hunter2:1080"), ("HTTPS_PROXY", "ftp://hunter2"), ("SSL_CERT_FILE", "nowhere.pem")],
)
def test_a_wrong_way_to_telegram_stops_the_start_with_one_sentence(bridge, environment, command, name, value):
    environment.setenv(name, value)

    output = bridge(command)

    told = (output.out + output.err).strip()
    assert output.code != 0
    assert f"{name} is wrong: " in told
    assert "hunter2" not in told
    assert len(told.splitlines()) == 1
