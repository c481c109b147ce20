"""Units of work keep what they promise, on both databases."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from storage.team.departments import Department
from storage.team.organizations import Organization
from tests.kit.office import open_office


async def test_no_update_is_lost_when_many_units_of_work_change_one_row(database, organization):
    office = await open_office(database, organization)
    heard = await office.hears()

    async def hear() -> None:
        async with office.begin() as uow:
            (await uow.dialogs.lock(heard.dialog_id)).heard(uow.now)

    await asyncio.gather(*(hear() for _ in range(40)))

    assert (await office.dialog()).unread == 41


async def test_units_that_read_first_and_write_later_wait_for_each_other(database, organization):
    async def hire(number: int) -> None:
        async with database.begin(organization.id) as uow:
            await uow.departments.all()
            await asyncio.sleep(0)
            uow.add(Department(name=f"Отдел {number}"))

    await asyncio.gather(*(hire(number) for number in range(20)))

    async with database.read(organization.id) as uow:
        assert len(await uow.departments.all()) == 20


async def test_unit_that_fails_leaves_no_trace(database, organization):
    async def fail() -> None:
        async with database.begin(organization.id) as uow:
            uow.add(Department(name="Поддержка"))
            await uow.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    async with database.read(organization.id) as uow:
        assert await uow.departments.all() == []


async def test_screens_cannot_write(database):
    async with database.read() as uow:
        uow.add(Organization(name="Лютик"))
        with pytest.raises(DBAPIError):
            await uow.flush()


async def test_time_comes_back_as_it_was_and_in_utc(database, organization, clock):
    office = await open_office(database, organization)

    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)

    assert anna.created_at == clock.now
    assert anna.created_at.utcoffset().total_seconds() == 0
