"""What a customer writes while something waits to be shown already."""

from dataclasses import replace

import pytest

from bridge.actions.inbox import windows
from bridge.actions.messages import bursts, edits
from bridge.actions.messages.bursts import MAX_PARTS_PER_BURST, parts_of
from bridge.channel import Edited
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.messages.messages import MessageKind
from tests.kit.conversations import taken
from tests.kit.office import HELLO, INVOICE, Office


async def copies(office: Office) -> list[list[int]]:
    """The messages in each copy that waits."""
    return [parts_of(delivery) for delivery in await office.deliveries("copy")]


async def changes(office: Office, **values) -> None:
    """The copies that wait have come further."""
    async with office.begin() as uow:
        for waiting in await office.deliveries("copy"):
            row = await uow.deliveries.get(waiting.id)
            for name, value in values.items():
                setattr(row, name, value)


async def test_texts_that_wait_for_a_window_are_one_delivery(office: Office):
    await taken(office)

    said = [await office.hears(f"строка {number}", number) for number in range(2, 6)]

    assert await copies(office) == [[message.id for message in said]]


async def test_cards_and_marks_behind_it_do_not_matter(office: Office):
    window = await taken(office)
    first = await office.hears("раз", 2)
    async with office.begin() as uow:
        for kind in ("card", "mark"):
            place = {"carrier": "desk", "lane": f"desk:{window.chat_id}", "window_id": window.id}
            uow.add(Delivery(kind=kind, created_at=uow.now, **place))

    second = await office.hears("два", 3)

    assert await copies(office) == [[first.id, second.id]]


@pytest.mark.parametrize("how", [{"status": DeliveryStatus.SENDING}, {"is_repeat": True}, {"body": {"silent": True}}])
async def test_what_is_leaving_or_may_be_there_already_takes_no_more(office: Office, how):
    await taken(office)
    first = await office.hears("раз", 2)
    await changes(office, **how)

    second = await office.hears("два", 3)

    assert await copies(office) == [[first.id], [second.id]]


async def test_nothing_joins_across_what_a_colleague_has_said(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        oleg = await uow.sign_ins.of_employee(office.oleg.id)
        await windows.open_at(uow, await uow.dialogs.get(window.dialog_id), oleg[0])
    await office.settle_all()
    first = await office.hears("раз", 2)
    answer = await office.writes(office.anna, window, "Секунду")

    second = await office.hears("два", 3)

    assert sorted(await copies(office)) == [[first.id], [first.id, second.id], [answer.id], [second.id]]


async def test_nothing_joins_across_an_edit(office: Office):
    await taken(office)
    first = await office.hears("раз", 2)
    async with office.begin() as uow:
        await edits.receive_customer_edit(uow, office.channel, Edited(replace(HELLO, text="один", external_id="2")))

    second = await office.hears("два", 3)

    assert await copies(office) == [[first.id], [second.id]]


@pytest.mark.parametrize(
    "how",
    [
        {"kind": MessageKind.DOCUMENT, "file": INVOICE},
        {"reply_to": "1"},
        {"text": "ы" * 3600},
        {"entities": [{"type": "bold", "offset": 0, "length": 1}] * 99},
    ],
    ids=["a file", "a reply", "long", "formatted all over"],
)
async def test_what_does_not_fit_goes_by_itself(office: Office, how):
    await taken(office)
    first = await office.hears("раз", 2)

    second = await office.hears(number=3, **how)

    assert await copies(office) == [[first.id], [second.id]]


async def test_a_burst_has_only_so_many_parts(office: Office):
    await taken(office)

    for number in range(MAX_PARTS_PER_BURST + 1):
        await office.hears(f"строка {number}", number + 2)

    assert [len(parts) for parts in await copies(office)] == [MAX_PARTS_PER_BURST, 1]


async def test_a_message_is_never_twice_in_a_burst_or_before_an_older_one(office: Office):
    window = await taken(office)
    first, second = await office.hears("раз", 2), await office.hears("два", 3)

    async with office.begin() as uow:
        assert not await bursts.join_burst(uow, first, window)
        assert not await bursts.join_burst(uow, second, window)
