"""The question that is open for an employee in the chat of an update."""

from aiogram.types import Message, Update

from bridge.actions.delivery import outbox
from handlers.operator.kit.context import Operator, Place
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind

# Answered by a reply to a customer's message, too: a secret, a note about that message, or what goes to the customer
# anyway, though not at once.
KINDS_OPEN_TO_COMMANDS = frozenset(
    {QuestionKind.NEW_PASSWORD, QuestionKind.NOTE, QuestionKind.TEMPLATE_INSTEAD, QuestionKind.SCHEDULED_MESSAGE}
)


class OpenQuestion:
    """Looked up once for an update, however many handlers ask for it before one of them takes the update."""

    def __init__(self, database: Database, place: Place, operator: Operator, update: Update) -> None:
        self._database = database
        self._place = place
        self._operator = operator
        self._update = update
        self._is_known = False
        self._question: Question | None = None

    async def get(self) -> Question | None:
        """The question that what was typed answers; a reply to a message of a dialog is for that dialog's customer."""
        if not self._is_known:
            self._question = await self._find()
            self._is_known = True
        return self._question

    async def _find(self) -> Question | None:
        place = self._place
        async with self._database.read(self._operator.organization_id) as uow:
            get = await uow.questions.at(place.chat_id, place.thread_id, of=self._operator.employee_id)
            if get is not None and not await self._is_answered(uow, get):
                return None
            replied_id = self._replied_id()
            if get is None or replied_id is None or get.kind in KINDS_OPEN_TO_COMMANDS:
                return get
            return None if await uow.windows.mirror_at(place.chat_id, replied_id) is not None else get

    async def _is_answered(self, uow: UnitOfWork, get: Question) -> bool:
        """Whether the question was to be seen when this was typed. One that Telegram could not show is put off.

        Raises:
            TryLater: it may have been; that is known in a moment.
        """
        if get.shown_by is not None:
            await outbox.await_outcome(uow, get.shown_by)
            return False
        event = self._update.event
        return not isinstance(event, Message) or get.is_older_than(event.message_id)

    def _replied_id(self) -> int | None:
        """What is replied to where dialogs share a chat; in a topic all that is written is for the same one."""
        event = self._update.event
        if self._place.thread_id is not None or not isinstance(event, Message) or event.reply_to_message is None:
            return None
        return event.reply_to_message.message_id
