"""What goes wrong inside the bridge is told to whoever it concerns."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.messages import incoming
from tests.kit.stories.stage import Stage


async def breaks(*_args: object, **_named: object) -> None:
    raise LookupError("a bug that nobody foresaw")


async def test_an_operator_is_told_when_a_press_could_not_be_handled(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        monkeypatch.setattr(dialogs, "close", breaks)
        await stage.anna.presses("Взять")
        topic = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)

        await stage.anna.sees("Что-то пошло не так, и ничего не сделано", in_=stage.desk)


async def test_admins_are_told_of_a_customers_message_that_nobody_sees(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    async with stage.at_work():
        monkeypatch.setattr(incoming, "receive", breaks)
        await stage.ivan.writes("Пропаду ли я?", to=stage.shop)

        told = await stage.anna.sees("не удалось прочитать", in_=stage.desk)

        assert "Пропаду" not in told.content.text
        await stage.oleg.never_sees("не удалось прочитать", in_=stage.desk)
