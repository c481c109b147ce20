"""New and changed rows are written as SQLAlchemy would write them, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col

from storage.engine.owned import Unscoped
from storage.inbox.questions import Question, QuestionKind
from storage.reports.events import Event, EventKind
from storage.team.channels import Channel, Provider
from storage.team.departments import Department


async def test_a_new_row_has_its_id_and_its_organization(database, organization):
    async with database.begin(organization.id) as uow:
        sales = Department(name="Продажи")
        uow.add(sales)
        await uow.flush()
        sales.name = "Сбыт"

    async with database.read(organization.id) as uow:
        stored = await uow.departments.get(sales.id)
    assert (stored.name, stored.organization_id) == ("Сбыт", organization.id)


async def test_values_of_every_kind_come_back(database, organization):
    async with database.begin(organization.id) as uow:
        at = uow.now + timedelta(microseconds=7)
        event = Event(kind=EventKind.ANSWERED, data={"слово": ["да", None, 7]}, at=at)
        uow.add(event)

    async with database.read(organization.id) as uow:
        stored = await uow.session.get_one(Event, event.id)
    assert (stored.kind, stored.data, stored.at) == (EventKind.ANSWERED, {"слово": ["да", None, 7]}, at)


async def test_a_row_without_a_number_of_its_own(database):
    async with database.begin() as uow:
        uow.add(Question(chat_id=7, thread_id=0, kind=QuestionKind.PHONE, asked_at=uow.now))
        await uow.flush()
        await uow.questions.ask(7, None, QuestionKind.PASSWORD, uow.now)

    async with database.read() as uow:
        assert (await uow.questions.at(7, None)).kind is QuestionKind.PASSWORD


async def test_a_row_that_is_written_can_be_deleted(database, organization):
    async with database.begin(organization.id) as uow:
        sales = Department(name="Продажи")
        uow.add(sales)
        await uow.flush()
        await uow.session.delete(sales)

    async with database.read(organization.id) as uow:
        assert await uow.departments.all() == []


async def test_what_is_changed_back_is_not_written(database, organization):
    async with database.begin(organization.id) as uow:
        sales = Department(name="Продажи")
        uow.add(sales)
        await uow.flush()
        sales.name = "Сбыт"
        sales.name = "Продажи"
        await uow.flush()

        assert list(uow.session.dirty) == []


async def test_a_row_that_is_gone_cannot_be_changed(database, organization):
    with pytest.raises(StaleDataError):
        await _change_what_is_gone(database, organization)


async def test_a_broken_rule_undoes_everything(database, organization):
    with pytest.raises(IntegrityError) as caught:
        await _make_two(database, organization)

    async with database.read(organization.id) as uow:
        assert await uow.departments.all() == []
    if database.is_sqlite:
        assert "Продажи" not in str(caught.value)


async def test_a_row_of_another_organization_is_not_written(database, organization):
    with pytest.raises(Unscoped):
        async with database.begin(organization.id) as uow:
            uow.add(Department(name="Продажи", organization_id=organization.id + 1))

    async with database.read() as uow:
        everywhere = select(Department).execution_options(system_wide=True)
        assert list(await uow.session.scalars(everywhere)) == []


async def test_a_row_that_needs_another_is_refused_without_it(database, organization):
    with pytest.raises(IntegrityError):
        async with database.begin(organization.id) as uow:
            uow.add(Channel(provider=Provider.TELEGRAM, name="Бот", token="шифр", department_id=404))


async def _make_two(database, organization):
    async with database.begin(organization.id) as uow:
        uow.add(Department(name="Продажи"))
        await uow.flush()
        uow.add(Department(name="Продажи"))


async def _change_what_is_gone(database, organization):
    async with database.begin(organization.id) as uow:
        sales = Department(name="Продажи")
        uow.add(sales)
        await uow.flush()
        gone = delete(Department).where(col(Department.id) == sales.id)
        await uow.session.execute(gone, execution_options={"synchronize_session": False})
        sales.name = "Сбыт"
