"""The buttons of «Перевести»: pick who shall have the dialog, with a comment or without."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions import dialogs
from bridge.desk import callbacks
from bridge.desk.about import About, about
from bridge.desk.receivers import receiver, receivers
from bridge.texts import _
from handlers.operator.asked import Asked
from handlers.operator.asking import NotWords, ask, forget_about
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.talk import Talk
from storage.database import Database
from storage.prompts import Prompt, PromptKind
from storage.unit_of_work import UnitOfWork

# A comment is read on a card.
COMMENT_LIMIT = 500


async def pick_receiver(
    query: CallbackQuery,
    callback_data: callbacks.PickReceiver,
    operator: Operator,
    place: Place,
    database: Database,
    talk: Talk,
) -> None:
    async with database.read(operator.organization_id) as uow:
        dialogs.ensure_fresh(await uow.dialogs.get(callback_data.dialog_id), callback_data.version)
        screen = await receivers(
            uow,
            callback_data.dialog_id,
            viewer_id=operator.employee_id,
            comment=await comment_for(uow, place, operator, callback_data.dialog_id),
            page=callback_data.page,
        )
    await talk.redraw(query, screen)
    await talk.toast(query)


async def transfer(
    query: CallbackQuery,
    callback_data: callbacks.Transfer,
    operator: Operator,
    place: Place,
    begin: Begin,
    talk: Talk,
) -> None:
    to = receiver(callback_data.to)
    async with begin() as uow:
        dialog = await dialogs.transfer(
            uow,
            callback_data.dialog_id,
            to=to,
            by=await operator.employee(uow),
            version=callback_data.version,
            comment=await comment_for(uow, place, operator, callback_data.dialog_id),
        )
        await forget_comment(uow, place, operator)
        seen = await about(uow, dialog.id)
    await talk.toast(query, _("Handed over: {name}").format(name=_responsible(seen)))


async def ask_comment(
    query: CallbackQuery,
    callback_data: callbacks.Comment,
    operator: Operator,
    place: Place,
    begin: Begin,
    talk: Talk,
) -> None:
    async with begin() as uow:
        dialogs.ensure_fresh(await uow.dialogs.get(callback_data.dialog_id), callback_data.version)
        await ask(uow, place, operator, PromptKind.TRANSFER_COMMENT, dialog_id=callback_data.dialog_id)
    await talk.toast(query)
    await talk.say(_("Write the comment for the receiver; the customer will not see it"))


async def take_comment(
    message: Message, prompt: Prompt, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    """Keep the comment and show the list again; nothing is handed over yet."""
    words = (message.text or "")[:COMMENT_LIMIT]
    dialog_id = prompt.data["dialog_id"]
    async with begin() as uow:
        await ask(uow, place, operator, PromptKind.TRANSFER_COMMENT, dialog_id=dialog_id, comment=words)
        screen = await receivers(uow, dialog_id, viewer_id=operator.employee_id, comment=words)
    await talk.show(screen)


async def waits_for_comment(message: Message, asked: Asked) -> bool | dict[str, Prompt]:
    """Let a text through when it answers the question for a comment."""
    prompt = await asked.prompt()
    if prompt is None or prompt.kind is not PromptKind.TRANSFER_COMMENT or "comment" in prompt.data:
        return False
    if message.text is None:
        raise NotWords
    return {"prompt": prompt}


async def comment_for(uow: UnitOfWork, place: Place, operator: Operator, dialog_id: int) -> str:
    """The comment that they wrote here for handing over this dialog; empty when there is none."""
    asked = await uow.prompts.at(place.chat_id, place.thread_id, of=operator.employee_id)
    if asked is None or asked.kind is not PromptKind.TRANSFER_COMMENT or asked.data.get("dialog_id") != dialog_id:
        return ""
    return str(asked.data.get("comment", ""))


async def forget_comment(uow: UnitOfWork, place: Place, operator: Operator) -> None:
    await forget_about(uow, place, operator, PromptKind.TRANSFER_COMMENT)


def _responsible(seen: About) -> str:
    if seen.assignee is not None:
        return seen.assignee.name
    return seen.department.name if seen.department else "—"


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(pick_receiver, callbacks.PickReceiver.filter())
    router.callback_query.register(transfer, callbacks.Transfer.filter())
    router.callback_query.register(ask_comment, callbacks.Comment.filter())
    router.message.register(take_comment, waits_for_comment)
    return router
