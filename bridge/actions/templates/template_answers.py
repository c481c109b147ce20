"""A template as an answer: its variables are filled for the customer, and it is sent like an operator's message."""

from dataclasses import replace
from uuid import uuid4

from bridge.actions.messages import messages
from bridge.actions.messages.draft_data import DraftData, draft_of, with_words
from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.errors import Refusal, lazy
from bridge.text import variables
from bridge.text.texts import local_time
from bridge.text.variables import Filled, Values, Variable
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn
from storage.templates.templates import TEMPLATE_KEY, Template


class NothingLeft(Refusal):
    text = lazy("For this customer nothing is left of the template: its variables are empty")


class SentAlready(Refusal):
    text = lazy("It was sent just now. To send it once more open the templates again")


async def values(uow: UnitOfWork, dialog_id: int, *, by: Employee | None) -> Values:
    """The values of the variables in a dialog when this employee writes; None stands for the bot."""
    dialog = await uow.dialogs.get(dialog_id)
    contact = await uow.contacts.get(dialog.contact_id)
    organization = await uow.organizations.get(uow.organization_id)
    department = await uow.departments.get(dialog.department_id) if dialog.department_id else None
    now = local_time(uow.now, organization.time_zone)
    values = {
        Variable.NAME: next(iter(contact.name.split()), ""),
        Variable.FULL_NAME: contact.name,
        Variable.PHONE: f"+{contact.phone}" if contact.phone else "",
        Variable.OPERATOR: by.name if by else "",
        Variable.DEPARTMENT: department.name if department else "",
        Variable.ORGANIZATION: organization.name,
        Variable.CHANNEL: (await uow.channels.get(dialog.channel_id)).name,
        Variable.NUMBER: str(dialog.id),
        Variable.DATE: f"{now:%d.%m.%Y}",
        Variable.TIME: f"{now:%H:%M}",
    }
    return {variable: " ".join(words.split()) for variable, words in values.items()}


def words_of(template: Template, known: Values) -> Filled:
    """The template's text with its variables filled."""
    item = next((item for item in template.items if item["text"]), None)
    return variables.fill(item["text"], item["entities"], known) if item else Filled("", [])


async def send(
    uow: UnitOfWork,
    template_id: int,
    window: Window,
    *,
    version: int,
    after_id: int,
    by: Employee,
    sign_in: SignIn,
    instead: Filled | None = None,
) -> list[Message]:
    """Send the template as if the operator had typed it in the window.

    Args:
        after_id: id of the dialog's last message when the template was chosen, so that two presses do not send it
            twice.
        instead: a text that replaces the template's text.

    Raises:
        NotFound, StaleTemplate, SentAlready, NothingLeft: nothing was sent.
    """
    await uow.dialogs.lock(window.dialog_id)
    template = await templates.get_visible(uow, template_id, by=by)
    template.ensure_fresh(version)
    if await uow.templates.was_sent_since(template.id, window.dialog_id, after_id):
        raise SentAlready
    drafts = await _drafts(uow, template, window, instead, by=by)
    sent = [await messages.reply(uow, window, draft, by=by, sign_in=sign_in) for draft in drafts]
    template.uses += 1
    templates.record_event(uow, EventKind.TEMPLATE_SENT, template, by=by, dialog_id=window.dialog_id)
    return sent


async def send_changed(
    uow: UnitOfWork, template_id: int, window: Window, draft: Draft, *, by: Employee, sign_in: SignIn
) -> Message:
    """Send an operator's changed text of a template, even when the template was changed or deleted meanwhile."""
    template = await uow.templates.lock(template_id)
    template.uses += 1
    templates.record_event(uow, EventKind.TEMPLATE_SENT, template, by=by, dialog_id=window.dialog_id)
    marked = replace(draft, data={**draft.data, TEMPLATE_KEY: template.id})
    return await messages.reply(uow, window, marked, by=by, sign_in=sign_in)


async def _drafts(
    uow: UnitOfWork, template: Template, window: Window, instead: Filled | None, *, by: Employee
) -> list[Draft]:
    known = await values(uow, window.dialog_id, by=by)
    items = [_filled(item, known) for item in template.items]
    if instead is not None:
        items = with_words(items, instead.text, instead.entities)
    album = f"template:{uuid4().hex}" if len(items) > 1 else None
    drafts = [draft_of(item, chat_id=window.chat_id, album=album, **{TEMPLATE_KEY: template.id}) for item in items]
    if not any(draft.file or draft.text.strip() for draft in drafts):
        raise NothingLeft
    return drafts


def _filled(item: DraftData, known: Values) -> DraftData:
    filled = variables.fill(item["text"], item["entities"], known)
    return {**item, "text": filled.text, "entities": filled.entities}
