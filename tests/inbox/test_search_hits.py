"""Parts of words are found in messages and persons, whatever their letters' case, in the own organization alone."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlmodel import col, delete

from bridge.channel import Sender
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.database import Database
from storage.engine.normalization import normalize
from storage.inbox.dialogs import Dialog
from storage.inbox.search_hits import Beside, PersonTerm
from storage.inbox.searches import terms
from storage.messages.messages import Author, DeliveryState, Message
from storage.team.channels import Channel, Provider
from storage.team.organizations import Organization
from tests.kit.office import Office


async def found(office: Office, words: str, **options: object) -> list[str]:
    async with office.database.read(office.organization.id) as uow:
        return [message.text for message in await uow.search_hits.messages(terms(words), **options)]


async def persons(office: Office, *asked: PersonTerm | str) -> list[int]:
    """The numbers of the contacts that are found."""
    all_of = [each if isinstance(each, PersonTerm) else PersonTerm([normalize(each)]) for each in asked]
    async with office.database.read(office.organization.id) as uow:
        return [dialog.contact_id for dialog in await uow.search_hits.dialogs(all_of)]


@pytest.mark.parametrize(
    "words",
    [
        "доставк",
        "ДОСТАВК",
        "став",
        "Доставку завтра",
        "завтра доставку",
        "ещё",
        "еще",
        "ЕЩЁ",
        "iphone",
        "ＩＰＨＯＮＥ",
        "15",
    ],
)
async def test_parts_of_words_are_found_however_they_are_written(office: Office, words: str):
    await office.hears("Ещё раз: жду доставку завтра, iPhone 15", 1)
    await office.hears("Совсем о другом", 2)

    assert await found(office, words) == ["Ещё раз: жду доставку завтра, iPhone 15"]


async def test_all_words_must_be_there(office: Office):
    await office.hears("Жду доставку", 1)
    await office.hears("Жду возврата", 2)

    assert await found(office, "жду возврат") == ["Жду возврата"]
    assert await found(office, "доставку возврат") == []


@pytest.mark.parametrize(
    "words",
    ['"', '""', "'", "%%%", "___", "a_c", "a%c", "ab*", "NEAR(ab cd)", "words:abc", "-abc", "^abc", "abc OR xyz", "\\",
     "/", "(abc", "abc)", "{abc}", "abc AND", "NOT abc", '" OR words:"abc', "'; DROP TABLE message; --", "abc\\%"],
)  # fmt: skip
async def test_signs_that_mean_something_to_the_database_mean_nothing(office: Office, words: str):
    await office.hears("abc", 1)
    await office.hears(f"До {words} после", 2)

    assert await found(office, words) == [f"До {words} после"]


async def test_short_words_are_found_among_the_newest(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.inbox.search_hits.MAX_SCANNED_MESSAGES", 2)
    for number in range(3):
        await office.hears(f"да {number}", number + 1, sent_at=office.database.clock().replace(minute=number))

    assert await found(office, "да") == ["да 2", "да 1"]
    assert await found(office, "да 0") == []


async def test_an_edited_message_is_found_by_its_newest_words_and_a_deleted_one_not_at_all(office: Office):
    first, second = await office.hears("сегодня", 1), await office.hears("завтра", 2)
    async with office.begin() as uow:
        (await uow.messages.get(first.id)).text = "вечером"
        (await uow.messages.get(second.id)).deleted_at = uow.now

    assert await found(office, "сегодня") == []
    assert await found(office, "вечером") == ["вечером"]
    assert await found(office, "завтра") == []


async def test_changes_past_the_objects_are_found_too(office: Office):
    """By a statement, as a bulk change does it."""
    message = await office.hears("сегодня", 1)
    async with office.begin() as uow:
        await uow.session.execute(update(Message).values(text="однажды").where(Message.id == message.id))

    assert await found(office, "однажды") == ["однажды"]
    assert await found(office, "сегодня") == []


@pytest.mark.parametrize("state", [DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED])
async def test_what_was_never_said_is_not_found(office: Office, state: DeliveryState):
    message = await office.hears("сегодня", 1)
    async with office.begin() as uow:
        pending = Message(dialog_id=message.dialog_id, author=Author.EMPLOYEE, text="сегодня же", created_at=uow.now)
        pending.state = state
        uow.add(pending)

    assert await found(office, "сегодня") == ["сегодня"]


async def test_pages_lead_there_and_back(office: Office):
    ids = [(await office.hears(f"заказ {number}", number + 1)).id for number in range(7)]

    first = await found(office, "заказ", limit=3)
    second = await found(office, "заказ", beside=Beside(ids[4]), limit=3)
    back = await found(office, "заказ", beside=Beside(ids[3], is_older=False), limit=3)

    assert first == back == ["заказ 6", "заказ 5", "заказ 4"]
    assert second == ["заказ 3", "заказ 2", "заказ 1"]


@pytest.mark.parametrize("part", ["петр", "ПЕТРОВ", "ив", "Пётр", "ivan", "501"])
async def test_persons_are_found_by_name_user_name_and_their_channels_number(office: Office, part: str):
    await office.hears("Здравствуйте", 1)
    other = await another(office, name="Олег Ким")

    assert await persons(office, part) == [1]
    assert await persons(office, "Олег") == [other]


async def another(office: Office, name: str = "Кто-то") -> int:
    """A second customer; returns the number of the contact."""
    sender = Sender(external_id="777", name=name)
    message = await office.hears("Добрый день", 50, sender=sender)
    async with office.database.read(office.organization.id) as uow:
        return (await uow.dialogs.get(message.dialog_id)).contact_id


async def test_every_word_is_found_in_the_person_wherever(office: Office):
    await office.hears("Здравствуйте", 1)

    assert await persons(office, "петров", "ivan") == [1]
    assert await persons(office, "петров", "олег") == []


async def test_persons_are_found_by_their_number_and_by_parts_of_their_phone(office: Office):
    await office.hears("Здравствуйте", 1)
    number = await another(office)
    async with office.begin() as uow:
        (await uow.contacts.get(number)).phone = "79161234567"

    assert await persons(office, PersonTerm([], number=number)) == [number]
    assert await persons(office, PersonTerm(["1234567"])) == [number]
    assert await persons(office, PersonTerm(["8916", "916"])) == [number]


async def test_a_person_is_found_by_the_name_that_colleagues_gave_and_by_their_own(office: Office):
    await office.hears("Здравствуйте", 1)
    async with office.begin() as uow:
        contact = await uow.contacts.get(1)
        contact.own_name, contact.name = contact.name, "Директор завода"

    assert await persons(office, "завод") == [1]
    assert await persons(office, "Петров") == [1]


async def test_nothing_of_another_organization_is_found(office: Office):
    await office.hears("Здравствуйте, заказ", 1)
    abroad = replace(office, organization=await open_abroad(office.database))

    assert await found(office, "заказ") == ["Здравствуйте, заказ"]
    assert await found(abroad, "заказ") == ["Заказ у них"]
    assert await found(abroad, "за") == ["Заказ у них"]
    assert await persons(office, "иван") == await persons(office, "ив") == [1]
    assert await persons(abroad, "иван") == await persons(abroad, "ив") == [2]
    assert await persons(abroad, PersonTerm(["нет такого"], number=1)) == []


async def open_abroad(database: Database) -> Organization:
    """Another organization, whose customer has the same name."""
    async with database.begin() as uow:
        uow.add(organization := Organization(name="Василёк"))
        await uow.flush()
        uow.bind(organization.id)
        channel = Channel(provider=Provider.TELEGRAM, name="Их бот", token="encrypted", is_active=False)
        contact = Contact(name="Иван Петров", created_at=uow.now)
        uow.add(channel, contact)
        await uow.flush()
        address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id="501")
        uow.add(address)
        await uow.flush()
        whose = {"contact_id": contact.id, "channel_id": channel.id, "address_id": address.id}
        dialog = Dialog(**whose, opened_at=uow.now, last_message_at=uow.now)
        uow.add(dialog)
        await uow.flush()
        uow.add(Message(dialog_id=dialog.id, author=Author.CONTACT, text="Заказ у них", created_at=uow.now))
    return organization


async def test_what_is_deleted_for_good_is_not_found_in_what_takes_its_number(office: Office):
    dialog_id = (await office.hears("Здравствуйте", 1)).dialog_id
    said = {"dialog_id": dialog_id, "author": Author.EMPLOYEE, "is_note": True}
    async with office.begin() as uow:
        uow.add(first := Message(**said, text="однажды", created_at=uow.now))
    async with office.begin() as uow:
        await uow.session.execute(delete(Message).where(col(Message.id) == first.id))
        uow.add(Message(**said, id=first.id, text="другое", created_at=uow.now))

    assert await found(office, "однажды") == []
    assert await found(office, "другое") == ["другое"]
