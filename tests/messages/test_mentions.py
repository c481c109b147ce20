"""Who is named in a note."""

from dataclasses import replace

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.messages import edits, notes
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.mentions import is_named
from storage.team.employees import Employee
from storage.team.sign_ins import SignIns
from tests.kit.office import Office


@pytest.mark.parametrize("text", ["@Мария", "спроси @мария.", "@МАРИЯ ЛИС, глянь", "(@Мария)", "@мария и @олег"])
def test_a_name_behind_the_sign_is_understood(text):
    assert is_named(Employee(name="Мария Лис"), text)


@pytest.mark.parametrize("text", ["", "Мария", "@", "@Мар", "@Мариям", "почта info@мария", "@Лис", "@ Мария"])
def test_what_only_looks_like_it_names_nobody(text):
    assert not is_named(Employee(name="Мария Лис"), text)


def test_a_name_with_odd_signs_breaks_nothing():
    assert is_named(Employee(name="Пётр (склад"), "@петр (склад")
    assert not is_named(Employee(name=" "), "@ ")


def test_a_user_name_is_understood_in_any_case_and_only_as_a_whole():
    maria = Employee(name="Мария Лис")

    assert is_named(maria, "спроси @LIS_m, она знает", ["lis_m"])
    assert not is_named(maria, "@lis_ma, @lis", ["lis_m"])


async def test_each_is_told_once_and_the_author_never(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    window = await office.window(office.anna)
    draft = Draft(chat_id=window.chat_id, telegram_message_id=700, text="@Мария Лис, @мария, @Анна: сердится")

    async with office.begin() as uow:
        here = await uow.windows.get(window.id)
        await notes.write(uow, here, draft, by=office.anna, picked=[office.maria.id, office.anna.id, 999])

    told = await office.deliveries("mention")
    assert [delivery.lane for delivery in told] == [f"desk:{office.sign_ins[office.maria.id].chat_id}"]


async def test_for_a_note_that_names_nobody_nobody_is_read(office: Office, monkeypatch: pytest.MonkeyPatch):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    window = await office.window(office.anna)
    read: list[SignIns] = []
    monkeypatch.setattr(SignIns, "active", read.append)

    async with office.begin() as uow:
        draft = Draft(chat_id=window.chat_id, telegram_message_id=700, text="Мария сердится")
        await notes.write(uow, await uow.windows.get(window.id), draft, by=office.anna)

    assert read == []


async def test_an_edit_tells_those_whom_it_adds_and_nobody_twice(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        (await uow.sign_ins.get(office.sign_ins[office.oleg.id].id)).telegram_username = "oleg_kim"
    window = await office.window(office.anna)
    draft = Draft(chat_id=window.chat_id, telegram_message_id=700, text="@Мария сердится")
    async with office.begin() as uow:
        await notes.write(uow, await uow.windows.get(window.id), draft, by=office.anna)
    await office.settle_all()

    for text in ("@Мария сердится, @Oleg_Kim", "@Мария очень сердится, @oleg_kim"):
        async with office.begin() as uow:
            await edits.rewrite(uow, replace(draft, text=text), by=office.anna)

    told = await office.deliveries("mention")
    assert [delivery.lane for delivery in told] == [f"desk:{office.sign_ins[office.oleg.id].chat_id}"]


async def test_whoever_was_picked_in_telegram_is_told(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
    window, account = await office.window(office.anna), office.sign_ins[office.oleg.id].telegram_user_id
    pointer = {"type": "text_mention", "offset": 0, "length": 5, "user": {"id": account, "first_name": "О."}}
    draft = Draft(chat_id=window.chat_id, telegram_message_id=700, text="Олежа, глянь", entities=[pointer])

    async with office.begin() as uow:
        await notes.write(uow, await uow.windows.get(window.id), draft, by=office.anna)

    assert [delivery.lane for delivery in await office.deliveries("mention")] == [f"desk:{account}"]
