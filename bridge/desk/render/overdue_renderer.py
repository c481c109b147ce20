"""A message with the overdue tasks: an employee's own, and for managers everybody's."""

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.tasks.overdue_tasks import OverduePayload, overdue_tasks_of
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.inbox.viewers import reader_of
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.tasks.task_lists import Filter, FilterTasks, names_of
from bridge.desk.tasks.tasks import TaskAction, action, caption
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.task_lists import DueFilter
from storage.team.employees import Employee

# A phone shows this many at once; the list has the rest.
MAX_TASKS_SHOWN = 6


@renders(OverduePayload)
class OverdueRenderer(Plain):
    """Shows the tasks that are overdue when the message leaves."""

    async def send(self, delivery: Delivery) -> Receipt:
        chat_id = chat_of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            viewer = await reader_of(uow, chat_id)
            with language(viewer.language):
                screen = await overdue_screen(uow, await uow.employees.get(viewer.id or 0), viewer.time_zone)
        if screen is not None:
            await self._telegram.send(
                SendMessage(chat_id=chat_id, text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard)
            )
        return EMPTY_RECEIPT


async def overdue_screen(uow: UnitOfWork, employee: Employee, zone: str) -> Screen | None:
    """The screen; None when no task is overdue."""
    own, others = await overdue_tasks_of(uow, employee, limit=MAX_TASKS_SHOWN)
    if not own and not others:
        return None
    names = await names_of(uow)
    rows = []
    for task in [*own.tasks, *others.tasks]:
        words = caption(task, zone, uow.now, whose=names.whose(task, viewer_id=employee.id))
        rows.append([action(task, TaskAction.SHOW, words, listed=True)])
    rows.append([button(_("All overdue tasks"), FilterTasks(by=Filter.DUE, value=DueFilter.OVERDUE))])
    counted = [(_("Yours"), own.count), (_("Your colleagues’"), others.count)]
    lines = ["⏰ " + html.bold(html.quote(_("Overdue tasks")))]
    lines += [html.quote(f"{whose}: {count}") for whose, count in counted if count]
    return Screen("\n".join(lines), rows)
