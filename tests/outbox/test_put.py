"""Putting a delivery into the outbox."""

import contextlib

from bridge.actions.delivery import outbox
from bridge.actions.delivery.desk import CardPayload
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.organizations import Organization
from tests.kit.books import unsettled


async def paint(uow: UnitOfWork, key: str) -> Delivery:
    return await outbox.put(uow, CardPayload(), carrier="desk", lane="desk:7", key=key)


async def test_a_painting_that_waits_keeps_its_place_and_serves_for_the_newer_one(
    database: Database, organization: Organization
):
    async with database.begin(organization.id) as uow:
        older, other = await paint(uow, "card:1"), await paint(uow, "card:2")

    async with database.begin(organization.id) as uow:
        newer = await paint(uow, "card:1")

    async with database.read(organization.id) as uow:
        assert [row.id for row in await unsettled(uow)] == [older.id, other.id]
    assert newer.id == older.id


async def test_what_is_being_sent_does_not_serve_for_a_newer_painting(database: Database, organization: Organization):
    async with database.begin(organization.id) as uow:
        older = await paint(uow, "card:1")
        older.status = DeliveryStatus.SENDING

    async with database.begin(organization.id) as uow:
        newer = await paint(uow, "card:1")

    assert newer.id != older.id


async def test_another_organizations_deliveries_are_left_alone(database: Database, organization: Organization):
    async with database.begin() as uow:
        neighbour = Organization(name="Лютик")
        uow.add(neighbour)
    async with database.begin(neighbour.id) as uow:
        theirs = await paint(uow, "card:1")

    async with database.begin(organization.id) as uow:
        await paint(uow, "card:1")

    async with database.read(neighbour.id) as uow:
        assert (await uow.deliveries.get(theirs.id)).status is DeliveryStatus.WAITING


async def test_the_outbox_hears_of_a_delivery_by_the_commit_and_not_before(
    database: Database, organization: Organization
):
    heard: list[Delivery] = []
    database.listen("outbox", heard.extend)

    async with database.begin(organization.id) as uow:
        put = await paint(uow, "card:1")
        assert heard == []

    assert heard == [put]


async def test_who_has_to_look_for_its_work_is_handed_none(database: Database, organization: Organization):
    heard: list[int] = []
    database.listen("outbox", lambda deliveries: heard.append(len(deliveries)))

    async with database.begin(organization.id) as uow:
        await paint(uow, "card:1")
        uow.wake("outbox")

    assert heard == [0]


async def test_nobody_hears_of_what_was_not_committed(database: Database, organization: Organization):
    heard: list[Delivery] = []
    database.listen("outbox", heard.extend)

    with contextlib.suppress(ZeroDivisionError):
        async with database.begin(organization.id) as uow:
            await paint(uow, "card:1")
            raise ZeroDivisionError

    assert heard == []
