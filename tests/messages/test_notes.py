"""Notes: what employees say among themselves."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToEmployee
from bridge.actions.messages import messages, notes
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.messages import AlreadyDecided
from bridge.actions.messages.notes import EmptyNote
from storage.inbox.windows import Layout
from storage.messages.messages import DeliveryState, MessageKind, StaysInside
from storage.reports.events import EventKind
from tests.kit.office import INVOICE, Office


async def taken(office: Office):
    """Anna's window of a dialog that Oleg looks at too."""
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        await dialogs.open_dialog(uow, said.dialog_id, by=office.oleg)
    await office.settle_all()
    return await office.window(office.anna)


async def noted(office: Office, window, text: str = "Осторожно: скандалист", number: int = 700, **changes):
    draft = Draft(chat_id=window.chat_id, telegram_message_id=number, text=text, **changes)
    async with office.begin() as uow:
        return await notes.write(uow, await uow.windows.get(window.id), draft, by=office.anna)


async def test_a_note_goes_to_the_other_windows_and_to_no_channel(office: Office):
    window = await taken(office)

    note = await noted(office, window, kind=MessageKind.DOCUMENT, file=INVOICE)

    others = await office.window(office.oleg)
    assert [(d.kind, d.message_id, d.window_id) for d in await office.deliveries()] == [
        ("copy", note.id, others.id),
        ("mark", note.id, window.id),
    ]
    assert (note.is_note, note.state) == (True, None)


async def test_a_note_does_not_change_who_waits_for_whom(office: Office):
    window = await taken(office)
    await office.hears("Ау?", number=2)
    before = await office.dialog()

    await noted(office, window)

    after = await office.dialog()
    assert after.model_dump() == before.model_dump()


async def test_a_note_leaves_an_event_and_the_same_one_is_taken_once(office: Office):
    window = await taken(office)

    first, again = await noted(office, window), await noted(office, window)

    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.NOTED)
    assert first.id == again.id
    assert (event.employee_id, event.data) == (office.anna.id, {"message_id": first.id})


async def test_a_note_without_words_is_refused(office: Office):
    window = await taken(office)

    with pytest.raises(EmptyNote):
        await noted(office, window, " ")


async def test_where_dialogs_share_a_chat_a_note_says_about_whom_it_is(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        (await uow.windows.get(window.id)).layout = Layout.REPLIES

    await noted(office, window)

    (notice,) = await office.deliveries("notice")
    assert notice.body["params"] == {"name": "Иван Петров"}


async def test_a_held_message_can_be_kept_as_a_note_and_then_never_goes(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.transfer(uow, window.dialog_id, to=ToEmployee(office.oleg.id), by=office.anna)
    pending = await office.writes(office.anna, window, "Ему уже возвращали деньги")
    assert pending.state is DeliveryState.NEEDS_CONFIRMATION
    await office.settle_all()

    async with office.begin() as uow:
        note = await notes.keep(uow, pending.id, by=office.anna)

    for decide in (messages.release, messages.discard, messages.retry, notes.keep):
        with pytest.raises(AlreadyDecided):
            async with office.begin() as uow:
                await decide(uow, pending.id, by=office.anna)
    assert note.is_note
    assert await office.deliveries("message") == []
    assert [d.window_id for d in await office.deliveries("copy")] == [(await office.window(office.oleg)).id]


async def test_a_note_is_nobody_elses_to_make_of_a_held_message(office: Office):
    window = await taken(office)
    async with office.begin() as uow:
        await dialogs.close(uow, window.dialog_id, by=office.anna)
    pending = await office.writes(office.anna, window, "Спасибо!")

    with pytest.raises(AlreadyDecided):
        async with office.begin() as uow:
            await notes.keep(uow, pending.id, by=office.maria)


async def test_a_note_refuses_to_leave(office: Office):
    note = await noted(office, await taken(office))

    with pytest.raises(StaysInside):
        note.ensure_may_leave()


async def test_whoever_receives_a_dialog_is_shown_its_newest_notes(office: Office):
    window = await taken(office)
    await office.writes(office.anna, window, "Сейчас узнаю")
    await office.hears("Жду", number=2)
    note = await noted(office, window)
    await office.settle_all()

    async with office.begin() as uow:
        await dialogs.transfer(uow, window.dialog_id, to=ToEmployee(office.maria.id), by=office.anna)

    marias = await office.window(office.maria)
    shown = [d.message_id for d in await office.deliveries("copy") if d.window_id == marias.id]
    assert shown[-1] == note.id
