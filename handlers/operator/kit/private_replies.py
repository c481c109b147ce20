"""Shows screens that concern one person.

In a group everybody would see them and press their buttons. So they go to the person's private chat, and a short text
in the group says so.
"""

from aiogram.types import CallbackQuery

from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from handlers.operator.kit.context import Operator
from handlers.operator.kit.responder import Responder


async def show(screen: Screen, operator: Operator, responder: Responder) -> None:
    """Answer a command with the screen."""
    if responder.place.is_group:
        await responder.say(await _elsewhere(screen, operator, responder))
    else:
        await responder.show(screen)


async def redraw(query: CallbackQuery, screen: Screen, operator: Operator, responder: Responder) -> None:
    """Answer a press with the screen, in the place of the screen with the button."""
    if responder.place.is_group:
        await responder.toast(query, await _elsewhere(screen, operator, responder), alert=True)
        return
    await responder.redraw(query, screen)
    await responder.toast(query)


async def _elsewhere(screen: Screen, operator: Operator, responder: Responder) -> str:
    if await responder.in_private(operator.chat_id).show(screen) is None:
        return _("I cannot write to you in private: open a chat with me and press Start")
    return _("It is in your private chat with me")
