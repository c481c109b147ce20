"""Mentions: an employee who is named in a note hears of it in private, with a way into the dialog."""

import re
from collections.abc import Collection

from bridge.actions import echoes, outbox
from bridge.actions.desk import DESK, Show, lane
from bridge.errors import lazy
from storage.employees import Employee
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from storage.windows import Window

AWAY = lazy("{name} is not signed in, and will not hear of this note before they open the dialog")


async def tell(uow: UnitOfWork, note: Message, window: Window | None, *, picked: Collection[int] = ()) -> None:
    """Tell everybody who is named in the note; whoever cannot be told is said to its author.

    Args:
        window: where it was written.
        picked: employees who are meant besides those that its words name.
    """
    for employee in await uow.employees.all():
        if employee.id == note.employee_id or not (employee.id in picked or is_named(employee, note.text)):
            continue
        chats = [each.chat_id for each in await uow.sign_ins.of_employee(employee.id) if each.blocked_at is None]
        for chat_id in chats:
            await outbox.put(
                uow,
                carrier=DESK,
                lane=lane(chat_id),
                kind=Show.MENTION,
                dialog_id=note.dialog_id,
                message_id=note.id,
            )
        if not chats and window is not None:
            await echoes.remark(uow, note, window, AWAY, name=employee.name)


def is_named(employee: Employee, text: str) -> bool:
    """By «@» and the first name, or the whole one, in any case: «@Мария Лис», «@мария»."""
    names = sorted({employee.name, employee.name.split()[0]} if employee.name.split() else (), key=len, reverse=True)
    spelt = "|".join(re.escape(_plain(name)) for name in names)
    return bool(spelt) and re.search(rf"(?<!\w)@(?:{spelt})(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
