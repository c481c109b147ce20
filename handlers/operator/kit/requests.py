"""Requests of an employee: a button, a command, or the answer to a question."""

from dataclasses import dataclass, field
from datetime import datetime

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.operator.kit import questions
from handlers.operator.kit.card_screens import find_screen_window
from handlers.operator.kit.context import Operator, Place
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import find_target
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.team.employees import Employee


@dataclass
class Request:
    """Who requests something, in which place, and the unit of work of the action.

    Args:
        place: where the employee is asked, if the handler asks a question.
    """

    uow: UnitOfWork
    by: Employee
    operator: Operator
    place: Place
    has_asked: bool = field(default=False, init=False)

    @property
    def zone(self) -> str:
        """The employee's time zone."""
        return self.operator.time_zone

    async def ask(self, question: QuestionData, words: str, *instead: InlineKeyboardButton) -> Response:
        """Ask the employee: the next text that they type here is the answer.

        Args:
            instead: buttons that answer the question, too.
        """
        await self.keep_asking(question)
        return Response(questions.question_screen(words, self.place, self.operator, *instead), is_new=True)

    async def keep_asking(self, question: QuestionData) -> None:
        """Store a question whose words the shown screen already has."""
        self.has_asked = True
        await questions.ask(self.uow, self.place, self.operator, question)

    async def stop_asking(self, *kinds: type[QuestionData]) -> None:
        """Forget the open question if it is one of these."""
        await questions.forget_questions(self.uow, self.place, self.operator, *kinds)


@dataclass
class Press(Request):
    """The press of a button."""

    query: CallbackQuery

    @property
    def message_id(self) -> int:
        """The id of the message with the button; 0 when Telegram does not say."""
        return self.query.message.message_id if self.query.message else 0

    async def screen_window_id(self, dialog_id: int) -> int | None:
        """The id of the window whose card is the pressed message; None when it is another message."""
        return await find_screen_window(self.uow, self.query, self.place, dialog_id)


@dataclass
class Order(Request):
    """A written command."""

    message: Message

    async def target_window(self) -> Window:
        """The window of the target dialog.

        Raises:
            NoDialogHere, UnknownTopic, UseTheTopic: there is no target dialog.
        """
        return (await find_target(self.uow, self.message, self.place, self.operator)).window


@dataclass
class Typed(Order):
    """The answer to a question.

    Args:
        words: the text without the sign before a copied slash; empty for a message without text.
        asked_at: when the question was asked.
        shown_in: the id of the message that shows only the question; None when there is none.
    """

    words: str
    asked_at: datetime
    shown_in: int | None
