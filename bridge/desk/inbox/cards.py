"""The card of a dialog: customer, channel, responsible, state, and the buttons for what can be done now."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.bot_api.topic_names import clean
from bridge.desk.clients.clients import client_button
from bridge.desk.inbox.about import DialogDetails
from bridge.desk.inbox.snoozes import snooze_button, until_in_words
from bridge.desk.messages.later import leaving
from bridge.desk.messages.notes import note_button
from bridge.desk.tags.tags import labels, tags_button
from bridge.desk.tasks.tasks import TASK_SIGN, task_button, to_do
from bridge.desk.templates.templates import templates_button
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, ngettext
from storage.inbox.dialogs import Dialog
from storage.tags.tags import Tag

Button = InlineKeyboardButton

# A phone's list of topics shows this many letters of a topic's name.
VISIBLE_TITLE_LENGTH = 36
# The dialog has unread messages of the customer.
UNREAD_SIGN = "🔵"


def card(
    seen: DialogDetails, *, viewer_id: int | None, takes_text: bool = False, unread: int = 0, zone: str = "UTC"
) -> Screen:
    """The card as the viewer sees it.

    Args:
        viewer_id: the employee; None for a group, where nobody is «you».
        takes_text: text that the viewer types in the chat goes to this dialog.
        unread: how many dialogs of the chat have unread messages of customers; 0 when that is not shown.
        zone: the viewer's time zone.
    """
    dialog = seen.dialog
    lines = [
        f"👤 <b>{html.quote(seen.contact.title)}</b>",
        _row(_("Channel"), seen.channel.name),
        _row(_("Department"), seen.department.name if seen.department else _("none")),
        _row(_("Responsible"), _responsible(seen, viewer_id)),
        _row(_("State"), _state(seen)),
    ]
    if seen.address.username:
        lines.insert(1, f"@{html.quote(seen.address.username)}")
    if seen.contact.phone:
        lines.insert(1, f"+{html.quote(seen.contact.phone)}")
    lines += [_row(name, labels(tags)) for name, tags in _tags(seen) if tags]
    if dialog.snoozed_at is not None:
        lines.append("💤 " + html.quote(until_in_words(dialog, zone, dialog.snoozed_at)))
    lines += [html.quote(line) for line in leaving(seen.scheduled, zone)]
    if takes_text:
        lines.append("✏️ " + html.quote(_("What you write here now goes to this customer")))
    if unread:
        words = ngettext("{count} unread dialog", "{count} unread dialogs", unread)
        lines.append(f"{UNREAD_SIGN} {html.quote(words.format(count=unread))}")
    if dialog.note:
        lines.append(f"💬 {html.quote(dialog.note)}")
    lines += [html.quote(line) for line in to_do(seen.tasks)]
    return Screen("\n".join(lines), _buttons(seen))


def title(seen: DialogDetails, *, viewer_id: int | None, is_live: bool = True, marks_unread: bool = False) -> str:
    """The topic's name: state, customer, and the dialog's number, by which the sweep finds orphaned topics."""
    dialog = seen.dialog
    if not dialog.is_open:
        sign = "✔ "
    elif not is_live:
        sign = "↪ "
    elif dialog.assignee_id is None:
        sign = "🆕 "
    else:
        sign = "" if viewer_id in (None, dialog.assignee_id) else "↪ "
    unread = f"{UNREAD_SIGN} " if marks_unread and is_live and dialog.unread else ""
    mark = f"{TASK_SIGN} " if seen.tasks else ""
    name = f"{unread}{sign}{mark}{seen.contact.title}"
    return clean(name + _fitting_tags(name, seen.tags), number=dialog.id)


def _fitting_tags(name: str, tags: list[Tag]) -> str:
    """The tags by name, or by colour when the names do not fit into a phone's list of topics.

    Empty when nothing fits.
    """
    by_name = " · " + ", ".join(tag.label if tag.colour else tag.name for tag in tags)
    by_colour = " " + "".join(tag.sign for tag in tags if tag.colour)
    fitting = (words for words in (by_name, by_colour) if tags and len(name + words) <= VISIBLE_TITLE_LENGTH)
    return next(fitting, "")


def _tags(seen: DialogDetails) -> list[tuple[str, list[Tag]]]:
    return [("🏷 " + _("Tags"), seen.tags), ("🏷 " + _("Tags of the customer"), seen.contact_tags)]


def _row(name: str, value: str) -> str:
    return f"{html.quote(name)}: {html.quote(value)}"


def _responsible(seen: DialogDetails, viewer_id: int | None) -> str:
    if seen.assignee is None:
        return _("nobody yet")
    return _("you") if seen.assignee.id == viewer_id else seen.assignee.name


def _state(seen: DialogDetails) -> str:
    dialog = seen.dialog
    if seen.contact.blocked_at is not None:
        return _("the customer is blocked as spam") if seen.contact.is_spam else _("the customer is blocked")
    if not dialog.is_open:
        return _("in the archive")
    if seen.address.blocked_at is not None:
        return _("the customer has blocked the bot")
    # The card does not say whether an answer is awaited: that changes with every message, and each change would edit
    # the card.
    return _("open")


def _buttons(seen: DialogDetails) -> list[list[Button]]:
    dialog = seen.dialog
    history = button(_("History"), callbacks.History(dialog_id=dialog.id))
    if not dialog.is_open:
        return [[bring_back_button(dialog)], [tags_button(dialog.id), client_button(dialog.id)], [history]]
    transfer = callbacks.PickReceiver(dialog_id=dialog.id, version=dialog.version)
    close = callbacks.Close(dialog_id=dialog.id, version=dialog.version)
    rows = [
        [
            button(_("Transfer"), transfer, style=ButtonStyle.PRIMARY),
            button(_("Close"), close, style=ButtonStyle.DANGER),
        ],
        [templates_button(dialog.id), tags_button(dialog.id)],
        [task_button(dialog.id), note_button(dialog.id)],
        [client_button(dialog.id), history],
        [button(_("Mark as read"), callbacks.MarkRead(dialog_id=dialog.id)), snooze_button(dialog)],
    ]
    if dialog.assignee_id is None:
        rows.insert(0, [take_button(dialog.id)])
    return rows


def archived(dialog: Dialog) -> Screen:
    """The screen after a dialog was closed, with a button that reopens it at once."""
    return Screen(html.quote(_("The dialog is in the archive")), [[bring_back_button(dialog)]])


def bring_back_button(dialog: Dialog) -> Button:
    data = callbacks.Reopen(dialog_id=dialog.id, version=dialog.version)
    return button(_("Bring back from the archive"), data)


def take_button(dialog_id: int) -> Button:
    return button(_("Take"), callbacks.Take(dialog_id=dialog_id), style=ButtonStyle.SUCCESS)
