"""What a handler shows to the person who pressed, commanded or typed something."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace

from aiogram.types import CallbackQuery

from bridge.desk.ui.screen import Screen
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Operator
from handlers.operator.kit.responder import Responder
from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Response:
    """The answer of a handler. It is shown after the handler's unit of work is committed.

    Args:
        screen: None for an answer that is only a toast.
        toast: shown for a moment after a press; after a command it is sent as text when there is no screen.
        is_alert: the toast stays until the person closes it.
        is_new: the screen is sent as a new message, and the pressed one stays.
        uncovers: the screen is the dialog's card, and the pressed one was an open screen over it.
        ends_question: plain text that replaces the pressed message and its buttons.
        in_private: in a group the screen goes to the person's private chat.
        draw: called after the unit of work, because it takes long; returns the screen, None for no screen.
        view: like `draw`, in a unit of work that only reads, so that it blocks no writer.
        then: further requests to Telegram, such as deleting a message.
    """

    screen: Screen | None = None
    toast: str = ""
    is_alert: bool = False
    is_new: bool = False
    uncovers: bool = False
    ends_question: str = ""
    in_private: bool = False
    draw: Callable[[], Awaitable[Screen | None]] | None = None
    view: Callable[[UnitOfWork], Awaitable[Screen]] | None = None
    then: Callable[[Responder], Awaitable[object]] | None = None


Shown = Response | Screen | str | None
"""What handlers return. A screen alone replaces the pressed one; a text alone is a toast, or a message."""


async def drawn(shown: Shown, read: Callable[[], AbstractAsyncContextManager[UnitOfWork]]) -> Response:
    match shown:
        case Response(draw=draw) if draw is not None:
            return replace(shown, screen=await draw())
        case Response(view=view) if view is not None:
            async with read() as uow:
                return replace(shown, screen=await view(uow))
        case Response():
            return shown
        case Screen():
            return Response(shown)
        case str():
            return Response(toast=shown)
    return Response()


async def answer_press(
    query: CallbackQuery, response: Response, operator: Operator, responder: Responder, *, in_private: bool
) -> None:
    """Show the response to the person who pressed; every press gets an answer.

    Args:
        in_private: in a group the screen goes to the person's private chat.
    """
    screen = response.screen
    if response.ends_question:
        await responder.strip(query, response.ends_question)
    elif screen is not None and in_private and responder.place.is_group:
        await private_replies.redraw(query, screen, operator, responder)
        return
    elif screen is not None and response.uncovers:
        await responder.restore_card(query, screen)
    elif screen is not None and not response.is_new:
        await responder.redraw(query, screen)
    await responder.toast(query, response.toast, alert=response.is_alert)
    if screen is not None and response.is_new:
        await responder.show(screen)


async def answer_message(response: Response, operator: Operator, responder: Responder, *, in_private: bool) -> None:
    """Show the response to the person who wrote a command, or the answer to a question."""
    if response.screen is None:
        if response.toast:
            await responder.say(response.toast)
    elif in_private:
        await private_replies.show(response.screen, operator, responder)
    else:
        await responder.show(response.screen)
