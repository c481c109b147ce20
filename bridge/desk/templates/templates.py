"""The list of templates, and one template as a customer will read it. `dialog_id` is 0 outside of dialogs."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, MessageEntity
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.messages.draft_data import DraftData
from bridge.actions.templates import template_answers, templates
from bridge.desk.messages.later import later_rows
from bridge.desk.messages.message_summaries import kind_name
from bridge.desk.ui.callbacks import Number, ShowCard
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import in_rows, page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.entities import pieces, units
from bridge.text.texts import _, ngettext
from bridge.text.variables import Filled, Values
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import MessageKind
from storage.team.employees import Employee
from storage.templates.templates import Template, TemplateScope

Button = InlineKeyboardButton

TEMPLATES_PER_PAGE = 5
# Letters of each template in the list, so that the list fits on a phone's screen.
EXCERPT_LENGTH = 120
# Length of a text that is shown whole; the title and the files need the rest of the message.
MAX_SHOWN_UNITS = 3500
# A button that copies text can hold this much.
MAX_COPIED_UNITS = 256


class TemplateList(CallbackData, prefix="te"):
    """Show the list; `beside` is a template of the open folder, 0 when no folder is open."""

    dialog_id: Number = 0
    beside: Number = 0
    page: Number = 0


class OwnTemplates(CallbackData, prefix="teo"):
    """In a group: show an employee's own list in their private chat, where nobody else sees it."""

    dialog_id: Number


class OfTemplate(CallbackData, prefix="te0"):
    """Base of the buttons of a template."""

    dialog_id: Number
    template_id: Number


class OfTemplateVersion(OfTemplate, prefix="te1"):
    """Base of the buttons that are stale when the template was changed."""

    version: Number


class ShowTemplate(OfTemplate, prefix="tep"):
    """Show the template as the customer will read it."""


class SendTemplate(OfTemplateVersion, prefix="tes"):
    """Send the template; `after_id` is the dialog's last message that the sender has seen."""

    after_id: Number


class InsertTemplate(OfTemplate, prefix="tei"):
    """Show the template's text, to be changed and sent."""


class TemplateCard(CallbackData, prefix="tec"):
    """Show the card of the template."""

    template_id: Number
    dialog_id: Number = 0


class NewTemplate(CallbackData, prefix="ten"):
    """Ask for the message that becomes a template."""

    dialog_id: Number = 0


def templates_button(dialog_id: int) -> Button:
    return button("📄 " + _("Templates"), TemplateList(dialog_id=dialog_id))


async def template_list(
    uow: UnitOfWork,
    dialog_id: int,
    *,
    by: Employee,
    beside: int = 0,
    page: int = 0,
    is_group: bool = False,
    search: Button | None = None,
) -> Screen:
    """The templates that an employee can send, the most used first.

    In a dialog a press sends a template, so the list shows its text. `search` is the button that opens the list in the
    input field; None where there is no such list.
    """
    listed = await templates.at_hand(uow, of=by)
    if is_group:
        # In a group everybody sees the list and may press.
        listed = [template for template in listed if template.scope is not TemplateScope.OWN]
    folder = next((template.folder for template in listed if template.id == beside), None)
    known = await template_answers.values(uow, dialog_id, by=by) if dialog_id else {}
    shown = page_of([each for each in listed if folder in (None, each.folder)], page, size=TEMPLATES_PER_PAGE)
    after_id = await uow.templates.newest_word(dialog_id) if dialog_id else 0
    rows = [] if folder else _folders(listed, dialog_id)
    rows += [_row(template, dialog_id, after_id) for template in shown.items]
    rows += shown.turning(lambda to: TemplateList(dialog_id=dialog_id, beside=beside, page=to).pack())
    rows.append([search] if search and listed else [])
    if is_group:
        rows[-1].append(button("👤 " + _("With my own"), OwnTemplates(dialog_id=dialog_id)))
    else:
        rows[-1].append(button("➕ " + _("New template"), NewTemplate(dialog_id=dialog_id)))
    if dialog_id and not folder:
        rows += later_rows(dialog_id, len(await uow.scheduled_messages.of_dialog(dialog_id)))
    rows.append([_way_out(dialog_id, folder)])
    folder_name = [f"📁 {folder}"] if folder else []
    lines = [
        await _head(uow, dialog_id, *folder_name),
        *(_line(template, known, dialog_id) for template in shown.items),
    ]
    if not listed:
        none = (
            _("There are no shared templates yet") if is_group else _("There are no templates yet. Make the first one")
        )
        lines.append(html.quote(none))
    return Screen("\n\n".join(lines), rows)


def _folders(listed: Sequence[Template], dialog_id: int) -> list[list[Button]]:
    first: dict[str, Template] = {}
    for template in listed:
        if template.folder:
            first.setdefault(template.folder, template)
    return in_rows(
        [button(f"📁 {name}", TemplateList(dialog_id=dialog_id, beside=first[name].id)) for name in sorted(first)]
    )


