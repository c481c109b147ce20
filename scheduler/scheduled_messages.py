"""Messages that were written before leave when their time has come; what came due while we were away does so once."""

from datetime import timedelta

import structlog

from bridge.actions.messages import scheduled_messages
from bridge.delivery.retry import traced
from scheduler.scheduler import Job
from storage.engine.database import Database
from storage.engine.trouble import is_database_trouble

DUE_MESSAGE_CHECK_INTERVAL = timedelta(seconds=1)

log = structlog.get_logger(__name__)


def scheduled_message_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.scheduled_messages.due_anywhere(uow.now)
        for organization_id, scheduled_id in due:
            try:
                async with database.begin(organization_id) as uow:
                    await scheduled_messages.send_due(uow, scheduled_id)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                # The others are not to wait for it.
                log.error("scheduled_message.not_sent", scheduled=scheduled_id, error=traced(error))
                async with database.begin(organization_id) as uow:
                    await scheduled_messages.set_aside(uow, scheduled_id)

    return Job("send scheduled messages", DUE_MESSAGE_CHECK_INTERVAL, run)
