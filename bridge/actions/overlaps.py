"""Two at once: what a colleague has answered before an operator, who was writing already, could see it."""

from datetime import datetime, timedelta

from bridge.actions import albums
from bridge.actions.desk import Show
from storage.employees import Employee
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from storage.windows import Window

# Whoever was writing when an answer appeared above has not read it any sooner than this.
GLANCE = timedelta(seconds=10)


async def overlooked(uow: UnitOfWork, window: Window, *, by: Employee, at: datetime) -> Message | None:
    """A colleague's answer that `by` cannot have seen in the window when they wrote something at `at`."""
    answer = await uow.messages.newest_answer(window.dialog_id, not_by=by.id)
    if answer is None or await uow.messages.answered_since(answer, by=by.id):
        return None
    seen_at = await _seen_at(uow, answer, window)
    return answer if seen_at is None or seen_at > at - GLANCE else None


async def _seen_at(uow: UnitOfWork, answer: Message, window: Window) -> datetime | None:
    """When the answer appeared in the window; None when its copy is still on its way."""
    for delivery in reversed(await uow.deliveries.of_message(answer.id)):
        if delivery.kind in (Show.COPY, albums.KIND) and delivery.window_id == window.id:
            return delivery.settled_at
    # Written in this very window, or told in a recap when the window opened.
    return answer.created_at
