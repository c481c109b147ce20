"""What a busy shop has stored after some days: settled deliveries, copies of messages, and what those belong to."""

from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel, select

from storage.clients.contacts import Contact, ContactAddress
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.engine.owned import SYSTEM_WIDE
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.inbox.windows import Layout, Mirror, Window
from storage.messages.messages import Author, DeliveryState, Message
from storage.reports.events import Event, EventKind
from storage.team.channels import Channel
from storage.team.sign_ins import SignIn

# Each message has a copy and a delivery; every second one is an answer.
MESSAGES, DIALOGS = 200_000, 2_000
DAYS = timedelta(days=7)
BATCH = 5_000
# Ids behind those of the dialogs that are measured, and of the people who write in them.
FIRST = 100_000


async def remember(path: Path) -> None:
    """Fill a database that `seed` has made."""
    database = Database(f"sqlite:///{path}")
    async with database.read() as uow:
        channel = (await uow.session.scalars(select(Channel), execution_options=SYSTEM_WIDE)).one()
        staff = list(await uow.session.scalars(select(SignIn), execution_options=SYSTEM_WIDE))
        now = uow.now
    dialogs = [_Dialog(FIRST + number, channel, staff[number % len(staff)], now) for number in range(DIALOGS)]
    messages = [_Message(FIRST + n, dialogs[n % DIALOGS], now - DAYS + DAYS / MESSAGES * n) for n in range(MESSAGES)]
    async with database.engine.begin() as connection:
        for table in (Contact, ContactAddress, Dialog, Window):
            await connection.execute(insert(table), [dialog.rows()[table] for dialog in dialogs])
        for table in (JournalEntry, Message, Mirror, Delivery, Event):
            rows = (message.rows()[table] for message in messages)
            while batch := list(islice(rows, BATCH)):
                await connection.execute(insert(table), batch)
    await database.close()


Rows = dict[type[SQLModel], dict[str, Any]]


class _Dialog:
    """One of the archive, and its window in an operator's chat, which has no topic any more."""

    def __init__(self, id: int, channel: Channel, operator: SignIn, at: datetime) -> None:
        self.id, self.channel, self.operator, self.at = id, channel, operator, at

    def rows(self) -> Rows:
        own = {"organization_id": self.channel.organization_id, "id": self.id}
        channel = {"channel_id": self.channel.id, "contact_id": self.id}
        times = {"opened_at": self.at - DAYS, "closed_at": self.at, "last_message_at": self.at}
        whose = {"department_id": self.channel.department_id, "assignee_id": self.operator.employee_id}
        place = {"chat_id": self.operator.chat_id, "employee_id": self.operator.employee_id, "layout": Layout.TOPIC}
        return {
            Contact: {**own, "name": f"Former customer {self.id}", "created_at": self.at - DAYS},
            ContactAddress: {**own, **channel, "external_id": f"{self.id}"},
            Dialog: {**own, **channel, **whose, **times, "address_id": self.id, "status": DialogStatus.CLOSED},
            Window: {**own, **place, "dialog_id": self.id, "is_live": False, "opened_at": self.at - DAYS},
        }


class _Message:
    """One that was shown, or sent, and settled."""

    def __init__(self, id: int, dialog: _Dialog, at: datetime) -> None:
        self.id, self.dialog, self.at = id, dialog, at

    def rows(self) -> Rows:
        dialog, operator = self.dialog, self.dialog.operator
        is_answer = self.id % 2 == 1
        own = {"organization_id": operator.organization_id, "id": self.id}
        said = {"dialog_id": dialog.id, "kind": "text", "text": f"said before {self.id}", "external_id": f"{self.id}"}
        answer = {"author": Author.EMPLOYEE, "employee_id": operator.employee_id, "state": DeliveryState.ACCEPTED}
        heard = {"author": Author.CONTACT, "employee_id": None, "state": None}
        about = {"message_id": self.id, "window_id": dialog.id}
        shown = {"chat_id": operator.chat_id, "telegram_message_id": self.id, "is_original": is_answer}
        carrier = f"channel:{dialog.channel.id}" if is_answer else "desk"
        lane = {"carrier": carrier, "lane": f"{carrier}:{operator.chat_id}", "kind": "message" if is_answer else "copy"}
        settled = {"status": DeliveryStatus.SENT, "attempts": 1, "created_at": self.at, "settled_at": self.at}
        # A card is painted after each message, every time with the same key.
        key = None if is_answer else f"card:{dialog.id}"
        event = {"kind": EventKind.ANSWERED, "dialog_id": dialog.id, "employee_id": operator.employee_id}
        entry = {"source": carrier, "external_id": f"before {self.id}", "lane": f"{operator.chat_id}", "payload": "{}"}
        handled = {"state": EntryState.HANDLED, "received_at": self.at, "handled_at": self.at}
        return {
            JournalEntry: {"id": self.id, **entry, **handled},
            Message: {**own, **said, **(answer if is_answer else heard), "created_at": self.at},
            Mirror: {**own, **about, **shown},
            Delivery: {**own, **about, **lane, **settled, "dialog_id": dialog.id, "key": key},
            Event: {**own, **event, "at": self.at, "data": {"message_id": self.id}},
        }
