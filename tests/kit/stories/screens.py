"""Screens of the operators' bot: how they are opened, what is on them, what is forged."""

import asyncio
import re

from sqlmodel import select

from bridge.sandbox import Message, Person
from bridge.sandbox.presses import Toast
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Message as Row
from storage.reports.events import Event
from tests.kit.stories.stage import Stage


async def forges(stage: Stage, person: Person, data: str, *, on: Message | None = None) -> Toast:
    """A client that is none of Telegram's own sends what no button holds."""
    message = on or next(each for each in stage.anna.messages(stage.desk)[::-1] if each.rows())
    press = stage.world.presses.press(person.user, message, data)
    async with asyncio.timeout(20):
        return await press.toast


async def rows_of_presses(stage: Stage) -> dict[str, object]:
    """All that an operator's press could change."""
    async with stage.office.database.read() as uow:
        uow.bind(stage.office.organization.id)
        dialogs = [(d.id, d.version, d.assignee_id, d.status) for d in await uow.session.scalars(select(Dialog))]
        messages = [(m.id, m.state) for m in await uow.session.scalars(select(Row))]
        events = [event.id for event in await uow.session.scalars(select(Event))]
    return {"dialogs": dialogs, "messages": messages, "events": events}


def captions(screen: Message) -> list[str]:
    return [button["text"] for row in screen.rows() for button in row]


def dialogs_on(screen: Message) -> list[str]:
    """Whose dialogs the screen lists, in order."""
    opening = [button["text"] for row in screen.rows() for button in row if button["callback_data"].startswith("o:")]
    return [re.sub(r"^\S+ (🔴 )?|( 🔵\d+)? · .*$", "", caption) for caption in opening]


async def opens_list(stage: Stage, person: Person) -> Message:
    written = await person.writes("/dialogs", to=stage.desk)
    return await person.sees("Диалоги", in_=stage.desk, after=written, button="Фильтры")


async def chooses(stage: Stage, person: Person, screen: Message, *path: str) -> Message:
    """Press one button after another on the same message."""
    for caption in path:
        await person.presses(caption, on=screen)
    return screen


async def opens_settings(stage: Stage, person: Person) -> Message:
    asked = await person.writes("/settings", to=stage.desk)
    return await person.sees("Настройки", in_=stage.desk, after=asked, button="Безопасность")
