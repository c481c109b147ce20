"""Windows that open and close while something waits to be shown in them."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToEmployee
from bridge.actions.messages.bursts import parts_of
from bridge.channel import File
from storage.delivery.deliveries import DeliveryStatus
from storage.inbox.windows import Mirror, Window
from storage.messages.messages import MessageKind
from storage.team.employees import Employee
from tests.kit.conversations import taken
from tests.kit.office import Office

PHOTO = File(file_id="AgAC-photo", name="чек.jpg", mime="image/jpeg", size=1000)


async def answering(office: Office) -> Window:
    """Anna's window, with what the customer has said to begin with."""
    window = await taken(office)
    async with office.begin() as uow:
        (said,) = await uow.messages.newest(window.dialog_id)
        uow.add(Mirror(message_id=said.id, window_id=window.id, chat_id=window.chat_id, telegram_message_id=7))
    return window


async def goes(office: Office, to: Employee, *, by: Employee) -> None:
    dialog = await office.dialog()
    async with office.begin() as uow:
        await dialogs.transfer(uow, dialog.id, to=ToEmployee(to.id), by=await uow.employees.get(by.id))


async def shown_in(office: Office, window: Window) -> list[int]:
    """The messages that are on their way into the window, in order."""
    copies = [*await office.deliveries("copy"), *await office.deliveries("album")]
    mine = sorted((copy for copy in copies if copy.window_id == window.id), key=lambda copy: copy.id)
    return [message_id for copy in mine for message_id in parts_of(copy)]


@pytest.mark.parametrize("status", [DeliveryStatus.WAITING, DeliveryStatus.SENDING])
async def test_what_still_waits_for_a_window_is_not_put_again_when_it_opens_again(office: Office, status):
    window = await answering(office)
    burst = [await office.hears(text, number) for number, text in enumerate(["Ау?", "Вы тут?"], start=2)]
    picture = await office.hears("", 4, kind=MessageKind.PHOTO, file=PHOTO)
    async with office.begin() as uow:
        for copy in await office.deliveries("copy"):
            (await uow.deliveries.get(copy.id)).status = status

    await goes(office, office.oleg, by=office.anna)
    later = await office.hears("Ну что?", 5)
    await goes(office, office.anna, by=office.oleg)

    assert await shown_in(office, window) == [message.id for message in (*burst, picture, later)]


async def test_an_album_that_still_waits_is_not_put_again_when_its_window_opens_again(office: Office):
    window = await answering(office)
    album = [await office.hears("", number, kind=MessageKind.PHOTO, file=PHOTO, album="7") for number in (2, 3)]

    await goes(office, office.oleg, by=office.anna)
    await goes(office, office.anna, by=office.oleg)

    # One delivery carries all of it.
    assert await shown_in(office, window) == [album[0].id]
