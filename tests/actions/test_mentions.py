"""Who is named in a note."""

import pytest

from bridge.actions import dialogs, notes
from bridge.actions.drafts import Draft
from bridge.actions.mentions import is_named
from storage.employees import Employee
from tests.office import Office


@pytest.mark.parametrize("text", ["@Мария", "спроси @мария.", "@МАРИЯ ЛИС, глянь", "(@Мария)", "@мария и @олег"])
def test_a_name_behind_the_sign_is_understood(text):
    assert is_named(Employee(name="Мария Лис"), text)


@pytest.mark.parametrize("text", ["", "Мария", "@", "@Мар", "@Мариям", "почта info@мария", "@Лис", "@ Мария"])
def test_what_only_looks_like_it_names_nobody(text):
    assert not is_named(Employee(name="Мария Лис"), text)


def test_a_name_with_odd_signs_breaks_nothing():
    assert is_named(Employee(name="Пётр (склад"), "@петр (склад")
    assert not is_named(Employee(name=" "), "@ ")


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
