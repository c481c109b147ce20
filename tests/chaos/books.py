"""What the product's own database says in the end."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, col, select

from bridge.actions.delivery.desk import COPY_KINDS
from bridge.actions.messages.bursts import parts_of
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Mirror, Offer, Window
from storage.messages.messages import Message
from storage.team.employees import Employee
from tests.kit.books import unsettled
from tests.kit.stories.stage import Stage

Place = tuple[int, int]
"""A chat and a message in it."""


@dataclass
class Books:
    """Everything that is there, read at one moment."""

    messages: dict[int, Message]
    deliveries: list[Delivery]
    mirrors: list[Mirror]
    windows: dict[int, Window]
    offers: list[Offer]
    dialogs: dict[int, Dialog]
    employees: dict[int, str]
    set_aside: list[int]

    def mirrored(self) -> dict[Place, list[Mirror]]:
        found: defaultdict[Place, list[Mirror]] = defaultdict(list)
        for mirror in self.mirrors:
            found[mirror.chat_id, mirror.telegram_message_id].append(mirror)
        return dict(found)

    def refused(self) -> list[Delivery]:
        return [each for each in self.deliveries if each.status is DeliveryStatus.FAILED]

    def repeated(self) -> dict[int, set[int]]:
        """By the message: the windows into which it was sent as a possible repeat."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for each in self.deliveries:
            if each.is_repeat and each.kind in COPY_KINDS:
                for message_id in self._shown_by(each):
                    found[message_id].add(each.window_id or 0)
        return dict(found)

    def _shown_by(self, delivery: Delivery) -> list[int]:
        """Of an album the caption says it for all its pictures."""
        first, *others = parts_of(delivery)
        album = self.messages[first].album_id
        mates = [row.id for row in self.messages.values() if album is not None and row.album_id == album]
        return [first, *others, *mates]


async def read(stage: Stage) -> Books:
    async with stage.office.database.read(stage.office.organization.id) as uow:
        entries = await _all(uow, JournalEntry)
        return Books(
            messages={row.id: row for row in await _all(uow, Message)},
            deliveries=await _all(uow, Delivery),
            mirrors=await _all(uow, Mirror),
            windows={row.id: row for row in await _all(uow, Window)},
            offers=await _all(uow, Offer),
            dialogs={row.id: row for row in await _all(uow, Dialog)},
            employees={row.id: row.name for row in await _all(uow, Employee)},
            set_aside=[row.id for row in entries if row.state is EntryState.SET_ASIDE],
        )


async def is_done(stage: Stage) -> bool:
    """Every update has been fetched and handled, and nothing waits to leave."""
    if any(bot.updates.pending() for bot in stage.world.bots.values()):
        return False
    async with stage.office.database.read() as uow:
        return not await uow.journal.count(EntryState.NEW) and not await unsettled(uow)


async def unfinished(stage: Stage) -> list[str]:
    """What is not done, in words."""
    waiting = [f"{bot.username} has updates" for bot in stage.world.bots.values() if bot.updates.pending()]
    async with stage.office.database.read() as uow:
        for each in await unsettled(uow):
            waiting.append(f"delivery {each.id} {each.kind} in {each.lane}: {each.status}, {each.attempts} tries")
        if count := await uow.journal.count(EntryState.NEW):
            waiting.append(f"{count} entries of the journal")
    return waiting


async def _all(uow: UnitOfWork, table: type[Any]) -> list[Any]:
    assert issubclass(table, SQLModel)
    rows = select(table).order_by(col(table.id))
    return list(await uow.session.scalars(rows, execution_options=SYSTEM_WIDE))
