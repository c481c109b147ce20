"""Buttons of «Перевести»: choose who receives the dialog, with or without a comment."""

from aiogram import Router

from bridge.actions.inbox import dialogs
from bridge.desk.inbox.about import DialogDetails, about
from bridge.desk.inbox.receivers import receiver, receivers
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.context import Operator, Place
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import open_question
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind

# The comment is shown on a card.
MAX_COMMENT_LENGTH = 500

part = BotPart(__name__)


class TransferComment(QuestionData):
    """The comment of a transfer. The answer stays in the open question until the dialog is handed over."""

    kind = QuestionKind.TRANSFER_COMMENT
    about = lazy("the comment for the receiver")

    dialog_id: int
    comment: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.comment)


@part.reads(callbacks.PickReceiver)
async def pick_receiver(press: Press, button: callbacks.PickReceiver) -> Screen:
    dialogs.ensure_fresh(await press.uow.dialogs.get(button.dialog_id), button.version)
    return await receivers(
        press.uow,
        button.dialog_id,
        viewer_id=press.operator.employee_id,
        comment=await comment_for(press.uow, press.place, press.operator, button.dialog_id),
        page=button.page,
    )


@part.writes(callbacks.Transfer)
async def transfer(press: Press, button: callbacks.Transfer) -> str:
    dialog = await dialogs.transfer(
        press.uow,
        button.dialog_id,
        to=receiver(button.to),
        by=press.by,
        version=button.version,
        comment=await comment_for(press.uow, press.place, press.operator, button.dialog_id),
    )
    await press.stop_asking(TransferComment)
    return _("Handed over: {name}").format(name=_responsible(await about(press.uow, dialog.id)))


@part.writes(callbacks.Comment)
async def ask_comment(press: Press, button: callbacks.Comment) -> Response:
    dialogs.ensure_fresh(await press.uow.dialogs.get(button.dialog_id), button.version)
    words = _("Write the comment for the receiver; the customer will not see it")
    return await press.ask(TransferComment(dialog_id=button.dialog_id), words)


@part.answers(TransferComment)
async def take_comment(typed: Typed, asked: TransferComment) -> Screen:
    """Keep the comment and show the list again; the dialog is not handed over yet."""
    words = typed.words[:MAX_COMMENT_LENGTH]
    await typed.keep_asking(TransferComment(dialog_id=asked.dialog_id, comment=words))
    return await receivers(typed.uow, asked.dialog_id, viewer_id=typed.operator.employee_id, comment=words)


async def comment_for(uow: UnitOfWork, place: Place, operator: Operator, dialog_id: int) -> str:
    """The comment that the employee wrote here for the transfer of this dialog; empty when there is none."""
    asked = await open_question(uow, place, operator, TransferComment)
    return asked.comment if asked is not None and asked.dialog_id == dialog_id else ""


def _responsible(seen: DialogDetails) -> str:
    if seen.assignee is not None:
        return seen.assignee.name
    return seen.department.name if seen.department else "—"


def router() -> Router:
    return part.router()
