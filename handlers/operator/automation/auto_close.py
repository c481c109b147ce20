"""«Не закрывать»: a button keeps a silent dialog open."""

from aiogram import Router

from bridge.actions.automation import auto_close
from bridge.desk.render.auto_close_warning_renderer import KeepOpen
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response

part = BotPart(__name__)


@part.writes(KeepOpen)
async def keep_open(press: Press, button: KeepOpen) -> Response:
    await auto_close.keep_open(press.uow, button.dialog_id, by=press.by)
    words = _("The dialog stays open: {name} has said so").format(name=press.by.name)
    return Response(ends_question=f"🗄 {words}")


def router() -> Router:
    return part.router()
