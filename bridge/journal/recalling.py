"""Recalls the message ids that an earlier process of this bot knew, from the journal and the outbox."""

import json

from bridge.sending.message_ids import MessageIds
from storage.engine.database import Database

# How many of the newest rows of each book are read.
MAX_ROWS_PER_BOOK = 2_000


async def recall(database: Database, name: str, ids: MessageIds) -> None:
    """Teach `ids` the recent messages of the bot `name`.

    With them, messages that a killed process has sent can be settled.
    """
    async with database.read() as uow:
        for sent in await uow.deliveries.newest_sent_anywhere(name, limit=MAX_ROWS_PER_BOOK):
            chat_id = int(sent.lane.rpartition(":")[2])
            ids.learn(chat_id, *map(int, (sent.arrived or "").split()))
            if sent.floor is not None:
                ids.learn_floor(chat_id, sent.floor)
        for payload in await uow.journal.newest_payloads(name, limit=MAX_ROWS_PER_BOOK):
            ids.learn_update(json.loads(payload))
