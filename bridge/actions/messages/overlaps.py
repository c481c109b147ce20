"""Overlaps: a colleague's answer that an operator could not see, because they were already writing."""

from datetime import UTC, datetime, timedelta

from bridge.actions.delivery.desk import COPY_KINDS
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.team.employees import Employee

# An operator who was writing when an answer appeared needs this long to notice and read it.
READING_TIME = timedelta(seconds=10)

# Stands for a copy that is still on its way.
NOT_SHOWN_YET = datetime.max.replace(tzinfo=UTC)


async def overlooked(uow: UnitOfWork, window: Window, *, by: Employee, at: datetime) -> Message | None:
    """A colleague's answer that `by` cannot have seen in the window when they wrote at `at`; None without one."""
    answer = await uow.messages.newest_answer(window.dialog_id, not_by=by.id)
    if answer is None or await uow.messages.answered_since(answer, by=by.id):
        return None
    appeared_at = await _appeared_at(uow, answer, window)
    return answer if appeared_at is not None and appeared_at > at - READING_TIME else None


async def _appeared_at(uow: UnitOfWork, answer: Message, window: Window) -> datetime | None:
    """When the answer appeared in the window; None when it was only in the recap that the window opened with.

    An employee who gets a dialog reads the recap first, so an answer in the recap does not surprise them.
    """
    for delivery in reversed(await uow.deliveries.of_message(answer.id)):
        if delivery.kind in COPY_KINDS and delivery.window_id == window.id:
            return delivery.settled_at or NOT_SHOWN_YET
    original = await uow.windows.original_of(answer.id)
    return answer.created_at if original is not None and original.window_id == window.id else None
