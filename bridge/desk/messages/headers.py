"""The line above a mirrored message: its author and, where dialogs share a chat, its dialog."""

from dataclasses import dataclass

from bridge.desk.messages.message_summaries import author_name, signed
from bridge.desk.messages.repeats import repeat_header
from bridge.text import entities
from bridge.text.entities import Entities
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.showings import Showing
from storage.inbox.windows import Layout
from storage.messages.messages import Author, Message, MessageKind


@dataclass(frozen=True)
class DialogNames:
    """The names of the people in a dialog."""

    contact: str
    channel: str
    employees: dict[int, str]


async def names(uow: UnitOfWork, dialog_id: int) -> DialogNames:
    dialog = await uow.dialogs.get(dialog_id)
    return DialogNames(
        contact=(await uow.contacts.get(dialog.contact_id)).title,
        channel=(await uow.channels.get(dialog.channel_id)).name,
        employees={employee.id: employee.name for employee in await uow.employees.ever()},
    )


def names_in(showing: Showing) -> DialogNames:
    """The names that one message needs."""
    author = {showing.message.employee_id or 0: showing.author_name} if showing.author_name else {}
    return DialogNames(contact=showing.contact.title, channel=showing.channel_name, employees=author)


def header(message: Message, known: DialogNames, layout: Layout, *, is_repeat: bool = False) -> str:
    """The line above the message, with its line break; empty where the place already shows everything."""
    return _line(_repeated(is_repeat), _speaker(message, known, layout), still(message), changed(message))


def shared_header(message: Message, known: DialogNames, layout: Layout, *, is_repeat: bool = False) -> str:
    """The line above several messages of one author. It has no mark of an edit, because each message has its own."""
    return _line(_repeated(is_repeat), _speaker(message, known, layout))


def changed(message: Message) -> str:
    """The mark of an edited message; empty for others."""
    return "✏️ " + _("edited") if message.edited_at is not None else ""


def _speaker(message: Message, known: DialogNames, layout: Layout) -> str:
    author = signed(message, author_name(message, known.contact, known.employees))
    if layout is Layout.REPLIES:
        return f"👤 {author} · {known.channel}" if message.author is Author.CONTACT else f"{author} → {known.contact}"
    return "" if message.author is Author.CONTACT else author


def still(message: Message) -> str:
    if message.kind is not MessageKind.PHOTO or not message.data.get("live"):
        return ""
    return "🎞 " + _("live photo, only its picture is here")


def _repeated(is_repeat: bool) -> str:
    return repeat_header() if is_repeat else ""


def _line(*parts: str) -> str:
    line = " · ".join(filter(None, parts))
    return f"{line}\n" if line else ""


def headed(head: str, text: str, formatting: Entities) -> tuple[str, Entities]:
    """A text below its header; the header is bold."""
    if not head:
        return text, formatting
    bold = {"type": "bold", "offset": 0, "length": entities.units(head.rstrip("\n"))}
    return head + text, [bold, *entities.after(head, formatting)]
