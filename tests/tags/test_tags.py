"""Tags: what employees put on dialogs and on contacts."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.tags import tags
from bridge.actions.tags.tags import NotTheSameList, TooManyTags
from bridge.channel import Sender
from bridge.errors import NotFound
from storage.engine.names import NameEmpty, NameTaken, NameTooLong
from storage.reports.events import EventKind
from storage.tags.tags import Colour, Tag, TagScope
from tests.kit.office import Office

PAVEL = Sender(external_id="502", name="Павел Зуев")
ON_DIALOG, ON_CONTACT = TagScope.DIALOG, TagScope.CONTACT


async def made(office: Office, *names: str, scope: TagScope = ON_DIALOG) -> list[Tag]:
    async with office.begin() as uow:
        return [await tags.create(uow, name, scope, by=office.anna) for name in names]


async def shown(office: Office, dialog_id: int, scope: TagScope = ON_DIALOG) -> list[str]:
    async with office.begin() as uow:
        dialog = await uow.dialogs.get(dialog_id)
        return [tag.name for tag in await uow.tags.of(scope, tags.owner_id(dialog, scope))]


async def happened(office: Office, *kinds: EventKind) -> list[tuple[str, int | None]]:
    async with office.begin() as uow:
        return [(event.kind, event.employee_id) for kind in kinds for event in await uow.events.of_kind(kind)]


async def test_a_tag_is_put_on_a_dialog_once_with_who_and_when(office: Office):
    said = await office.hears()
    (tag,) = await made(office, "доставка")

    for _ in range(2):
        async with office.begin() as uow:
            await tags.put_on(uow, tag.id, said.dialog_id, by=office.oleg)

    assert await shown(office, said.dialog_id) == ["доставка"]
    async with office.begin() as uow:
        (event,) = await uow.events.about([said.dialog_id], [EventKind.DIALOG_TAGGED])
        assert (event.employee_id, event.data["name"], event.at) == (office.oleg.id, "🏷 доставка", uow.now)


async def test_a_contacts_tag_is_the_contacts(office: Office):
    said = await office.hears()
    (tag,) = await made(office, "VIP", scope=ON_CONTACT)

    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, said.dialog_id, by=office.oleg)

    assert await shown(office, said.dialog_id) == []
    assert await shown(office, said.dialog_id, ON_CONTACT) == ["VIP"]


async def test_a_tag_that_is_taken_off_twice_is_off_once(office: Office):
    said = await office.hears()
    (tag,) = await made(office, "доставка")
    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, said.dialog_id, by=office.oleg)

    for _ in range(2):
        async with office.begin() as uow:
            await tags.take_off(uow, tag.id, said.dialog_id, by=office.maria)

    assert await shown(office, said.dialog_id) == []
    assert await happened(office, EventKind.DIALOG_UNTAGGED) == [("dialog_untagged", office.maria.id)]


async def test_typed_names_make_what_is_new_and_find_what_is_there(office: Office):
    said = await office.hears()
    await made(office, "Ёлка")

    async with office.begin() as uow:
        await tags.put_named(uow, " елка,#Возврат ;  два   слова,", said.dialog_id, ON_DIALOG, by=office.anna)

    assert await shown(office, said.dialog_id) == ["Ёлка", "Возврат", "два слова"]
    async with office.begin() as uow:
        assert [tag.name for tag in await uow.tags.all(ON_DIALOG)] == ["Возврат", "два слова", "Ёлка"]


@pytest.mark.parametrize(
    ("words", "error"),
    [("", NameEmpty), (" , ", NameEmpty), ("доставка,#", NameEmpty), ("доставка," + "а" * 33, NameTooLong)],
)
async def test_what_is_no_name_is_refused_and_nothing_is_made(office: Office, words: str, error: type[Exception]):
    said = await office.hears()

    with pytest.raises(error):
        async with office.begin() as uow:
            await tags.put_named(uow, words, said.dialog_id, ON_DIALOG, by=office.anna)

    async with office.begin() as uow:
        assert await uow.tags.all(ON_DIALOG) == []


async def test_a_name_is_taken_in_any_spelling_but_only_within_its_scope(office: Office):
    await made(office, "Счёт")
    await made(office, "Счёт", scope=ON_CONTACT)

    for words in ("счет", "СЧЁТ"):
        with pytest.raises(NameTaken):
            await made(office, words)


async def test_nothing_has_more_tags_than_a_card_shows(office: Office):
    said = await office.hears()
    names = ",".join(f"тег {n}" for n in range(tags.MAX_TAGS_PER_DIALOG))
    async with office.begin() as uow:
        await tags.put_named(uow, names, said.dialog_id, ON_DIALOG, by=office.anna)

    with pytest.raises(TooManyTags):
        async with office.begin() as uow:
            await tags.put_named(uow, "ещё один", said.dialog_id, ON_DIALOG, by=office.anna)


async def test_a_new_name_is_seen_everywhere_and_its_own_spelling_may_change(office: Office):
    said = await office.hears()
    tag, _other = await made(office, "доставка", "возврат")
    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, said.dialog_id, by=office.anna)

    with pytest.raises(NameTaken):
        async with office.begin() as uow:
            await tags.rename(uow, tag.id, "Возврат", by=office.anna)
    async with office.begin() as uow:
        await tags.rename(uow, tag.id, "Доставка", by=office.anna)

    assert await shown(office, said.dialog_id) == ["Доставка"]


async def test_a_colour_stands_before_the_name(office: Office):
    (tag,) = await made(office, "доставка")

    async with office.begin() as uow:
        painted = await tags.paint(uow, tag.id, Colour("🔴"), by=office.anna)

    assert (painted.colour, painted.label) == (Colour.RED, "🔴 доставка")


async def test_merged_tags_are_one_wherever_either_was(office: Office):
    one, both = await office.hears(), await office.hears(number=2, sender=PAVEL)
    kept, gone = await made(office, "доставка", "курьер")
    async with office.begin() as uow:
        await tags.put_on(uow, gone.id, one.dialog_id, by=office.anna)
        await tags.put_on(uow, kept.id, both.dialog_id, by=office.anna)
        await tags.put_on(uow, gone.id, both.dialog_id, by=office.anna)

    async with office.begin() as uow:
        await tags.merge(uow, gone.id, into=kept.id, by=office.maria)

    assert [await shown(office, said.dialog_id) for said in (one, both)] == [["доставка"], ["доставка"]]
    async with office.begin() as uow:
        assert [(tag.name, uses) for tag, uses in await uow.tags.ranked(ON_DIALOG)] == [("доставка", 2)]


async def test_only_two_tags_of_one_list_are_merged(office: Office):
    (tag,), (of_contacts,) = await made(office, "доставка"), await made(office, "VIP", scope=ON_CONTACT)

    for other in (tag, of_contacts):
        with pytest.raises(NotTheSameList):
            async with office.begin() as uow:
                await tags.merge(uow, tag.id, into=other.id, by=office.anna)


async def test_a_deleted_tag_is_off_everything_until_it_comes_back(office: Office):
    said = await office.hears()
    (tag,) = await made(office, "доставка")
    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, said.dialog_id, by=office.anna)

    async with office.begin() as uow:
        await tags.delete(uow, tag.id, by=office.oleg)

    assert await shown(office, said.dialog_id) == []
    async with office.begin() as uow:
        assert await uow.tags.ranked(ON_DIALOG) == []
        assert len(await uow.events.about([said.dialog_id], [EventKind.DIALOG_TAGGED])) == 1
    for change in (tags.delete, lambda uow, id, by: tags.put_on(uow, id, said.dialog_id, by=by)):
        with pytest.raises(NotFound):
            async with office.begin() as uow:
                await change(uow, tag.id, by=office.anna)

    async with office.begin() as uow:
        await tags.restore(uow, tag.id, by=office.oleg)

    assert await shown(office, said.dialog_id) == ["доставка"]


async def test_a_deleted_tag_does_not_come_back_beside_another_of_its_name(office: Office):
    (tag,) = await made(office, "доставка")
    async with office.begin() as uow:
        await tags.delete(uow, tag.id, by=office.anna)
    await made(office, "Доставка")

    with pytest.raises(NameTaken):
        async with office.begin() as uow:
            await tags.restore(uow, tag.id, by=office.anna)


async def test_the_most_used_come_first_whatever_is_on_this_dialog(office: Office):
    one, other = await office.hears(), await office.hears(number=2, sender=PAVEL)
    await made(office, "возврат", "доставка", "жалоба")
    async with office.begin() as uow:
        await tags.put_named(uow, "жалоба", other.dialog_id, ON_DIALOG, by=office.anna)
        await tags.put_named(uow, "доставка,возврат", one.dialog_id, ON_DIALOG, by=office.anna)

    async with office.begin() as uow:
        ranked = await uow.tags.ranked(ON_DIALOG, not_on=one.dialog_id)

    assert [(tag.name, uses) for tag, uses in ranked] == [("жалоба", 1), ("возврат", 0), ("доставка", 0)]


async def test_for_many_dialogs_at_once_it_is_told_what_is_on_each(office: Office):
    one, other = await office.hears(), await office.hears(number=2, sender=PAVEL)
    async with office.begin() as uow:
        await tags.put_named(uow, "жалоба,доставка", other.dialog_id, ON_DIALOG, by=office.anna)

        found = await uow.tags.of_dialogs([one.dialog_id, other.dialog_id])

    assert {id: [tag.name for tag in on] for id, on in found.items()} == {other.dialog_id: ["жалоба", "доставка"]}


async def test_the_cards_are_painted_but_for_the_one_that_shows_the_picker(office: Office):
    said = await office.hears()
    (tag,) = await made(office, "доставка")
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        await dialogs.open_dialog(uow, said.dialog_id, by=office.oleg)
    await office.settle_all()
    mine, his = await office.window(office.anna), await office.window(office.oleg)

    async with office.begin() as uow:
        await tags.put_on(uow, tag.id, said.dialog_id, by=office.anna, screen_window_id=mine.id)

    assert [(d.kind, d.window_id) for d in await office.deliveries()] == [("card", his.id)]
