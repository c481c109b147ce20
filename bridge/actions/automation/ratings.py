"""Ratings: a customer is asked after a dialog is closed, gives a score and may leave a comment."""

from datetime import timedelta

from bridge import buttons
from bridge.actions.automation import bot
from bridge.actions.automation.auto_message_texts import fill_text, spoken_with, wording
from bridge.actions.delivery import desk
from bridge.actions.delivery.changes import MessageEditPayload, put_to_customer
from bridge.actions.inbox import windows
from bridge.actions.reports import audit
from bridge.buttons import OUTDATED_TEXT, Rows
from bridge.errors import lazy
from bridge.text.texts import _, language
from storage.automation.auto_messages import AutoMessageKind
from storage.automation.ratings import MAX_SCORE, Rating
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import AUTO_MESSAGE, Message, MessageKind
from storage.reports.events import EventKind

RATE_ACTION, COMMENT_ACTION = "rate", "comment"

# Texts that come later than this are no comment on the rating.
COMMENT_PERIOD = timedelta(hours=1)


async def ask_customer(uow: UnitOfWork, rating_id: int) -> Message | None:
    """Ask the customer for a rating; None when it does not apply any more or another worker has asked."""
    rating = await uow.ratings.claim(rating_id, uow.now)
    if rating is None:
        return None
    dialog = await uow.dialogs.lock(rating.dialog_id)
    if not await _still_applies(uow, dialog, rating):
        await uow.session.delete(rating)
        return None
    words = await _words(uow, dialog, AutoMessageKind.RATING)
    message = await bot.send_message(uow, dialog, words, {AUTO_MESSAGE: AutoMessageKind.RATING}, buttons=_scale())
    rating.message_id = message.id
    return message


async def _still_applies(uow: UnitOfWork, dialog: Dialog, rating: Rating) -> bool:
    notice = await uow.auto_messages.heard_in(AutoMessageKind.RATING, dialog.channel_id)
    contact, address = await uow.contacts.get(dialog.contact_id), await uow.contacts.address(dialog.address_id)
    is_closed = not dialog.is_open and dialog.closed_at == rating.closed_at
    is_reached = contact.blocked_at is None and address.blocked_at is None
    return is_closed and is_reached and notice is not None and notice.is_on


def _scale() -> Rows:
    return [[buttons.row(f"{score} ⭐", f"{RATE_ACTION}:{score}") for score in range(1, MAX_SCORE + 1)]]


async def rate(uow: UnitOfWork, dialog: Dialog, message: Message, value: str) -> str:
    """Store the customer's score; a `bridge.actions.messages.presses.Act`."""
    rating = await uow.ratings.asked_by(message.id)
    if rating is None or rating.score is not None:
        return OUTDATED_TEXT
    rating.score, rating.scored_at = int(value), uow.now
    told = {"employee_id": rating.employee_id, "department_id": rating.department_id, "rating_id": rating.id}
    audit.record_event(uow, EventKind.RATED, dialog_id=dialog.id, score=rating.score, **told)
    stars = "⭐" * rating.score
    with language(await _spoken(uow, dialog)):
        comment = [[buttons.row("💬 " + _("Leave a comment"), f"{COMMENT_ACTION}:{rating.id}")]]
    thanks = f"{await _words(uow, dialog, AutoMessageKind.THANKS)}\n{stars}"
    await _becomes(uow, message, thanks, comment)
    await _tell(uow, dialog, lazy("The customer has rated this dialog: {stars}"), stars=stars)
    return ""


async def await_comment(uow: UnitOfWork, dialog: Dialog, message: Message, value: str) -> str:
    """Treat the customer's next message as the comment; a `bridge.actions.messages.presses.Act`."""
    rating = await uow.ratings.asked_by(message.id)
    if rating is None or dialog.is_open:
        return OUTDATED_TEXT
    rating.comment_awaited_at = uow.now
    with language(await _spoken(uow, dialog)):
        asked = _("Write your comment in one message")
    await _becomes(uow, message, f"{message.text}\n\n{asked}", [])
    return ""


async def awaiting_comment(uow: UnitOfWork, dialog: Dialog, kind: MessageKind) -> Rating | None:
    """The rating that a message of that kind comments on; None when it comments on none."""
    if dialog.is_open or kind is not MessageKind.TEXT:
        return None
    rating = await uow.ratings.newest(dialog.id)
    if rating is None or rating.comment is not None or rating.comment_awaited_at is None:
        return None
    return rating if uow.now - rating.comment_awaited_at < COMMENT_PERIOD else None


async def add_comment(uow: UnitOfWork, dialog: Dialog, rating: Rating, message: Message) -> None:
    """Store the customer's comment on their rating; the dialog stays in the archive."""
    rating.comment = message.text
    audit.record_event(uow, EventKind.RATING_COMMENTED, dialog_id=dialog.id, rating_id=rating.id, message_id=message.id)
    await windows.mirror(uow, message)
    await _tell(uow, dialog, lazy("This is the customer's comment on the rating: the dialog stays in the archive"))
    with language(await _spoken(uow, dialog)):
        thanks = _("Thank you, we have passed it on")
    await bot.send_message(uow, dialog, thanks, {AUTO_MESSAGE: AutoMessageKind.THANKS})


async def _becomes(uow: UnitOfWork, message: Message, text: str, rows: Rows) -> None:
    """Change the text and the buttons of a message at the customer's."""
    message.text = text
    message.data = buttons.without(message) | ({buttons.BUTTONS_KEY: rows} if rows else {})
    await put_to_customer(uow, MessageEditPayload(), message)


async def _tell(uow: UnitOfWork, dialog: Dialog, text: str, **params: str) -> None:
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        await desk.send_topic_notice(uow, window, text, **params)


async def _words(uow: UnitOfWork, dialog: Dialog, kind: AutoMessageKind) -> str:
    spoken = await _spoken(uow, dialog)
    text = wording(await uow.auto_messages.heard_in(kind, dialog.channel_id), kind, spoken)
    return await fill_text(uow, dialog, text, spoken)


async def _spoken(uow: UnitOfWork, dialog: Dialog) -> str:
    contact = await uow.contacts.get(dialog.contact_id)
    return spoken_with(contact, await uow.organizations.get(uow.organization_id))
