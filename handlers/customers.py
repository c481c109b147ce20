"""Reads a channel's journal: each entry becomes one action."""

import json

import structlog

from bridge.actions.clients import contacts
from bridge.actions.messages import edits, incoming, polls, presses, reactions
from bridge.channel import ChannelAdapter, CustomerBlocked, Edited, Incoming, Pressed, Reacted, Voted
from bridge.errors import BridgeError
from bridge.text.texts import _, known_language, language
from handlers.operator.kit.reader import BeginEntry
from storage.team.channels import Channel as Row

log = structlog.get_logger(__name__)


class CustomerReader:
    """Reads the entries of one channel."""

    def __init__(self, row: Row, channel: ChannelAdapter) -> None:
        self._row = row
        self._channel = channel

    async def __call__(self, payload: str, begin: BeginEntry) -> None:
        happening = self._channel.read(json.loads(payload))
        if happening is None:
            return
        async with begin(self._row.organization_id) as uow:
            # Read the row again: the channel's department may have changed since the start.
            row = await uow.channels.get(self._row.id)
            match happening:
                case Incoming():
                    await incoming.receive(uow, row, happening)
                case Edited():
                    await edits.receive_customer_edit(uow, row, happening)
                case Reacted():
                    await reactions.receive_reaction(uow, row, happening)
                case Voted():
                    await polls.receive_vote(uow, row, happening)
                case Pressed():
                    answer = await presses.receive_press(uow, row, happening)
                    organization = await uow.organizations.get(uow.organization_id)
                case CustomerBlocked():
                    await contacts.record_bot_block(uow, row, happening)
        if isinstance(happening, Pressed):
            spoken = known_language(happening.sender.language, otherwise=organization.language)
            await self._answer(happening, answer, spoken)

    async def _answer(self, pressed: Pressed, text: str, spoken: str) -> None:
        """Confirm the press to the customer's app. The effects of the press are already stored."""
        with language(spoken):
            words = _(text) if text else ""
        try:
            await self._channel.answer(pressed.press_id, words)
        except BridgeError as error:
            log.info("a customer's press could not be answered", error=type(error).__name__)
