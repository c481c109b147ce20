"""Offers: cards with «Взять» for a dialog that nobody is responsible for. The first press wins."""

from bridge.actions import desk, windows
from storage.dialogs import Dialog
from storage.sign_ins import SignIn
from storage.unit_of_work import UnitOfWork
from storage.windows import Offer


async def make(uow: UnitOfWork, dialog: Dialog) -> None:
    """Offer the dialog to its department's people; to everybody when nobody of them can be reached.

    Cards that are already there are brought up to date. A department that has a forum takes its dialogs there.
    """
    forum = await uow.forums.usable_of(dialog.department_id)
    if forum is not None:
        await windows.open_in(uow, dialog, forum)
        await end(uow, dialog)
        return
    people = await _told(uow, dialog)
    shown = {offer.chat_id: offer for offer in await uow.windows.offers(dialog.id)}
    for sign_in in people:
        offer = shown.pop(sign_in.chat_id, None)
        if offer is not None and not offer.is_live:
            # A card far up in the chat would be overlooked: the new offer gets a new one.
            offer.telegram_message_id = None
        if offer is None:
            offer = Offer(dialog_id=dialog.id, employee_id=sign_in.employee_id, chat_id=sign_in.chat_id)
            uow.add(offer)
        offer.is_live = True
        await uow.flush()
        await desk.offer(uow, offer)
    await _withdraw(uow, list(shown.values()))


async def _told(uow: UnitOfWork, dialog: Dialog) -> list[SignIn]:
    """Those who want to hear of new dialogs; when nobody does, all of them: no customer is to wait unseen."""
    people = await uow.sign_ins.of_department(dialog.department_id)
    if not people and dialog.department_id is not None:
        people = await uow.sign_ins.of_department(None)
    deaf = {employee.id for employee in await uow.employees.all() if not employee.hears_of_new}
    return [sign_in for sign_in in people if sign_in.employee_id not in deaf] or people


async def make_all(uow: UnitOfWork, sign_in: SignIn) -> None:
    """Offer whatever waits in the employee's departments: they have just come to work."""
    mine = [membership.department_id for membership in await uow.employees.memberships(sign_in.employee_id)]
    for dialog in await uow.dialogs.unassigned(mine):
        await make(uow, dialog)


async def end(uow: UnitOfWork, dialog: Dialog) -> None:
    """The dialog was taken, handed over or closed: its cards say so and lose their button."""
    await _withdraw(uow, await uow.windows.offers(dialog.id))


async def _withdraw(uow: UnitOfWork, offers: list[Offer]) -> None:
    for offer in offers:
        if offer.is_live:
            offer.is_live = False
            await desk.offer(uow, offer)
