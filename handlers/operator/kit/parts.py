"""A part of the operator bot: which function handles which button, command and answer.

What all handlers have in common happens here: the unit of work, the employee and their role, the private chat for
screens of one person, the answer to every press. A handler does the rest.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from inspect import Parameter, signature
from typing import Any, Concatenate

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal
from handlers.operator.kit import questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Typed
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Shown, answer_message, answer_press, drawn
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question
from storage.team.employees import Employee, Role

# The keyword-only parameters of a handler are values that aiogram knows by that name, such as the `reporter`. aiogram
# also passes its values to the methods below by name, and one of them is a `handler`: so their own `handler` is
# positional.
OnPress = Callable[Concatenate[Press, Any, ...], Awaitable[Shown]]
OnOrder = Callable[Concatenate[Order, ...], Awaitable[Shown]]
OnAnswer = Callable[Concatenate[Typed, Any, ...], Awaitable[Shown]]


@dataclass(frozen=True)
class Stale:
    """Redraws a screen when its button came too late; the refusal is also told."""

    errors: tuple[type[Refusal], ...]
    redraw: Callable[[Press, Any], Awaitable[Screen]]


class BotPart:
    """A part registers its handlers; `router` makes an aiogram router of them.

    Args:
        role: the least role that may use the part; None is every employee.
        in_private: in a group its screens go to the person's private chat, because others would see and press them.
        stale: redraws a screen whose button was stale.
    """

    def __init__(
        self, name: str, *, role: Role | None = None, in_private: bool = False, stale: Stale | None = None
    ) -> None:
        self._name = name
        self._role = role
        self._in_private = in_private
        self._stale = stale
        self.answered: set[type[QuestionData]] = set()
        self._presses: dict[type[CallbackData], Callable[..., Awaitable[None]]] = {}
        self._messages: list[tuple[Callable[..., Awaitable[None]], Any]] = []

    def reads(self, *buttons: type[CallbackData]) -> Callable[[OnPress], OnPress]:
        """Register the handler of buttons that only show something."""
        return partial(self._on_press, buttons, writes=False)

    def writes(self, *buttons: type[CallbackData]) -> Callable[[OnPress], OnPress]:
        """Register the handler of buttons that change rows; asking or forgetting a question is a change, too."""
        return partial(self._on_press, buttons, writes=True)

    def command(self, name: str, *, writes: bool = False) -> Callable[[OnOrder], OnOrder]:
        def register(handler: OnOrder) -> OnOrder:
            self._messages.append((partial(self._order, handler, writes), Command(name)))
            return handler

        return register

    def answers(self, *asked: type[QuestionData], anything: bool = False) -> Callable[[OnAnswer], OnAnswer]:
        """Register the handler of answers to these questions. A refused answer leaves its question open.

        Args:
            anything: any message is an answer, also a file; otherwise a message without text is refused.
        """
        self.answered.update(asked)

        def register(handler: OnAnswer) -> OnAnswer:
            is_answer = questions.answers_to(*(data.kind for data in asked), anything=anything)
            self._messages.append((partial(self._answer, handler), is_answer))
            return handler

        return register

    def router(self) -> Router:
        router = Router(name=self._name)
        for button, handle in self._presses.items():
            router.callback_query.register(handle, button.filter())
        for on_message, matches in self._messages:
            router.message.register(on_message, matches)
        return router

    def _on_press(self, buttons: tuple[type[CallbackData], ...], handler: OnPress, *, writes: bool) -> OnPress:
        for button in buttons:
            if button in self._presses:
                raise ValueError(f"{button.__name__} has two handlers in {self._name}")
            self._presses[button] = partial(self._press, handler, writes)
        return handler

    async def _press(
        self,
        handler: OnPress,
        writes: bool,
        query: CallbackQuery,
        /,
        callback_data: CallbackData,
        operator: Operator,
        place: Place,
        begin: Begin,
        database: Database,
        responder: Responder,
        **known: Any,
    ) -> None:
        opened = partial(self._press_in, query=query, operator=operator, place=place)
        try:
            async with begin() if writes else database.read(operator.organization_id) as uow:
                shown = await handler(await opened(uow), callback_data, **_wanted(handler, known))
        except Refusal as refusal:
            if self._stale is not None and isinstance(refusal, self._stale.errors):
                async with begin() as uow:
                    screen = await self._stale.redraw(await opened(uow), callback_data)
                await responder.redraw(query, screen)
            raise
        response = await drawn(shown, partial(database.read, operator.organization_id))
        await answer_press(query, response, operator, responder, in_private=self._in_private or response.in_private)
        if response.then is not None:
            await response.then(responder)

    async def _order(
        self,
        handler: OnOrder,
        writes: bool,
        message: Message,
        /,
        operator: Operator,
        place: Place,
        begin: Begin,
        database: Database,
        responder: Responder,
        **known: Any,
    ) -> None:
        async with begin() if writes else database.read(operator.organization_id) as uow:
            request = Order(
                uow, await self._allowed(uow, operator), operator, self._question_place(place, operator), message
            )
            shown = await handler(request, **_wanted(handler, known))
        await self._answer_message(shown, operator, database, responder)

    async def _answer(
        self,
        handler: OnAnswer,
        message: Message,
        /,
        question: Question,
        words: str,
        operator: Operator,
        place: Place,
        begin: Begin,
        database: Database,
        responder: Responder,
        **known: Any,
    ) -> None:
        async with begin() as uow:
            by = await self._allowed(uow, operator)
            request = Typed(uow, by, operator, place, message, words, question.asked_at, question.shown_in)
            shown = await handler(request, QuestionData.of(question), **_wanted(handler, known))
            if not request.has_asked:
                await questions.forget(uow, place, operator)
        await self._answer_message(shown, operator, database, responder)

    async def _answer_message(self, shown: Shown, operator: Operator, database: Database, responder: Responder) -> None:
        response = await drawn(shown, partial(database.read, operator.organization_id))
        await answer_message(response, operator, responder, in_private=self._in_private or response.in_private)
        if response.then is not None:
            await response.then(responder)

    async def _press_in(self, uow: UnitOfWork, *, query: CallbackQuery, operator: Operator, place: Place) -> Press:
        return Press(uow, await self._allowed(uow, operator), operator, self._question_place(place, operator), query)

    def _question_place(self, place: Place, operator: Operator) -> Place:
        """The place of questions: a person's private chat when the part's screens go there."""
        return Place(operator.chat_id) if self._in_private and place.is_group else place

    async def _allowed(self, uow: UnitOfWork, operator: Operator) -> Employee:
        by = await operator.employee(uow)
        if self._role is Role.ADMIN:
            by.ensure_admin()
        elif self._role is not None:
            by.ensure_manager()
        return by


def _wanted(handler: Callable[..., Awaitable[Shown]], known: dict[str, Any]) -> dict[str, Any]:
    parameters = signature(handler).parameters.values()
    return {each.name: known[each.name] for each in parameters if each.kind is Parameter.KEYWORD_ONLY}
