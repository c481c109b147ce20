"""What an employee is asked in the place of an update."""

from aiogram.types import Message, Update

from bridge.actions import outbox
from handlers.operator.context import Operator, Place
from storage.database import Database
from storage.prompts import Prompt, PromptKind
from storage.unit_of_work import UnitOfWork

# Answered by a reply to a customer's message, too: a secret, a note about that message, or what goes to the customer
# anyway, though not at once.
KINDS_OPEN_TO_COMMANDS = frozenset(
    {PromptKind.NEW_PASSWORD, PromptKind.NOTE, PromptKind.TEMPLATE_INSTEAD, PromptKind.SCHEDULED_MESSAGE}
)


class Asked:
    """Looked up once for an update, however many handlers want to know before one of them takes it."""

    def __init__(self, database: Database, place: Place, operator: Operator, update: Update) -> None:
        self._database = database
        self._place = place
        self._operator = operator
        self._update = update
        self._is_known = False
        self._prompt: Prompt | None = None

    async def prompt(self) -> Prompt | None:
        """The question that what was typed answers; a reply to a message of a dialog is for that dialog's customer."""
        if not self._is_known:
            self._prompt = await self._find()
            self._is_known = True
        return self._prompt

    async def _find(self) -> Prompt | None:
        place = self._place
        async with self._database.read(self._operator.organization_id) as uow:
            prompt = await uow.prompts.at(place.chat_id, place.thread_id, of=self._operator.employee_id)
            if prompt is not None and not await self._is_answered(uow, prompt):
                return None
            replied_id = self._replied_id()
            if prompt is None or replied_id is None or prompt.kind in KINDS_OPEN_TO_COMMANDS:
                return prompt
            return None if await uow.windows.mirror_at(place.chat_id, replied_id) is not None else prompt

    async def _is_answered(self, uow: UnitOfWork, prompt: Prompt) -> bool:
        """Whether the question was to be seen when this was typed. One that Telegram could not show is put off.

        Raises:
            TryLater: it may have been; that is known in a moment.
        """
        if prompt.shown_by is not None:
            await outbox.await_outcome(uow, prompt.shown_by)
            return False
        event = self._update.event
        return not isinstance(event, Message) or prompt.is_older_than(event.message_id)

    def _replied_id(self) -> int | None:
        """What is replied to where dialogs share a chat; in a topic all that is written is for the same one."""
        event = self._update.event
        if self._place.thread_id is not None or not isinstance(event, Message) or event.reply_to_message is None:
            return None
        return event.reply_to_message.message_id
