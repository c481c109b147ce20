"""Templates: who has which at hand, and who may change them."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import template_answers, templates
from bridge.actions.templates.template_answers import NothingLeft, SentAlready
from bridge.actions.templates.templates import EmptyTemplate, LongTemplate
from bridge.errors import NotFound
from bridge.text.variables import UnknownVariable
from storage.engine.names import NameEmpty, NameTaken, NameTooLong
from storage.messages.messages import DeliveryState, MessageKind
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.team.organizations import Organization
from storage.templates.templates import NotYourTemplate, StaleTemplate, Template, TemplateScope
from tests.kit.office import INVOICE, Office


def words(text: str) -> dict[str, object]:
    return templates.draft_data_of(Draft(chat_id=0, telegram_message_id=None, text=text))


async def made(office: Office, title: str, text: str = "Привет", *, by: Employee | None = None, **more) -> Template:
    async with office.begin() as uow:
        return await templates.create(uow, [words(text)], title, by=by, **more)


async def titles(office: Office, of: Employee) -> list[str]:
    async with office.begin() as uow:
        return [template.title for template in await templates.at_hand(uow, of=of)]


async def send(office: Office, template: Template, *, after_id: int = 0, by: Employee | None = None):
    by = by or office.maria
    window = await office.window(by)
    async with office.begin() as uow:
        sign_in = await uow.sign_ins.get(office.sign_ins[by.id].id)
        chosen = {"version": template.version, "after_id": after_id}
        return await template_answers.send(uow, template.id, window, by=by, sign_in=sign_in, **chosen)


async def taken(office: Office) -> int:
    """A dialog that Maria has; returns its id."""
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=await uow.employees.get(office.maria.id))
    return said.dialog_id


async def test_everybody_has_their_own_their_departments_and_the_organizations_at_hand(office: Office):
    await made(office, "Всем")
    await made(office, "Продажам", department_id=office.sales.id)
    await made(office, "Марии", by=office.maria)

    assert await titles(office, office.maria) == ["Всем", "Марии"]
    assert await titles(office, office.oleg) == ["Всем", "Продажам"]
    assert await titles(office, office.anna) == ["Всем", "Продажам"]


async def test_what_is_sent_most_comes_first(office: Office):
    await made(office, "А")
    second = await made(office, "Б")
    await taken(office)

    await send(office, second)

    assert await titles(office, office.maria) == ["Б", "А"]


async def test_two_templates_for_the_same_people_have_different_titles(office: Office):
    await made(office, "Ёлка")
    own = await made(office, "елка", by=office.anna)

    with pytest.raises(NameTaken):
        await made(office, "ЕЛКА")
    with pytest.raises(NameTaken):
        async with office.begin() as uow:
            await templates.share(uow, own.id, TemplateScope.ORGANIZATION, version=1, by=office.anna)


@pytest.mark.parametrize(("title", "error"), [("  \n", NameEmpty), ("а" * 49, NameTooLong)])
async def test_a_title_is_neither_empty_nor_long(office: Office, title: str, error: type[Exception]):
    with pytest.raises(error):
        await made(office, title)

    assert await titles(office, office.anna) == []


@pytest.mark.parametrize(
    ("text", "error"), [(" ", EmptyTemplate), ("а" * 3001, LongTemplate), ("{скидка}", UnknownVariable)]
)
async def test_a_text_is_neither_empty_nor_long_and_leaves_nothing_open(office, text: str, error: type[Exception]):
    with pytest.raises(error):
        await made(office, "Привет", text)

    assert await titles(office, office.anna) == []


async def test_operators_change_only_their_own(office: Office):
    shared, own = await made(office, "Всем"), await made(office, "Мой", by=office.maria)

    async with office.begin() as uow:
        await templates.rename(uow, own.id, "Моё", version=1, by=office.maria)
    with pytest.raises(NotYourTemplate):
        async with office.begin() as uow:
            await templates.rename(uow, shared.id, "Ничей", version=1, by=office.maria)
    with pytest.raises(NotYourTemplate):
        async with office.begin() as uow:
            await templates.share(uow, own.id, TemplateScope.ORGANIZATION, version=2, by=office.maria)
    with pytest.raises(NotFound):
        async with office.begin() as uow:
            await templates.rename(uow, own.id, "Чужой", version=2, by=office.oleg)

    assert await titles(office, office.maria) == ["Всем", "Моё"]


async def test_of_two_who_change_it_at_once_the_second_is_told(office: Office):
    template = await made(office, "Всем")

    async with office.begin() as uow:
        await templates.rewrite(uow, template.id, "Раз", [], version=1, by=office.anna)
    with pytest.raises(StaleTemplate):
        async with office.begin() as uow:
            await templates.rewrite(uow, template.id, "Два", [], version=1, by=office.anna)
    await taken(office)
    with pytest.raises(StaleTemplate):
        await send(office, template)


async def test_a_deleted_template_comes_back_unless_its_title_is_taken(office: Office):
    template = await made(office, "Всем")
    async with office.begin() as uow:
        await templates.delete(uow, template.id, version=1, by=office.anna)
    assert await titles(office, office.maria) == []
    await made(office, "Всем")

    with pytest.raises(NameTaken):
        async with office.begin() as uow:
            await templates.restore(uow, template.id, by=office.anna)

    async with office.begin() as uow:
        assert [event.employee_id for event in await uow.events.of_kind(EventKind.TEMPLATE_DELETED)] == [office.anna.id]


async def test_the_words_of_a_file_are_changed_and_the_file_stays(office: Office):
    item = templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Счёт", file=INVOICE))
    async with office.begin() as uow:
        template = await templates.create(uow, [item], "Счёт", by=None)

    async with office.begin() as uow:
        changed = await templates.rewrite(uow, template.id, "Ваш счёт", [], version=1, by=office.anna)

    assert (changed.text, changed.files[0]["file"]["name"]) == ("Ваш счёт", INVOICE.name)


async def test_what_is_sent_twice_by_one_choice_is_sent_once(office: Office):
    template = await made(office, "Всем", "Здравствуйте, {имя}!")
    await taken(office)

    (said,) = await send(office, template)
    with pytest.raises(SentAlready):
        await send(office, template)
    (again,) = await send(office, template, after_id=said.id)

    assert [said.text, again.text, said.state] == ["Здравствуйте, Иван!"] * 2 + [DeliveryState.QUEUED]


async def test_nothing_is_sent_where_nothing_is_left_of_it(office: Office):
    template = await made(office, "Телефон", "{телефон}")
    await taken(office)

    with pytest.raises(NothingLeft):
        await send(office, template)

    async with office.begin() as uow:
        assert (await uow.templates.get(template.id)).uses == 0


async def test_another_organizations_templates_cannot_be_had(office: Office, database):
    async with database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)
    async with database.begin(other.id) as uow:
        theirs = await templates.create(uow, [words("Чужое")], "Чужой", by=None)
    await taken(office)

    assert await titles(office, office.anna) == []
    with pytest.raises(NotFound):
        await send(office, theirs)
