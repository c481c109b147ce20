"""What the bot has written for an employee is put into other words."""

import pytest

from bridge.actions.messages import messages, rewording
from bridge.actions.messages.deletions import NotYourMessage
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.edits import NeverSent
from bridge.actions.messages.rewording import NothingToSay, Wordless
from storage.inbox.windows import Mirror
from storage.messages.messages import DeliveryState, Message, MessageKind
from storage.reports.events import EventKind
from tests.kit.conversations import arrives, taken
from tests.kit.office import Office


async def written(office: Office, kind: MessageKind = MessageKind.TEXT) -> Message:
    """An answer of Anna's that the bot has sent and shown."""
    window = await taken(office)
    async with office.begin() as uow:
        place, dialog = await uow.windows.get(window.id), await uow.dialogs.lock(window.dialog_id)
        draft = Draft(place.chat_id, None, kind=kind, text="Здравствуйте!")
        said = await messages.send(uow, dialog, place, draft, by=await uow.employees.get(office.anna.id))
        uow.add(
            Mirror(
                message_id=said.id,
                window_id=window.id,
                chat_id=window.chat_id,
                telegram_message_id=950,
                is_original=True,
            )
        )
    await arrives(office, said)
    await office.settle_all()
    return said


async def rewords(office: Office, text: str, employee=None) -> Message:
    chat_id = office.sign_ins[office.anna.id].chat_id
    async with office.begin() as uow:
        mirror = await uow.windows.mirror_at(chat_id, 950)
        by = await uow.employees.get((employee or office.anna).id)
        return await rewording.reword(uow, mirror, text, [], by=by)


async def test_it_is_changed_at_the_customers_and_where_it_was_shown(office: Office):
    said = await written(office)

    changed = await rewords(office, "Добрый вечер!")

    assert (changed.id, changed.text, changed.edited_at is None) == (said.id, "Добрый вечер!", False)
    waiting = await office.deliveries()
    assert [(each.kind, each.carrier) for each in waiting if each.kind == "edit"] == [
        ("edit", "desk"),
        ("edit", office.channel.carrier),
    ]
    async with office.begin() as uow:
        (version,) = await uow.versions.of_message(said.id)
        (event,) = await uow.events.of_kind(EventKind.EDITED)
    assert (version.text, event.employee_id) == ("Здравствуйте!", office.anna.id)


async def test_the_same_words_change_nothing(office: Office):
    await written(office)

    await rewords(office, "Здравствуйте!")

    assert await office.deliveries() == []


async def test_what_cannot_be_reworded_stays_as_it_is(office: Office):
    said = await written(office)

    with pytest.raises(NothingToSay):
        await rewords(office, " ")
    with pytest.raises(NotYourMessage):
        await rewords(office, "Чужое", office.oleg)
    async with office.begin() as uow:
        (await uow.messages.get(said.id)).state = DeliveryState.DISCARDED
    with pytest.raises(NeverSent):
        await rewords(office, "Поздно")

    assert await office.deliveries() == []


async def test_a_message_without_words_has_none_to_change(office: Office):
    await written(office, MessageKind.LOCATION)

    with pytest.raises(Wordless):
        await rewords(office, "Здесь")
