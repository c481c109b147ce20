"""What employees do to a contact: another name, a phone number, a block."""

from dataclasses import replace

import pytest

from bridge.actions.clients import clients
from bridge.actions.clients.clients import AlreadyBlocked, NotBlocked
from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ContactBlocked
from bridge.actions.messages import edits, messages
from bridge.channel import Edited
from bridge.text.phones import InvalidPhone
from storage.engine.names import NameEmpty, NameTooLong
from storage.inbox.dialogs import DialogStatus
from tests.kit.office import HELLO, IVAN, Office


async def contact_of(office: Office):
    dialog = await office.dialog()
    async with office.begin() as uow:
        return await uow.contacts.get(dialog.contact_id)


async def taken(office: Office) -> int:
    """A dialog that Anna answers; returns its id."""
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    await office.settle_all()
    return said.dialog_id


async def blocked(office: Office, dialog_id: int, *, spam: bool = False) -> None:
    async with office.begin() as uow:
        await clients.block(uow, dialog_id, spam=spam, by=office.oleg)


async def unblocked(office: Office, dialog_id: int) -> None:
    async with office.begin() as uow:
        await clients.unblock(uow, dialog_id, by=office.oleg)


async def test_another_name_stays_whatever_they_call_themselves(office: Office):
    dialog_id = await taken(office)
    async with office.begin() as uow:
        await clients.rename(uow, dialog_id, "  Иван   Кузьмич ", by=office.oleg)

    await office.hears("Ау", number=2, sender=replace(IVAN, name="Ванёк"))

    contact = await contact_of(office)
    assert (contact.title, contact.own_name) == ("Иван Кузьмич", "Ванёк")
    async with office.begin() as uow:
        await clients.use_own_name(uow, dialog_id, by=office.oleg)
    contact = await contact_of(office)
    assert (contact.title, contact.own_name) == ("Ванёк", None)


async def test_a_second_name_does_not_make_them_forget_their_own(office: Office):
    dialog_id = await taken(office)

    for name in ("Кузьмич", "Иван Кузьмич"):
        async with office.begin() as uow:
            await clients.rename(uow, dialog_id, name, by=office.oleg)

    assert (await contact_of(office)).own_name == "Иван Петров"
    async with office.begin() as uow:
        await clients.rename(uow, dialog_id, "Иван Петров", by=office.oleg)
    assert (await contact_of(office)).own_name is None


@pytest.mark.parametrize(("words", "error"), [(" ", NameEmpty), ("а" * 65, NameTooLong)])
async def test_what_is_no_name_changes_nothing(office: Office, words: str, error: type[Exception]):
    dialog_id = await taken(office)

    with pytest.raises(error):
        async with office.begin() as uow:
            await clients.rename(uow, dialog_id, words, by=office.oleg)

    assert (await contact_of(office)).title == "Иван Петров"


async def test_a_number_is_noted_in_any_spelling_and_outlives_the_channels(office: Office):
    dialog_id = await taken(office)
    async with office.begin() as uow:
        await clients.set_phone(uow, dialog_id, "8 (999) 123-45-67", by=office.oleg)

    await office.hears("Ау", number=2, sender=replace(IVAN, phone="79990001122"))

    assert (await contact_of(office)).phone == "79991234567"
    with pytest.raises(InvalidPhone):
        async with office.begin() as uow:
            await clients.set_phone(uow, dialog_id, "восемь девять", by=office.oleg)
    async with office.begin() as uow:
        await clients.forget_phone(uow, dialog_id, by=office.oleg)
    assert (await contact_of(office)).phone is None


async def test_what_a_blocked_customer_writes_is_kept_and_shown_to_nobody(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id, spam=True)
    await office.settle_all()

    said = await office.hears("КУПИТЕ СЛОНА", number=2)
    async with office.begin() as uow:
        await edits.receive_customer_edit(uow, office.channel, Edited(replace(HELLO, text="СЛОНЫ", external_id="2")))

    assert said is not None
    assert await office.deliveries() == []
    dialog = await office.dialog()
    assert (dialog.status, dialog.unread, dialog.waiting_since) == (DialogStatus.CLOSED, 0, said.created_at)
    assert (await contact_of(office)).is_spam


