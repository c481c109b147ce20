"""Messages that the bot sends to a customer."""

from datetime import timedelta
from typing import Any

import structlog

from bridge.actions.inbox import windows
from bridge.actions.messages import messages
from bridge.buttons import BUTTONS_KEY, Rows
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Author, DeliveryState, Message

# A dialog has at most this many bot messages in the period. With more of them the bot would talk to another machine.
MAX_BOT_MESSAGES = 8
BOT_MESSAGES_PERIOD = timedelta(hours=1)

log = structlog.get_logger(__name__)


async def may_speak(uow: UnitOfWork, dialog: Dialog) -> bool:
    """Whether the bot has not reached its maximum; without one, two bots would answer each other forever."""
    if await uow.bot_states.said_since(dialog.id, uow.now - BOT_MESSAGES_PERIOD) < MAX_BOT_MESSAGES:
        return True
    log.warning("the bot says no more in a dialog for a while", dialog=dialog.id)
    return False


async def send_message(
    uow: UnitOfWork, dialog: Dialog, text: str, data: dict[str, Any], *, buttons: Rows | None = None
) -> Message:
    """Send a bot message and show it in the dialog's windows; `data` says which auto-message or auto-reply it is."""
    message = Message(
        dialog_id=dialog.id,
        author=Author.BOT,
        text=text,
        data=data | ({BUTTONS_KEY: buttons} if buttons else {}),
        state=DeliveryState.QUEUED,
        created_at=uow.now,
    )
    uow.add(message)
    await uow.flush()
    await messages.send_alone(uow, message)
    await windows.mirror(uow, message)
    return message
