"""Handles the buttons of every declared setting."""

from aiogram import Router

from bridge.desk.ui.screen import Screen
from bridge.desk.ui.settings_rows import ChangeSetting, NoSuchChoice, Setting
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press

part = BotPart(__name__, in_private=True)


@part.writes(ChangeSetting)
async def change(press: Press, button: ChangeSetting) -> Screen:
    """Change the setting; the action checks whether the employee may do it."""
    setting = Setting.by_name.get(button.setting)
    if setting is None:
        raise NoSuchChoice
    await setting.set(press.uow, button.of, setting.chosen(button.choice), press.by)
    return await setting.screen(press.uow, button.of, press.by)


def router() -> Router:
    return part.router()
