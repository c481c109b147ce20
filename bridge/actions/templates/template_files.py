"""Actions on the files of a template: add, replace, remove, move forward."""

from collections.abc import Sequence

from bridge.actions.messages.draft_data import DraftData
from bridge.actions.templates import templates
from bridge.actions.templates.templates import EmptyTemplate
from bridge.channel import MAX_ALBUM_SIZE, fits_together
from bridge.errors import NotFound, Refusal, lazy
from bridge.text.entities import Entities
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import MessageKind
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.templates.templates import Template

# These kinds cannot have a caption.
CAPTIONLESS_KINDS = (MessageKind.STICKER, MessageKind.VIDEO_NOTE)


class TooManyFiles(Refusal):
    text = lazy("A template has at most {most} files. Nothing was changed")


class MixedAlbum(Refusal):
    text = lazy(
        "These files cannot go together: pictures and videos do, and files or sounds among themselves."
        " Nothing was changed"
    )


class NoWordsBeside(Refusal):
    text = lazy("Stickers and video messages have no words beside them, and this template has. Nothing was changed")


async def add(uow: UnitOfWork, template_id: int, item: DraftData, *, version: int, by: Employee) -> Template:
    """Add a file after the others. Its caption becomes the template's text only when the template has none.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, TooManyFiles, MixedAlbum, NoWordsBeside: nothing was changed.
    """
    template = await templates.changeable(uow, template_id, version=version, by=by)
    return _say(uow, template, [*template.files, item], *_words(template, item), by=by)


async def replace(
    uow: UnitOfWork, template_id: int, number: int, item: DraftData, *, version: int, by: Employee
) -> Template:
    """Replace the file with that number, counted from 0. The template's text stays.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, MixedAlbum, NoWordsBeside: nothing was changed.
    """
    template = await templates.changeable(uow, template_id, version=version, by=by)
    files = _files(template, number)
    files[number] = item
    return _say(uow, template, files, *_words(template, item), by=by)


async def remove(uow: UnitOfWork, template_id: int, number: int, *, version: int, by: Employee) -> Template:
    """Remove the file with that number, counted from 0; the text stays.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, EmptyTemplate: nothing was changed.
    """
    template = await templates.changeable(uow, template_id, version=version, by=by)
    files = _files(template, number)
    del files[number]
    return _say(uow, template, files, template.text, template.formatting, by=by)


async def advance(uow: UnitOfWork, template_id: int, number: int, *, version: int, by: Employee) -> Template:
    """Move a file one place forward; the first one stays in its place.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate: nothing was changed.
    """
    template = await templates.changeable(uow, template_id, version=version, by=by)
    files = _files(template, number)
    files.insert(max(number - 1, 0), files.pop(number))
    return _say(uow, template, files, template.text, template.formatting, by=by)


def assembled(files: Sequence[DraftData], text: str, entities: Entities) -> list[DraftData]:
    """The messages of a template with these files and this text; the text is the caption of the first file.

    Raises:
        EmptyTemplate, TooManyFiles, MixedAlbum, NoWordsBeside
    """
    if not files:
        if not text.strip():
            raise EmptyTemplate
        return [{"kind": MessageKind.TEXT, "text": text, "entities": entities, "data": {}, "file": None}]
    if len(files) > MAX_ALBUM_SIZE:
        raise TooManyFiles(most=MAX_ALBUM_SIZE)
    if len(fits_together(files, lambda item: MessageKind(item["kind"]))) < len(files):
        raise MixedAlbum
    if text and files[0]["kind"] in CAPTIONLESS_KINDS:
        raise NoWordsBeside
    first, *others = [{**item, "text": "", "entities": []} for item in files]
    return [{**first, "text": text, "entities": entities}, *others]


def _files(template: Template, number: int) -> list[DraftData]:
    files = [*template.files]
    if not 0 <= number < len(files):
        raise NotFound
    return files


def _words(template: Template, item: DraftData) -> tuple[str, Entities]:
    """The template's text, or else the caption that came with the file."""
    return (template.text, template.formatting) if template.text else (item["text"], item["entities"])


def _say(
    uow: UnitOfWork, template: Template, files: Sequence[DraftData], text: str, entities: Entities, *, by: Employee
) -> Template:
    template.say(assembled(files, text, entities))
    templates.record_event(uow, EventKind.TEMPLATE_CHANGED, template, by=by, what="files")
    return template
