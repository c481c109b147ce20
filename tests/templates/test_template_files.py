"""The files of a template: added, replaced, taken out, put in another order."""

import pytest

from bridge.actions.messages.draft_data import DraftData
from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import template_files, templates
from bridge.actions.templates.template_files import MixedAlbum, NoWordsBeside, TooManyFiles
from bridge.actions.templates.templates import EmptyTemplate
from bridge.channel import File
from bridge.errors import NotFound
from storage.messages.messages import MessageKind
from storage.reports.events import EventKind
from storage.templates.templates import NotYourTemplate, StaleTemplate, Template
from tests.kit.office import Office

BOLD = [{"type": "bold", "offset": 0, "length": 2}]


def item(name: str, kind: MessageKind = MessageKind.PHOTO, text: str = "") -> DraftData:
    return templates.draft_data_of(Draft(0, None, kind=kind, text=text, file=File(file_id=name, name=name)))


def names(template: Template) -> list[str]:
    return [each["file"]["name"] for each in template.files]


@pytest.fixture
async def album(office: Office) -> Template:
    """Two pictures with words, of everybody."""
    items = [item("1", text="Вот, {имя}"), item("2")]
    items[0]["entities"] = BOLD
    async with office.begin() as uow:
        return await templates.create(uow, items, "Витрина", by=None)


async def changed(office: Office, what, template: Template, *more, **which) -> Template:
    by = which.pop("by", office.anna)
    async with office.begin() as uow:
        return await what(uow, template.id, *more, version=template.version, by=by, **which)


async def test_a_file_is_added_behind_the_others_and_the_words_stay(office: Office, album: Template):
    now = await changed(office, template_files.add, album, item("3", MessageKind.VIDEO, "Подпись"))

    assert (names(now), now.text, now.formatting) == (["1", "2", "3"], "Вот, {имя}", BOLD)
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.TEMPLATE_CHANGED)
    assert (event.employee_id, event.data["what"]) == (office.anna.id, "files")


async def test_a_text_gets_its_first_file_and_loses_its_last(office: Office):
    words = templates.draft_data_of(Draft(0, None, text="Здравствуйте"))
    async with office.begin() as uow:
        template = await templates.create(uow, [words], "Привет", by=None)

    with_file = await changed(office, template_files.add, template, item("1"))
    without = await changed(office, template_files.remove, with_file, 0)

    assert (with_file.text, names(with_file)) == ("Здравствуйте", ["1"])
    assert (without.items, without.version) == ([words], 3)


async def test_what_has_no_words_takes_those_of_the_file(office: Office):
    async with office.begin() as uow:
        template = await templates.create(uow, [item("1")], "Фото", by=None)

    now = await changed(office, template_files.replace, template, 0, item("2", text="Подпись"))

    assert (names(now), now.text) == (["2"], "Подпись")


async def test_files_are_put_in_another_order_and_the_words_stay_at_the_beginning(office: Office, album: Template):
    now = await changed(office, template_files.advance, album, 1)
    again = await changed(office, template_files.advance, now, 0)

    assert (names(now), now.items[0]["text"], now.items[1]["text"]) == (["2", "1"], "Вот, {имя}", "")
    assert names(again) == ["2", "1"]


async def test_the_first_file_is_taken_out_and_the_words_stand_under_the_next(office: Office, album: Template):
    now = await changed(office, template_files.remove, album, 0)

    assert (names(now), now.items[0]["text"], now.formatting) == (["2"], "Вот, {имя}", BOLD)


@pytest.mark.parametrize(
    ("what", "more", "error"),
    [
        (template_files.add, [item("3", MessageKind.DOCUMENT)], MixedAlbum),
        (template_files.replace, [0, item("3", MessageKind.AUDIO)], MixedAlbum),
        (template_files.remove, [2], NotFound),
        (template_files.advance, [-1], NotFound),
    ],
)
async def test_what_makes_no_album_or_is_not_there_changes_nothing(office: Office, album: Template, what, more, error):
    with pytest.raises(error):
        await changed(office, what, album, *more)

    async with office.begin() as uow:
        assert (await uow.templates.get(album.id)).items == album.items


async def test_an_album_is_full_with_ten(office: Office):
    async with office.begin() as uow:
        template = await templates.create(uow, [item(str(number)) for number in range(10)], "Фото", by=None)

    with pytest.raises(TooManyFiles):
        await changed(office, template_files.add, template, item("11"))


async def test_nothing_is_left_without_files_and_words_nor_a_sticker_with_words(office: Office, album: Template):
    async with office.begin() as uow:
        picture = await templates.create(uow, [item("1")], "Фото", by=None)
    alone = await changed(office, template_files.remove, album, 0)

    with pytest.raises(EmptyTemplate):
        await changed(office, template_files.remove, picture, 0)
    with pytest.raises(NoWordsBeside):
        await changed(office, template_files.replace, alone, 0, item("s", MessageKind.STICKER))


async def test_only_who_may_change_a_template_changes_its_files_and_only_as_they_see_it(
    office: Office, album: Template
):
    with pytest.raises(NotYourTemplate):
        await changed(office, template_files.remove, album, 0, by=office.maria)
    await changed(office, template_files.remove, album, 0)
    with pytest.raises(StaleTemplate):
        await changed(office, template_files.remove, album, 0)
