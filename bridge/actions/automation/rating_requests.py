"""Plans the rating request that a customer gets a little after their dialog is closed."""

from datetime import timedelta

from storage.automation.auto_messages import AutoMessageKind
from storage.automation.ratings import Rating
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog

# A dialog that was closed by mistake is usually reopened within this time, before the customer is asked.
RATING_DELAY = timedelta(minutes=1)
# A customer is asked for a rating at most once in this interval.
MIN_RATING_INTERVAL = timedelta(days=1)


async def plan_rating(uow: UnitOfWork, dialog: Dialog) -> Rating | None:
    """Plan a rating request for a dialog that has just been closed, if an employee has answered in it.

    Returns None when no request is planned.
    """
    channel = await uow.channels.get(dialog.channel_id)
    if not channel.has_bot:
        return None
    auto_message = await uow.auto_messages.heard_in(AutoMessageKind.RATING, channel.id)
    if auto_message is None or not auto_message.is_on or not await _is_wanted(uow, dialog):
        return None
    rating = Rating(
        dialog_id=dialog.id,
        channel_id=channel.id,
        department_id=dialog.department_id,
        employee_id=dialog.assignee_id,
        closed_at=uow.now,
        due_at=uow.now + RATING_DELAY,
    )
    uow.add(rating)
    return rating


async def _is_wanted(uow: UnitOfWork, dialog: Dialog) -> bool:
    if await uow.bot_states.answered_at(dialog.id, dialog.opened_at) is None:
        return False
    last = await uow.ratings.newest(dialog.id)
    return last is None or uow.now - last.closed_at >= MIN_RATING_INTERVAL
