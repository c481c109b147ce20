"""Two at once: what a colleague has answered before an operator, who was writing already, could see it."""

from datetime import UTC, datetime, timedelta

from bridge.actions.delivery.desk import COPY_KINDS
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.team.employees import Employee

# Whoever was writing when an answer appeared above has not read it any sooner than this.
READING_TIME = timedelta(seconds=10)

# Of a copy that is still on its way.
NOT_SHOWN_YET = datetime.max.replace(tzinfo=UTC)


async def overlooked(uow: UnitOfWork, window: Window, *, by: Employee, at: datetime) -> Message | None:
    """A colleague's answer that `by` cannot have seen in the window when they wrote something at `at`."""
    answer = await uow.messages.newest_answer(window.dialog_id, not_by=by.id)
    if answer is None or await uow.messages.answered_since(answer, by=by.id):
        return None
    appeared_at = await _appeared_at(uow, answer, window)
    return answer if appeared_at is not None and appeared_at > at - READING_TIME else None


async def _appeared_at(uow: UnitOfWork, answer: Message, window: Window) -> datetime | None:
    """When the answer appeared in the window; None when the window opened with it, in a recap.

    Whoever is handed a dialog reads first: what the recap tells is no surprise to them.
    """
    for delivery in reversed(await uow.deliveries.of_message(answer.id)):
        if delivery.kind in COPY_KINDS and delivery.window_id == window.id:
            return delivery.settled_at or NOT_SHOWN_YET
    original = await uow.windows.original_of(answer.id)
    return answer.created_at if original is not None and original.window_id == window.id else None
