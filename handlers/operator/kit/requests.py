"""What an employee asks of the bot: by a button, by a command, or by the answer to a question."""

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
    """Who wants something, where, and the unit of work in which it is done.

    Args:
        place: where they are asked, should something be asked of them.
    """

    uow: UnitOfWork
    by: Employee
    operator: Operator
    place: Place
    has_asked: bool = field(default=False, init=False)

    @property
    def zone(self) -> str:
        """Their time zone."""
        return self.operator.time_zone

    async def ask(self, question: QuestionData, words: str, *instead: InlineKeyboardButton) -> Response:
        """Take what they type here next as the answer.

        Args:
            instead: buttons that answer the question as well.
        """
        await self.keep_asking(question)
        return Response(questions.question_screen(words, self.place, self.operator, *instead), is_new=True)

    async def keep_asking(self, question: QuestionData) -> None:
        """Ask what the screen that is shown says in words of its own."""
        self.has_asked = True
        await questions.ask_question(self.uow, self.place, self.operator, question)

    async def stop_asking(self, *kinds: type[QuestionData]) -> None:
        """Forget the question that is open here if it is one of these."""
        await questions.forget_questions(self.uow, self.place, self.operator, *kinds)


@dataclass
class Press(Request):
    """A button was pressed."""

    query: CallbackQuery

    @property
    def message_id(self) -> int:
        """The message below which the button stands; 0 when Telegram does not say."""
        return self.query.message.message_id if self.query.message else 0

    async def screen_window_id(self, dialog_id: int) -> int | None:
        """The window whose card is the pressed message; None when it is another message."""
        return await find_screen_window(self.uow, self.query, self.place, dialog_id)


@dataclass
class Order(Request):
    """A command was written."""

    message: Message

    async def target_window(self) -> Window:
        """The window of the dialog that is meant.

        Raises:
            NoDialogHere, UnknownTopic, UseTheTopic: none is.
        """
        return (await find_target(self.uow, self.message, self.place, self.operator)).window


@dataclass
class Typed(Order):
    """The answer to a question was written.

    Args:
        words: without the sign that tells a copied slash from a command; empty of what is no text.
        asked_at: when the question was asked.
        shown_in: the message of its own in which the question stands, if it has one.
    """

    words: str
    asked_at: datetime
    shown_in: int | None
