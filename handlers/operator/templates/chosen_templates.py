"""Templates that were chosen in the input field: each goes to the customer that it was filled for."""

from typing import Any

from aiogram import Router
from aiogram.types import Message

from bridge.actions.templates import template_answers
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.templates.inline import ChosenTemplate, chosen_template
from bridge.errors import Refusal, lazy
from bridge.text.variables import Filled, fill
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.questions import forget_questions
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import TargetDialog, find_target
from handlers.operator.messages.notes import is_note
from handlers.operator.messages.reading import draft
from handlers.operator.templates.templates import TextInstead, window_here
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind
from storage.inbox.windows import Layout


class ForAnother(Refusal):
    text = lazy("Nothing was sent: this template was filled for another customer. Choose it again here")


class HasGaps(Refusal):
    text = lazy(
        "Nothing was sent: the gaps of this template are open. Choose it by «Find by a word» on the dialog's list"
    )


def is_chosen_template(message: Message, telegram: Telegram) -> bool | dict[str, Any]:
    """Let through templates that were chosen from our list; a forwarded message is none."""
    if message.via_bot is None or message.via_bot.id != telegram.id or message.forward_origin is not None:
        return False
    chosen = chosen_template(message)
    return {"chosen": chosen} if chosen else False


async def is_for_customer(message: Message, open_question: OpenQuestion) -> bool:
    """Whether the template goes to the customer. As the answer to a question, or as a note, it does not."""
    if is_note(message):
        return False
    question = await open_question.get()
    return question is None or question.kind is QuestionKind.TEMPLATE_INSTEAD


async def send(
    message: Message, chosen: ChosenTemplate, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await forget_questions(uow, place, operator, TextInstead)
        target = await _find_target(uow, message, chosen, place, operator)
        is_shown_anew = await _is_shown_anew(uow, chosen, target, place)
        await (_send_anew if is_shown_anew else _send_it)(uow, message, chosen, target, operator)
    if is_shown_anew:
        await responder.erase(message.message_id)


async def refuse_gaps(message: Message) -> None:
    """Refuse it: without its button, or saved for later, it is plain text with unfilled variables."""
    raise HasGaps


async def _find_target(
    uow: UnitOfWork, message: Message, chosen: ChosenTemplate, place: Place, operator: Operator
) -> TargetDialog:
    """The dialog that the template was filled for; the target dialog of the message when it was filled for none.

    Raises:
        ForAnother: the message's target is another dialog.
    """
    if chosen.dialog_id and place.thread_id is None and message.reply_to_message is None:
        # On some phones the choice leaves the topic.
        return TargetDialog(await window_here(uow, chosen.dialog_id, place))
    target = await find_target(uow, message, place, operator)
    if chosen.dialog_id not in (0, target.window.dialog_id):
        raise ForAnother
    return target


async def _is_shown_anew(uow: UnitOfWork, chosen: ChosenTemplate, target: TargetDialog, place: Place) -> bool:
    """Whether the bot sends the template itself: the chosen message is incomplete, or in the wrong place."""
    template = await uow.templates.get(chosen.template_id)
    is_elsewhere = target.window.layout is not Layout.REPLIES and place.thread_id != target.window.thread_id
    return not chosen.dialog_id or bool(template.files) or is_elsewhere


async def _send_anew(
    uow: UnitOfWork, message: Message, chosen: ChosenTemplate, target: TargetDialog, operator: Operator
) -> None:
    """Send the whole template. If it was filled already, its text is the one that the operator has seen."""
    written = draft(message, reply_to_id=None, addressed=True)
    await template_answers.send(
        uow,
        chosen.template_id,
        target.window,
        version=chosen.version,
        after_id=await uow.templates.newest_word(target.window.dialog_id),
        by=await operator.employee(uow),
        sign_in=await operator.sign_in(uow),
        instead=Filled(written.text, written.entities) if chosen.dialog_id else None,
    )


async def _send_it(
    uow: UnitOfWork, message: Message, chosen: ChosenTemplate, target: TargetDialog, operator: Operator
) -> None:
    """Send the operator's message as it is."""
    written = draft(message, reply_to_id=target.reply_to_id, addressed=True, is_gone=target.is_gone)
    by, sign_in = await operator.employee(uow), await operator.sign_in(uow)
    await template_answers.send_changed(uow, chosen.template_id, target.window, written, by=by, sign_in=sign_in)


async def leaves_with_gaps(message: Message, telegram: Telegram, open_question: OpenQuestion) -> bool:
    """Whether the message is a template with unfilled variables, and no note."""
    question = await open_question.get()
    if is_note(message) or (question is not None and question.kind is QuestionKind.NOTE):
        return False
    words = message.text or message.caption or ""
    is_ours = message.via_bot is not None and message.via_bot.id == telegram.id
    return is_ours and fill(words, [], {}).text != words


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(send, is_chosen_template, is_for_customer)
    router.message.register(refuse_gaps, leaves_with_gaps)
    return router
