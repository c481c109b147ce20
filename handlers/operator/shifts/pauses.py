"""«Пауза» and «Снова на смене»."""

from aiogram import Router

from bridge.actions.shifts import pauses
from bridge.desk.shifts.schedule_edits import StartPause, pause_length, pause_screen
from bridge.desk.shifts.schedules import EditPause, Resume
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.shifts.schedules import schedule_seen, whole
from storage.shifts.schedules import Whose

part = BotPart(__name__, in_private=True)


@part.writes(EditPause)
async def ask(press: Press, button: EditPause) -> Screen:
    return pause_screen(await schedule_seen(press, Whose(press.by.id), what="pause"))


@part.writes(StartPause)
async def begin(press: Press, button: StartPause) -> Screen:
    length = pause_length(button)
    await pauses.begin(press.uow, press.uow.now + length if length is not None else None, by=press.by)
    return await whole(press, Whose(press.by.id))


@part.writes(Resume)
async def end(press: Press, button: Resume) -> Screen:
    await pauses.end(press.uow, by=press.by)
    return await whole(press, Whose(press.by.id))


def router() -> Router:
    return part.router()
