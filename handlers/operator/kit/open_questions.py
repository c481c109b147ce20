"""The question that is open for an employee in the chat of an update."""

from aiogram.types import Message, Update

from bridge.actions.delivery import outbox
from handlers.operator.kit.context import Operator, Place
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind

# A reply to a customer's message answers these, too: a secret, a note about that message, or a message that goes to the
# customer anyway, if later.
KINDS_OPEN_TO_COMMANDS = frozenset(
    {QuestionKind.NEW_PASSWORD, QuestionKind.NOTE, QuestionKind.TEMPLATE_INSTEAD, QuestionKind.SCHEDULED_MESSAGE}
)


class OpenQuestion:
    """The open question of one update. It is looked up once, although several handlers ask for it."""

    def __init__(self, database: Database, place: Place, operator: Operator, update: Update) -> None:
        self._database = database
        self._place = place
        self._operator = operator
        self._update = update
        self._is_known = False
        self._question: Question | None = None

    async def get(self) -> Question | None:
        """The question that the update answers; None for a reply to a dialog's message, which goes to the customer."""
        if not self._is_known:
            self._question = await self._find()
            self._is_known = True
        return self._question

    async def _find(self) -> Question | None:
        place = self._place
        async with self._database.read(self._operator.organization_id) as uow:
            question = await uow.questions.at(place.chat_id, place.thread_id, of=self._operator.employee_id)
            if question is not None and not await self._is_visible(uow, question):
                return None
            replied_id = self._replied_id()
            if question is None or replied_id is None or question.kind in KINDS_OPEN_TO_COMMANDS:
                return question
            return None if await uow.windows.mirror_at(place.chat_id, replied_id) is not None else question

    async def _is_visible(self, uow: UnitOfWork, question: Question) -> bool:
        """Whether the employee saw the question when they typed. A question that Telegram could not show is postponed.

        Raises:
            TryLater: the outcome of the message with the question is still unknown, but soon will be known.
        """
        if question.shown_by is not None:
            await outbox.await_outcome(uow, question.shown_by)
            return False
        event = self._update.event
        return not isinstance(event, Message) or question.is_older_than(event.message_id)

    def _replied_id(self) -> int | None:
        """The id of the replied-to message, outside of topics; in a topic all messages are for one dialog."""
        event = self._update.event
        if self._place.thread_id is not None or not isinstance(event, Message) or event.reply_to_message is None:
            return None
        return event.reply_to_message.message_id
