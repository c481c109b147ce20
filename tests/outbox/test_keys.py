"""Of several deliveries with one key the newest leaves."""

import asyncio

from storage.delivery.deliveries import Delivery, DeliveryStatus
from tests.kit.doubles.carrying import Office, Post


async def give_key(office: Office, *deliveries: Delivery) -> None:
    async with office.database.begin(office.organization.id) as uow:
        for delivery in deliveries:
            (await uow.deliveries.get(delivery.id)).key = "card:1"


async def test_of_several_with_one_key_only_the_newest_leaves(office: Office, post: Post):
    older, _, newer = await office.put("older", "between", "newer")
    await give_key(office, older, newer)

    await office.works_until_settled()

    assert post.texts == ["between", "newer"]
    assert (await office.statuses())["older"] is DeliveryStatus.REPLACED


async def test_what_is_outdone_while_it_waits_does_not_leave(office: Office, post: Post):
    post.gates["first"] = asyncio.Event()
    _, older = await office.put("first", "older")

    async with office.at_work():
        await post.has_begun("first")
        [newer] = await office.put("newer")
        await give_key(office, older, newer)
        post.gates["first"].set()
        await office.settled()

    assert post.texts == ["first", "newer"]
