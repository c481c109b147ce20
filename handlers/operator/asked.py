"""What an employee is asked in the place of an update."""

from handlers.operator.context import Operator, Place
from storage.database import Database
from storage.prompts import Prompt


class Asked:
    """Looked up once for an update, however many handlers want to know before one of them takes it."""

    def __init__(self, database: Database, place: Place, operator: Operator) -> None:
        self._database = database
        self._place = place
        self._operator = operator
        self._is_known = False
        self._prompt: Prompt | None = None

    async def prompt(self) -> Prompt | None:
        if not self._is_known:
            async with self._database.read() as uow:
                place = self._place
                self._prompt = await uow.prompts.at(place.chat_id, place.thread_id, of=self._operator.employee_id)
            self._is_known = True
        return self._prompt
