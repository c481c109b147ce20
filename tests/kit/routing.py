"""Verbs of routing: customers who write, and who gets their dialogs."""

from dataclasses import replace
from datetime import timedelta

from bridge.actions.shifts import pauses, routing_rules
from storage.inbox.dialogs import Dialog
from storage.reports.events import Event, EventKind
from storage.shifts.routings import Mode
from storage.team.employees import Employee
from tests.kit.office import HELLO, Office


async def routed(office: Office, mode: Mode = Mode.ROUND_ROBIN, **more) -> None:
    async with office.begin() as uow:
        await routing_rules.change_routing(uow, office.support.id, by=office.anna, mode=mode, **more)
        office.channel = await uow.channels.get(office.channel.id)


async def writes(office: Office, number: int, text: str = "Здравствуйте") -> Dialog:
    """Another customer for each number."""
    sender = replace(HELLO.sender, external_id=str(500 + number), name=f"Клиент {number}", username=None)
    said = await office.hears(text, 1, sender=sender)
    return await dialog_of(office, said.dialog_id)


async def dialog_of(office: Office, dialog_id: int) -> Dialog:
    async with office.begin() as uow:
        return await uow.dialogs.get(dialog_id)


async def events(office: Office, kind: EventKind = EventKind.DIALOG_ROUTED) -> list[Event]:
    async with office.begin() as uow:
        return await uow.events.of_kind(kind)


async def is_paused(office: Office, employee: Employee) -> None:
    async with office.begin() as uow:
        await pauses.begin(uow, uow.now + timedelta(hours=1), by=employee)
