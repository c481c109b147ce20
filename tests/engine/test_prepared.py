"""A prepared query is answered as SQLAlchemy would answer it, on both databases."""

import sqlite3

import pytest
from sqlalchemy import Executable, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import SYSTEM_WIDE, Unscoped
from storage.engine.plans import _filled_up
from storage.engine.prepared import change, every, one, prepared, rows
from storage.team.departments import Department
from storage.team.employees import Employee, Role
from storage.team.organizations import Organization


@prepared
def _named(name: str) -> SelectOfScalar[Department]:
    return select(Department).where(Department.name == name)


@prepared
def _locked(id: int) -> SelectOfScalar[Department]:
    held = select(Department).where(Department.id == id).with_for_update()
    return held.execution_options(populate_existing=True)


@prepared
def _among(names: list[str]) -> SelectOfScalar[Department]:
    return select(Department).where(col(Department.name).in_(names)).order_by(col(Department.name))


@prepared
def _with_role_of_same_name(name: str) -> Executable:
    colleague = aliased(Employee)
    pairs = select(Department, colleague, col(colleague.role))
    return pairs.outerjoin(colleague, col(colleague.name) == Department.name).where(Department.name == name)


@prepared
def _rename(name: str, new: str) -> Executable:
    return update(Department).where(Department.name == name).values(name=new)


@prepared
def _renamed(names: list[str], new: str) -> Executable:
    renamed = update(Department).where(col(Department.name).in_(names)).values(name=new).returning(Department)
    return renamed.execution_options(synchronize_session=False, populate_existing=True)


@pytest.fixture
async def departments(database, organization):
    async with database.begin(organization.id) as uow:
        uow.add(Department(name="Продажи"), Department(name="Склад"), Department(name="Доставка"))


async def test_a_row_that_is_read_can_be_changed(database, organization, departments):
    async with database.begin(organization.id) as uow:
        found = await one(uow.session, _named("Склад"))
        found.name = "Архив"

    async with database.read(organization.id) as uow:
        assert await one(uow.session, _named("Склад")) is None
        assert (await one(uow.session, _named("Архив"))).id == found.id


async def test_a_row_that_was_read_before_is_the_same(database, organization, departments):
    async with database.begin(organization.id) as uow:
        first = await one(uow.session, _named("Склад"))
        again = await one(uow.session, _named("Склад"))
        by_sqlalchemy = await uow.session.get(Department, first.id)

    assert first is again is by_sqlalchemy


async def test_what_was_not_written_yet_is_found(database, organization):
    async with database.begin(organization.id) as uow:
        uow.add(Department(name="Новый"))

        assert (await one(uow.session, _named("Новый"))).id is not None


async def test_a_locked_row_is_as_it_is_now(database, organization, departments):
    async with database.begin(organization.id) as uow:
        before = await one(uow.session, _named("Склад"))
        await uow.session.execute(
            update(Department).where(Department.name == "Склад").values(name="Архив"),
            execution_options={"synchronize_session": False},
        )

        locked = await one(uow.session, _locked(before.id))

        assert locked is before
        assert locked.name == "Архив"


@pytest.mark.parametrize("names", [[], ["Склад"], ["Склад", "Продажи"], ["Склад", "Продажи", "Нет такого"]])
async def test_a_list_may_have_any_length(database, organization, departments, names):
    async with database.read(organization.id) as uow:
        found = await every(uow.session, _among(names))

    assert [row.name for row in found] == sorted(set(names) - {"Нет такого"})


def test_lengths_are_few():
    assert _filled_up([1, 2, 3, 4, 5]) == [1, 2, 3, 4, 5, 5, 5, 5]
    assert {len(_filled_up([7] * length)) for length in range(65)} == {0, 1, 2, 4, 8, 16, 32, 64}


async def test_what_nothing_was_joined_with_is_none(database, organization, departments):
    async with database.begin(organization.id) as uow:
        uow.add(Employee(name="Склад", phone="79990000077", role=Role.MANAGER, created_at=uow.now))

    async with database.read(organization.id) as uow:
        with_one = await rows(uow.session, _with_role_of_same_name("Склад"))
        without = await rows(uow.session, _with_role_of_same_name("Продажи"))

    (department, employee, role), *others = with_one
    assert (department.name, employee.phone, role) == ("Склад", "79990000077", Role.MANAGER)
    assert others == []
    assert [(it[0].name, it[1], it[2]) for it in without] == [("Продажи", None, None)]


async def test_a_change_says_how_many_rows_it_has_changed(database, organization, departments):
    async with database.begin(organization.id) as uow:
        some = await change(uow.session, _rename("Склад", "Архив"))
        none = await change(uow.session, _rename("Склад", "Архив"))

    assert (some, none) == (1, 0)


async def test_a_change_returns_rows_as_they_are_now(database, organization, departments):
    async with database.begin(organization.id) as uow:
        before = await one(uow.session, _named("Склад"))

        changed = await rows(uow.session, _renamed(["Склад", "Нет такого"], "Архив"))

        assert [row[0] for row in changed] == [before]
        assert before.name == "Архив"


async def test_another_organization_sees_and_changes_nothing(database, organization, departments):
    async with database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)

    async with database.begin(other.id) as uow:
        assert await one(uow.session, _named("Склад")) is None
        assert await change(uow.session, _rename("Склад", "Наш")) == 0
        assert await rows(uow.session, _renamed(["Склад"], "Наш")) == []

    async with database.read() as uow:
        with pytest.raises(Unscoped):
            await one(uow.session, _named("Склад"))
        assert await one(uow.session, _named("Склад"), SYSTEM_WIDE) is not None


async def test_an_error_of_the_database_is_sqlalchemys(database, organization, monkeypatch):
    if not database.is_sqlite:
        pytest.skip("the other one is asked by SQLAlchemy itself")
    async with database.read(organization.id) as uow:
        await one(uow.session, _named("Склад"))
        monkeypatch.setattr(uow.session.info["sqlite"].__class__, "cursor", _full)

        with pytest.raises(OperationalError, match="disk is full") as caught:
            await one(uow.session, _named("тайна"))

    assert "тайна" not in str(caught.value)


def _full(*_arguments: object) -> object:
    raise sqlite3.OperationalError("database or disk is full")
