"""Tells somebody when an update could not be handled, so that no failure stays unnoticed."""

import json
from typing import Any

from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.telegram import Telegram
from bridge.text.texts import _, language
from handlers.operator.kit.context import Place, operator_at, raw_account, raw_place
from handlers.operator.kit.responder import Responder
from storage.delivery.journal import JournalEntry
from storage.engine.database import Database
from storage.team.employees import Role


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
        """Tell the author of the message or press that nothing was done."""
        raw_message = _raw_message(entry)
        place = raw_place(raw_message)
        if place is None:
            return
        account = raw_account(raw_message, place)
        operator = await operator_at(self._database, account) if account is not None else None
        with language(operator.language if operator else None):
            text = _("Something went wrong and nothing was done; it was written down. Please try again a little later")
            responder = Responder(self._telegram, place, for_account=account)
            await responder.say(text, reply_to=raw_message.get("message_id"))

    async def _to_admins(self, entry: JournalEntry) -> None:
        """Tell the administrators that a customer's message is hidden from everybody."""
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
                await Responder(self._telegram, Place(chat_id)).say(text.format(channel=channel.name, id=entry.id))


def _raw_message(entry: JournalEntry) -> dict[str, Any]:
    """The message that was written, edited or reacted to; for a press, the message with the button.

    For a press, its "from" is the person who pressed.
    """
    for part in json.loads(entry.payload).values():
        if not isinstance(part, dict):
            continue
        pressed = part.get("message")
        return {**pressed, "from": part.get("from"), "message_id": None} if isinstance(pressed, dict) else part
    return {}
