"""What the bot itself says to a customer."""

from datetime import timedelta
from typing import Any

import structlog

from bridge.actions.inbox import windows
from bridge.actions.messages import messages
from bridge.buttons import BUTTONS_KEY, Rows
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Author, DeliveryState, Message

# So much of its own accord in one dialog: who says more is talking to a machine.
MAX_BOT_MESSAGES = 8
BOT_MESSAGES_PERIOD = timedelta(hours=1)

log = structlog.get_logger(__name__)


async def may_speak(uow: UnitOfWork, dialog: Dialog) -> bool:
    """Whether it has not said too much already: two machines would go on for ever."""
    if await uow.bot_states.said_since(dialog.id, uow.now - BOT_MESSAGES_PERIOD) < MAX_BOT_MESSAGES:
        return True
    log.warning("the bot says no more in a dialog for a while", dialog=dialog.id)
    return False


async def send_message(
    uow: UnitOfWork, dialog: Dialog, text: str, data: dict[str, Any], *, buttons: Rows | None = None
) -> Message:
    """Tell the customer, and show it where the dialog is shown; `data` say which notice or answer it is."""
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
