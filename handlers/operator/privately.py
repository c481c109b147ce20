"""Screens that concern one person. In a group everybody would see them and press their buttons: there they go to the
person's private chat, and a word says so."""

from aiogram.types import CallbackQuery

from bridge.desk.screen import Screen
from bridge.texts import _
from handlers.operator.context import Operator
from handlers.operator.talk import Talk


async def show(screen: Screen, operator: Operator, talk: Talk) -> None:
    """Answer a command with the screen."""
    if talk.place.is_group:
        await talk.say(await _elsewhere(screen, operator, talk))
    else:
        await talk.show(screen)


async def redraw(query: CallbackQuery, screen: Screen, operator: Operator, talk: Talk) -> None:
    """Answer a press with the screen, in the place of the one with the button."""
    if talk.place.is_group:
        await talk.toast(query, await _elsewhere(screen, operator, talk), alert=True)
        return
    await talk.redraw(query, screen)
    await talk.toast(query)


async def _elsewhere(screen: Screen, operator: Operator, talk: Talk) -> str:
    if await talk.privately(operator.chat_id).show(screen) is None:
        return _("I cannot write to you in private: open a chat with me and press Start")
    return _("It is in your private chat with me")
