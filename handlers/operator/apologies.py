"""When an update could not be handled, somebody is told: nothing is swallowed in silence."""

import json

from bridge.actions.desk import DESK
from bridge.desk.telegram import Telegram
from bridge.texts import _, language
from handlers.operator.context import Place, operator_at
from handlers.operator.talk import Talk
from storage.database import Database
from storage.employees import Role
from storage.journal import JournalEntry


class Apologies:
    """Called for every entry of the journal that was set aside."""

    def __init__(self, database: Database, telegram: Telegram) -> None:
        self._database = database
        self._telegram = telegram

    async def __call__(self, entry: JournalEntry) -> None:
        if entry.source == DESK:
            await self._to_operator(entry)
        else:
            await self._to_admins(entry)

    async def _to_operator(self, entry: JournalEntry) -> None:
        """Whoever wrote or pressed must not think that it was done."""
        if not entry.lane.isdigit():
            return
        chat_id = int(entry.lane)
        operator = await operator_at(self._database, chat_id)
        with language(operator.language if operator else None):
            text = _("Something went wrong and nothing was done; it was written down. Please try again a little later")
            await Talk(self._telegram, Place(chat_id)).say(text, reply_to=_message_id(entry))

    async def _to_admins(self, entry: JournalEntry) -> None:
        """A customer has said something that nobody sees."""
        async with self._database.read() as uow:
            channel = next((row for row in await uow.channels.active_anywhere() if row.carrier == entry.source), None)
            if channel is None:
                return
            uow.bind(channel.organization_id)
            admins = [employee for employee in await uow.employees.all() if employee.role is Role.ADMIN]
            chats = {
                sign_in.chat_id: admin.language
                for admin in admins
                for sign_in in await uow.sign_ins.of_employee(admin.id)
            }
        for chat_id, code in chats.items():
            with language(code):
                text = _(
                    "A customer's message in {channel} could not be read. It is kept: whoever runs the bridge can try"
                    " again with «bridge journal retry {id}»"
                )
                await Talk(self._telegram, Place(chat_id)).say(text.format(channel=channel.name, id=entry.id))


def _message_id(entry: JournalEntry) -> int | None:
    match json.loads(entry.payload):
        case {"message": {"message_id": int(message_id)}}:
            return message_id
    return None
