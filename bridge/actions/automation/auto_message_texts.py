"""Texts of auto-messages: the usual ones, those of the organization, and the values of their variables."""

from datetime import datetime, timedelta

from bridge.actions.templates.template_answers import values
from bridge.errors import Refusal, lazy
from bridge.text import variables
from bridge.text.texts import _, known_language, language, local_time
from bridge.text.variables import COMMON_VARIABLES, Variable
from bridge.when.saying import in_words
from storage.automation.auto_messages import MAX_TEXT_LENGTH, AutoMessage, AutoMessageKind
from storage.automation.auto_replies import MAX_ANSWER_LENGTH as LONGEST_ANSWER
from storage.clients.contacts import Contact
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.team.organizations import Organization


class NoText(Refusal):
    text = lazy("There are no words in this. Nothing was changed")


class LongText(Refusal):
    text = lazy("The text is too long: at most {limit} characters, this one has {count}. Nothing was changed")


def usual(kind: AutoMessageKind) -> str:
    """The usual text in the current language, for an organization that has not written its own."""
    match kind:
        case AutoMessageKind.GREETING:
            return _("Hello! Thank you for writing to us. We will answer soon.")
        case AutoMessageKind.OFF_HOURS:
            return _("Nobody is here right now. We have got your message and will answer it. We are back: {back}.")
        case AutoMessageKind.QUEUE:
            return _("We have got your message. Somebody will answer you soon.")
        case AutoMessageKind.RATING:
            return _("How did we help you? Please rate it from 1 to 5.")
        case AutoMessageKind.THANKS:
            return _("Thank you for your rating!")


def wording(auto_message: AutoMessage | None, kind: AutoMessageKind, spoken: str) -> str:
    """The text in a language, with its variables unfilled."""
    with language(spoken):
        return (auto_message.texts.get(spoken) if auto_message is not None else None) or usual(kind)


def gaps(kind: AutoMessageKind) -> frozenset[Variable]:
    """The variables that a text of that kind may use."""
    own = {AutoMessageKind.OFF_HOURS: {Variable.BACK}, AutoMessageKind.QUEUE: {Variable.PLACE}}
    return COMMON_VARIABLES | own.get(kind, set())


def check_text(text: str, kind: AutoMessageKind) -> str:
    """The text as it is stored.

    Raises:
        NoText, LongText, UnknownVariable, Unclosed: the text cannot be used.
    """
    text = _fitting(text, MAX_TEXT_LENGTH)
    variables.check(text, gaps(kind))
    return text


def check_auto_reply(text: str) -> str:
    """The text of an auto-reply as it is stored; raises as `check_text` does."""
    text = _fitting(text, LONGEST_ANSWER)
    variables.check(text)
    return text


def _fitting(text: str, most: int) -> str:
    text = text.strip()
    if not text:
        raise NoText
    if len(text) > most:
        raise LongText(limit=most, count=len(text))
    return text


def spoken_with(contact: Contact, organization: Organization) -> str:
    """The language in which the bot writes to a customer."""
    return known_language(contact.language, otherwise=organization.language)


async def fill_text(
    uow: UnitOfWork, dialog: Dialog, text: str, spoken: str, *, back: datetime | None = None, place: int | None = None
) -> str:
    """A text with its variables filled for the customer of a dialog.

    Args:
        back: when somebody is on duty again; None when that is unknown.
        place: the customer's place in the queue, counted from 1.
    """
    assignee = await uow.employees.get(dialog.assignee_id) if dialog.assignee_id else None
    zone = (await uow.organizations.get(uow.organization_id)).time_zone
    known = {**await values(uow, dialog.id, by=assignee)}
    with language(spoken):
        known[Variable.BACK] = in_words(back, zone, uow.now) if back else _("later")
        known[Variable.PLACE] = str(place) if place else ""
        return variables.fill(text, [], known).text


def sample(text: str, spoken: str, now: datetime, zone: str) -> str:
    """The text with sample values, for the manager who writes it."""
    with language(spoken):
        names = {
            Variable.NAME: _("Ivan"),
            Variable.FULL_NAME: _("Ivan Petrov"),
            Variable.PHONE: "+7 900 000-00-00",
            Variable.OPERATOR: _("Anna"),
            Variable.DEPARTMENT: _("Support"),
            Variable.ORGANIZATION: _("Our company"),
            Variable.CHANNEL: "Telegram",
            Variable.NUMBER: "125",
            Variable.DATE: f"{local_time(now, zone):%d.%m.%Y}",
            Variable.TIME: f"{local_time(now, zone):%H:%M}",
            Variable.BACK: in_words(_morning(now, zone), zone, now),
            Variable.PLACE: "3",
        }
        return variables.fill(text, [], names).text


def _morning(now: datetime, zone: str) -> datetime:
    """Nine o'clock of the next day."""
    return (local_time(now, zone) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
