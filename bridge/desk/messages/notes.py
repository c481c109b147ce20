"""A note from the dialog's card: the question for its text, and the colleagues who are notified of it."""

from collections.abc import Collection

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import Rows, packed
from bridge.desk.ui.screen import button
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

# Buttons show this many colleagues; others are mentioned with «@».
MAX_COLLEAGUES_SHOWN = 6


class WriteNote(CallbackData, prefix="nw"):
    """Ask for the text of a note."""

    dialog_id: Number


class NameColleague(CallbackData, prefix="nm"):
    """Choose a colleague who is notified of the note, or undo the choice; `asked_of` is the note's author."""

    dialog_id: Number
    asked_of: Number
    employee_id: Number
    on: bool


def note_button(dialog_id: int) -> Button:
    return button("🔒 " + _("Note"), WriteNote(dialog_id=dialog_id))


async def colleagues(uow: UnitOfWork, dialog_id: int, *, asked_of: int, picked: Collection[int]) -> Rows:
    """Buttons for the signed-in colleagues; a press chooses one, another press undoes the choice."""
    here = {sign_in.employee_id for sign_in in await uow.sign_ins.of_department(None)}
    others = [each for each in await uow.employees.all() if each.id in here and each.id != asked_of]

    def option(employee_id: int, name: str) -> Button:
        is_on = employee_id in picked
        data = NameColleague(dialog_id=dialog_id, asked_of=asked_of, employee_id=employee_id, on=not is_on)
        return button(("✅ " if is_on else "@ ") + name, data)

    return packed([option(each.id, each.name) for each in others[:MAX_COLLEAGUES_SHOWN]])
