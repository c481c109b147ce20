"""Offers: cards with «Взять» for a dialog that nobody is responsible for. The first press wins."""

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Offer
from storage.shifts.hours import together
from storage.team.sign_ins import SignIn


async def make(uow: UnitOfWork, dialog: Dialog) -> None:
    """Offer the dialog to the employees of its department, or to all employees when nobody there can be reached.

    Existing offers are repainted. When the department has a forum, the dialog is opened in the forum and its offers
    end.
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
            # Employees would overlook a card far up in the chat, so a renewed offer gets a new card.
            offer.telegram_message_id = None
        if offer is None:
            offer = Offer(dialog_id=dialog.id, employee_id=sign_in.employee_id, chat_id=sign_in.chat_id)
            uow.add(offer)
        offer.is_live = True
        await uow.flush()
        await desk.show_offer(uow, offer)
    await _withdraw(uow, list(shown.values()))


async def _told(uow: UnitOfWork, dialog: Dialog) -> list[SignIn]:
    """The sign-ins that get the offer: employees on duty who want to hear of new dialogs.

    When none of them wants that, everybody on duty gets the offer, so that somebody sees the customer. Employees who
    are off duty get the offer when they come on duty.
    """
    people = await _on_duty(uow, dialog.department_id) or await _on_duty(uow, None)
    people = people or await _never_coming(uow, dialog.department_id)
    deaf = {employee.id for employee in await uow.employees.all() if not employee.hears_of_new}
    return [sign_in for sign_in in people if sign_in.employee_id not in deaf] or people


async def _on_duty(uow: UnitOfWork, department_id: int | None) -> list[SignIn]:
    on_duty = await uow.schedules.on_duty(uow.now)
    return [each for each in await uow.sign_ins.of_department(department_id) if each.employee_id in on_duty]


async def _never_coming(uow: UnitOfWork, department_id: int | None) -> list[SignIn]:
    """All sign-ins when nobody will be on duty within a year; otherwise none, as the offer can wait for a shift."""
    people = await uow.sign_ins.of_department(department_id) or await uow.sign_ins.of_department(None)
    hours = await uow.schedules.hours_of_many(sign_in.employee_id for sign_in in people)
    return people if together(hours.values()).next_start(uow.now) is None else []


async def make_due(uow: UnitOfWork, employee_id: int) -> None:
    """Make the offers for an employee who comes on duty: dialogs not offered to anybody, or not to this employee."""
    mine = {membership.department_id for membership in await uow.employees.memberships(employee_id)}
    everywhere = [department.id for department in await uow.departments.all()]
    for dialog in await uow.dialogs.unassigned(everywhere):
        told = {offer.employee_id for offer in await uow.windows.offers(dialog.id) if offer.is_live}
        is_mine = dialog.department_id is None or dialog.department_id in mine
        if not told or (is_mine and employee_id not in told):
            await make(uow, dialog)


async def reassign_offers(uow: UnitOfWork, employee_id: int) -> None:
    """Withdraw the offers of an employee who goes off duty.

    A dialog that was offered only to them is offered to others.
    """
    on_duty = await uow.schedules.on_duty(uow.now)
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        for offer in await uow.windows.live_offers_in(sign_in.chat_id):
            others = [each for each in await uow.windows.offers(offer.dialog_id) if each.employee_id in on_duty]
            if any(each.is_live for each in others):
                await _withdraw(uow, [offer])
            else:
                await make(uow, await uow.dialogs.get(offer.dialog_id))


async def make_all(uow: UnitOfWork, sign_in: SignIn) -> None:
    """Offer every unassigned dialog of the departments of an employee who has just signed in."""
    mine = [membership.department_id for membership in await uow.employees.memberships(sign_in.employee_id)]
    for dialog in await uow.dialogs.unassigned(mine):
        await make(uow, dialog)


async def end(uow: UnitOfWork, dialog: Dialog) -> None:
    """End the offers of a dialog that was taken, transferred or closed: their cards say so and lose the button."""
    await _withdraw(uow, await uow.windows.offers(dialog.id))


async def _withdraw(uow: UnitOfWork, offers: list[Offer]) -> None:
    for offer in offers:
        if offer.is_live:
            offer.is_live = False
            await desk.show_offer(uow, offer)