async def test_a_blocked_customers_dialog_comes_back_only_by_unblocking(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id)

    with pytest.raises(ContactBlocked):
        async with office.begin() as uow:
            await dialogs.reopen(uow, dialog_id, by=office.anna)
    pending = await office.writes(office.anna, await office.window(office.anna), "Ответ")
    with pytest.raises(ContactBlocked):
        async with office.begin() as uow:
            await messages.release(uow, pending.id, by=office.anna)


async def test_unblocked_at_once_everything_is_as_it_was(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id)

    await unblocked(office, dialog_id)

    dialog, window = await office.dialog(), await office.window(office.anna)
    assert (dialog.is_open, dialog.assignee_id, window.is_live) == (True, office.anna.id, True)
    await office.settle_all()
    await office.hears("Спасибо", number=2)
    assert [d.kind for d in await office.deliveries()] == ["copy"]


async def test_what_came_meanwhile_is_shown_after_unblocking(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id)
    said = [await office.hears(text, number=n) for n, text in enumerate(("Вы тут?", "Ау"), start=2)]
    await office.settle_all()

    await unblocked(office, dialog_id)

    dialog = await office.dialog()
    assert (dialog.unread, dialog.is_open) == (2, True)
    copies = [d.message_id for d in await office.deliveries("copy")]
    assert copies[-2:] == [message.id for message in said]


async def test_what_came_meanwhile_is_hidden_until_they_are_unblocked(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id)
    said = await office.hears("Купите слона", number=2)

    assert await found(office, dialog_id) == [[HELLO.text], [], [HELLO.text, said.text], [said.text]]

    await unblocked(office, dialog_id)
    assert await found(office, dialog_id) == [[HELLO.text, said.text], [said.text]] * 2


async def found(office: Office, dialog_id: int) -> list[list[str]]:
    """What was said, and what a search finds: for operators, then for managers."""
    async with office.begin() as uow:
        said = [
            messages
            for hidden in (False, True)
            for messages in (
                await uow.messages.newest(dialog_id, hidden=hidden),
                await uow.search_hits.messages(["слона"], hidden=hidden),
            )
        ]
    return [[message.text for message in messages] for messages in said]


async def test_whoever_opens_the_archived_dialog_is_not_shown_what_came_meanwhile(office: Office):
    dialog_id = await taken(office)
    await blocked(office, dialog_id)
    await office.hears("Купите слона", number=2)
    await office.settle_all()

    async with office.begin() as uow:
        await dialogs.open_dialog(uow, dialog_id, by=office.oleg)

    assert [d.message_id for d in await office.deliveries("copy")] == [1]


async def test_what_was_archived_before_stays_there_unless_they_have_written(office: Office):
    dialog_id = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, dialog_id, by=office.anna)
    await blocked(office, dialog_id)

    await unblocked(office, dialog_id)
    assert not (await office.dialog()).is_open

    await blocked(office, dialog_id)
    await office.hears("Ау", number=2)
    await unblocked(office, dialog_id)
    assert (await office.dialog()).is_open


async def test_a_queued_dialog_is_offered_again_after_unblocking(office: Office):
    said = await office.hears()
    await blocked(office, said.dialog_id)
    await office.settle_all()

    await unblocked(office, said.dialog_id)

    assert {d.kind for d in await office.deliveries()} >= {"offer"}


async def test_nobody_is_blocked_or_unblocked_twice(office: Office):
    dialog_id = await taken(office)

    with pytest.raises(NotBlocked):
        await unblocked(office, dialog_id)
    await blocked(office, dialog_id)
    with pytest.raises(AlreadyBlocked):
        await blocked(office, dialog_id)
