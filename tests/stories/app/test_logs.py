"""Whatever happens, the logs hold no token, no phone number, no password and nothing that anybody has written."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog

from bridge import logs
from bridge.security.passwords import Passwords
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

PASSWORD = "правильный пароль"
PHONE = "79995551122"


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """Everything that is logged, down to the last detail; logging is as before afterwards."""
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, io.StringIO()
    levels = {name: logging.getLogger(name).level for name in logs.CHATTY_LOGGERS}
    logs.configure("DEBUG", "json", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


async def test_a_busy_day_with_failures_leaves_no_secret_in_the_logs(stage: Stage, told: io.StringIO):
    async with stage.office.begin() as uow:
        newcomer = await uow.employees.get(stage.office.oleg.id)
        newcomer.phone, newcomer.password_hash = PHONE, await Passwords().hash(PASSWORD)
    pavel = stage.world.person("Павел Зуев", phone=f"+{PHONE}", side="operator")
    async with stage.at_work():
        await signs_in(stage, pavel)
        topic = await takes(stage, stage.anna)
        await stage.ivan.shares_contact(to=stage.shop, name="Секретный Контакт", phone="+79167778899")
        await stage.ivan.sends_file(b"secret", to=stage.shop, name="тайна.pdf", caption="подпись-тайна")
        await stage.ivan.sends_something_new(to=stage.shop, poison=True)
        await stage.anna.sends_something_new(to=stage.desk, topic=topic, poison=True)
        for fault in ("reset_after", "http_502", "undecodable"):
            stage.world.faults.add(fault, bot=stage.shop, method="sendMessage")
            stage.world.faults.add(fault, bot=stage.desk, method="sendMessage")
            await stage.ivan.writes(f"вопрос-тайна {fault}", to=stage.shop)
            await stage.anna.sees(f"вопрос-тайна {fault}", in_=stage.desk, topic=topic)
            await stage.anna.writes(f"ответ-тайна {fault}", to=stage.desk, topic=topic)
            await stage.ivan.sees(f"ответ-тайна {fault}", in_=stage.shop)
        refusal = "Bad Request: can't parse entities in «вопрос-тайна»"
        stage.world.faults.add("refuse", bot=stage.shop, method="sendMessage", times=2, description=refusal)
        await stage.anna.writes("отвергнутая-тайна", to=stage.desk, topic=topic)
        await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic)
        for bot in (stage.shop, stage.desk):
            stage.world.faults.add("refuse", bot=bot, method="getUpdates", description="Unauthorized")
        await stage.ivan.writes("последняя-тайна", to=stage.shop)
        await stage.anna.sees("последняя-тайна", in_=stage.desk, topic=topic)
        await stage.anna.writes("/help", to=stage.desk)
        await until(stage, lambda: "UnauthorizedToken" in told.getvalue())

    secrets = [
        stage.shop.token,
        stage.desk.token,
        PASSWORD,
        PHONE,
        "79167778899",
        "тайна",
        "Секретный",
        "где мой заказ",
    ]
    lines = [line for line in told.getvalue().splitlines() if any(secret in line for secret in secrets)]
    assert lines == []
    assert "listening failed" in told.getvalue()


async def signs_in(stage: Stage, person) -> None:
    """With a wrong password first."""
    await person.starts(stage.desk)
    await person.sees("номер", in_=stage.desk)
    await person.writes(PHONE, to=stage.desk)
    asked = await person.sees("ароль", in_=stage.desk)
    await person.writes("неверный пароль", to=stage.desk)
    again = await person.sees(in_=stage.desk, after=asked)
    await person.writes(PASSWORD, to=stage.desk)
    await person.sees(in_=stage.desk, after=again)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.journal.polling.REVOKED_TOKEN_DELAY", timedelta(milliseconds=50))
