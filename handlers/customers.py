"""Reads a channel's journal: each entry becomes one action."""

import json

from bridge.actions import contacts, edits, incoming, polls, reactions
from bridge.channel import Channel, CustomerBlocked, Edited, Incoming, Reacted, Voted
from handlers.operator.reader import BeginEntry
from storage.channels import Channel as Row


class CustomerReader:
    """Reads the entries of one channel."""

    def __init__(self, row: Row, channel: Channel) -> None:
        self._row = row
        self._channel = channel

    async def __call__(self, payload: str, begin: BeginEntry) -> None:
        happening = self._channel.read(json.loads(payload))
        if happening is None:
            return
        async with begin(self._row.organization_id) as uow:
            # As it is now: its department may have changed since the start.
            row = await uow.channels.get(self._row.id)
            match happening:
                case Incoming():
                    await incoming.receive(uow, row, happening)
                case Edited():
                    await edits.hear(uow, row, happening)
                case Reacted():
                    await reactions.hear(uow, row, happening)
                case Voted():
                    await polls.hear(uow, row, happening)
                case CustomerBlocked():
                    await contacts.block(uow, row, happening)