def _row(template: Template, dialog_id: int, after_id: int) -> list[Button]:
    if not dialog_id:
        return [button(template.title, TemplateCard(template_id=template.id))]
    show = ShowTemplate(dialog_id=dialog_id, template_id=template.id)
    return [button(template.title, show), _send(template, dialog_id, after_id)]


def _send(template: Template, dialog_id: int, after_id: int) -> Button:
    data = SendTemplate(dialog_id=dialog_id, template_id=template.id, version=template.version, after_id=after_id)
    return button("➤ " + _("Send"), data, style=ButtonStyle.SUCCESS)


def _way_out(dialog_id: int, folder: str | None) -> Button:
    if folder is not None:
        return back_to_list(dialog_id)
    if not dialog_id:
        return back_to_menu()
    return back(ShowCard(dialog_id=dialog_id))


def back_to_list(dialog_id: int) -> Button:
    return back(TemplateList(dialog_id=dialog_id))


async def _head(uow: UnitOfWork, dialog_id: int, *more: str) -> str:
    words = [_("Templates")]
    if dialog_id:
        contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
        words.append(contact.title)
    return "📄 " + html.bold(html.quote(" · ".join([*words, *more])))


def _line(template: Template, known: Values, dialog_id: int) -> str:
    text = template_answers.words_of(template, known).text if dialog_id else template.text
    words = " ".join(text.split())
    excerpt = words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"
    lines = [html.bold(html.quote(template.title)) + html.quote(_place(template, dialog_id)), html.quote(excerpt)]
    return "\n".join([*filter(None, lines), *file_names(template)])


def _place(template: Template, dialog_id: int) -> str:
    return f" · 📁 {template.folder}" if template.folder and not dialog_id else ""


def file_names(template: Template) -> list[str]:
    """The attached files, by kind or by name."""
    words = file_words(template)
    return [html.quote(words)] if words else []


def file_words(template: Template) -> str:
    """The attached files as plain text; empty when there are none."""
    names = [file_name(item) for item in template.files]
    return "📎 " + ", ".join(names) if names else ""


def file_name(item: DraftData) -> str:
    """The file's name, or the name of its kind."""
    return (item["file"] or {}).get("name") or kind_name(MessageKind(item["kind"]), {})


async def preview(
    uow: UnitOfWork, template: Template, dialog_id: int, *, by: Employee, is_group: bool = False
) -> Screen:
    """The template as this customer will read it, with the buttons that send it."""
    filled = template_answers.words_of(template, await template_answers.values(uow, dialog_id, by=by))
    row = {"dialog_id": dialog_id, "template_id": template.id}
    rows = [
        [
            _send(template, dialog_id, await uow.templates.newest_word(dialog_id)),
            button("✏️ " + _("Insert"), InsertTemplate(**row)),
        ],
        *_copy(filled.text),
    ]
    if not is_group:
        rows.append([button("⚙️ " + _("Change the template"), TemplateCard(**row))])
    rows.append([back_to_list(dialog_id)])
    lines = [await _head(uow, dialog_id, template.title), whole(filled), *file_names(template)]
    return Screen("\n\n".join(filter(None, lines)), rows)


def _copy(text: str) -> list[list[Button]]:
    if not 0 < units(text) <= MAX_COPIED_UNITS:
        return []
    return [[Button(text="📋 " + _("Copy the text"), copy_text=CopyTextButton(text=text))]]


def whole(words: Filled) -> str:
    """The text with its formatting, cut to the room of a screen."""
    if not words.text.strip():
        return ""
    first, *rest = pieces(words.text, words.entities, first=MAX_SHOWN_UNITS, then=MAX_SHOWN_UNITS)
    entities = [MessageEntity.model_validate(entity) for entity in first.entities]
    return html.unparse(first.text, entities) + ("…" if rest else "")


async def to_be_changed(uow: UnitOfWork, template: Template, dialog_id: int, *, by: Employee, asked: str) -> Screen:
    """The template's text, to be copied, changed and sent: what the employee writes next is sent instead of it."""
    filled = template_answers.words_of(template, await template_answers.values(uow, dialog_id, by=by))
    hint = _("Press the text to copy it, change it and send it here: your next message goes to the customer instead")
    hint = f"{asked}, {hint[:1].lower()}{hint[1:]}" if asked else hint
    lines = [html.quote("✏️ " + hint)]
    if filled.text.strip():
        lines.append(html.pre(whole(Filled(filled.text, []))))
    if count := len(template.files):
        words = ngettext("{count} file goes with it", "{count} files go with it", count)
        lines.append(html.quote("📎 " + words.format(count=count)))
    rows = [*_copy(filled.text), [back(ShowTemplate(dialog_id=dialog_id, template_id=template.id))]]
    return Screen("\n\n".join(lines), rows)
