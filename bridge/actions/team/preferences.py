"""Preferences of an employee: sound, notices of new dialogs, the unread mark, the undo delay, language, time zone."""

from bridge.actions.delivery import desk
from bridge.actions.inbox import offers
from bridge.actions.inbox import unread as unread_mark
from bridge.actions.reports import audit
from bridge.actions.shifts import shifts
from bridge.errors import Refusal, lazy
from bridge.text.texts import LANGUAGES
from bridge.when import zones
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.undos import UNDO_DELAY_CHOICES
from storage.reports.events import EventKind
from storage.team.employees import Employee


class UnknownLanguage(Refusal):
    text = lazy("I do not speak this language")


class UnknownUndoDelay(Refusal):
    text = lazy("An answer can wait for 5 or 10 seconds, or leave at once")


async def switch_sound(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    by.has_sound = on
    _changed(uow, by, "sound", on)


async def switch_notices(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    """Switch offers of new dialogs on or off; when switched on, waiting dialogs are offered at once."""
    by.hears_of_new = on
    _changed(uow, by, "notices", on)
    await uow.flush()
    if on:
        for sign_in in await uow.sign_ins.of_employee(by.id):
            await offers.make_all(uow, sign_in)


async def switch_weekly_report(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    """Switch the weekly report on or off; operators cannot have it.

    Raises:
        ManagersOnly
    """
    by.ensure_manager()
    by.hears_weekly = on
    _changed(uow, by, "weekly", on)


async def switch_unread_mark(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    """Switch the unread mark in the employee's own chats on or off."""
    await unread_mark.switch_mine(uow, on, by=by)
    _changed(uow, by, "unread", on)


async def set_undo_delay(uow: UnitOfWork, seconds: int, *, by: Employee) -> None:
    """Set the undo delay of the employee's answers, in seconds.

    Raises:
        UnknownUndoDelay: the number is not among the choices.
    """
    if seconds not in UNDO_DELAY_CHOICES:
        raise UnknownUndoDelay
    by.undo_seconds = seconds
    _changed(uow, by, "undo_window", seconds)


async def set_language(uow: UnitOfWork, code: str, *, by: Employee) -> None:
    """Set the language in which the bot talks to the employee.

    Raises:
        UnknownLanguage: the product has no such language.
    """
    if code not in LANGUAGES:
        raise UnknownLanguage
    by.language = code
    _changed(uow, by, "language", code)
    await _repaint(uow, by)


async def set_time_zone(uow: UnitOfWork, zone: str | None, *, by: Employee) -> None:
    """Set the time zone in which times are shown to the employee and read from them; None means the organization's.

    Raises:
        UnknownZone: there is no such time zone.
    """
    by.time_zone = zones.known(zone) if zone is not None else None
    _changed(uow, by, "time_zone", zone)
    await _repaint(uow, by)
    # Their working hours are at other moments in the new time zone.
    await shifts.follow(uow, [by.id])


async def _repaint(uow: UnitOfWork, by: Employee) -> None:
    """Repaint the cards that the employee sees, because they were painted in another language or time zone."""
    for sign_in in await uow.sign_ins.of_employee(by.id):
        for window in await uow.windows.open_in(sign_in.chat_id):
            await desk.repaint_window(uow, window)
        for offer in await uow.windows.live_offers_in(sign_in.chat_id):
            await desk.show_offer(uow, offer)


def _changed(uow: UnitOfWork, by: Employee, name: str, value: object) -> None:
    audit.record_event(uow, EventKind.PREFERENCE_CHANGED, by=by.id, name=name, value=value)
