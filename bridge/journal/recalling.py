"""What an earlier process knew of a bot's message ids: the books tell it."""

import json

from bridge.sending.message_ids import MessageIds
from storage.engine.database import Database

# Of each book so many of the newest entries are looked through.
MAX_ROWS_PER_BOOK = 2_000


async def recall(database: Database, name: str, ids: MessageIds) -> None:
    """Have `ids` learn what went through the bot `name` lately: what a killed process has sent can be settled by it."""
    async with database.read() as uow:
        for sent in await uow.deliveries.newest_sent_anywhere(name, limit=MAX_ROWS_PER_BOOK):
            chat_id = int(sent.lane.rpartition(":")[2])
            ids.learn(chat_id, *map(int, (sent.arrived or "").split()))
            if sent.floor is not None:
                ids.learn_floor(chat_id, sent.floor)
        for payload in await uow.journal.newest_payloads(name, limit=MAX_ROWS_PER_BOOK):
            ids.learn_update(json.loads(payload))
