"""What a customer writes while they are blocked: operators meet it nowhere, managers find it marked."""

import pytest

from bridge.actions.clients import clients
from bridge.sandbox import Message, Person
from tests.kit.stories.dialogs import takes
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage

SPAM = "Купите слона"


async def blocks(stage: Stage) -> None:
    """Ivan's dialog is archived, and he goes on."""
    dialog = await stage.office.dialog()
    async with stage.office.begin() as uow:
        await clients.block(uow, dialog.id, by=await uow.employees.get(stage.office.anna.id))
    await stage.world.rest()
    await stage.ivan.writes(SPAM, to=stage.shop)
    await stage.ivan.sends_file(b"pdf", to=stage.shop, kind="document", name="слон.pdf")
    await stage.world.rest()


async def seeks(stage: Stage, person: Person) -> Message:
    asked = await person.writes("/search слона", to=stage.desk)
    first = await person.sees("Персоны", in_=stage.desk, after=asked, button="Сообщения")
    await person.presses("Сообщения", on=first)
    return await person.sees("🔎 Сообщения", in_=stage.desk, after=asked)


async def history_of(stage: Stage, person: Person) -> Message:
    """By the card of the archived dialog, wherever the person has it."""
    await person.writes("/dialogs", to=stage.desk)
    listed = await person.sees("Диалоги", in_=stage.desk, button="Фильтры")
    for caption in ("Фильтры", "Закрытые", "Иван Петров"):
        await person.presses(caption, on=listed)
    await stage.world.rest()
    await person.presses("История")
    return await person.sees("История · Иван Петров")


@pytest.mark.parametrize("has_topics", [True, False])
async def test_an_operator_finds_nothing_of_it(stage: Stage):
    async with stage.at_work():
        await begins(stage)
        await blocks(stage)
        found = await seeks(stage, stage.maria)
        assert "Ничего не найдено" in found.text
        history = await history_of(stage, stage.maria)

        assert "где мой заказ" in history.text
        assert SPAM not in history.text
        await stage.maria.never_sees(SPAM)
        assert "📎 Файлы" in await files_button(stage, stage.maria)


@pytest.mark.parametrize("has_topics", [True, False])
async def test_a_manager_finds_it_marked(stage: Stage):
    async with stage.at_work():
        await begins(stage)
        await blocks(stage)
        found = await seeks(stage, stage.anna)
        assert "🚫 Во время блокировки · Иван Петров" in found.text
        await stage.anna.presses("1", on=found)
        around = await stage.anna.sees("🔎 Купите", after=found)
        assert "🚫 Во время блокировки · Иван Петров" in around.text

        history = await history_of(stage, stage.anna)

        assert "🚫 Во время блокировки · Иван Петров · " in history.text
        assert SPAM in history.text


async def test_a_forged_button_shows_an_operator_nothing_of_it(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.maria)
        await blocks(stage)
        dialog = await stage.office.dialog()
        found = await seeks(stage, stage.maria)
        async with stage.office.begin() as uow:
            search = await uow.searches.newest(stage.office.maria.id)
            hidden = await uow.messages.newest(dialog.id, limit=2, hidden=True)
        for message in hidden:
            for data in (f"seo:{search.id}:{message.id}", f"cls:{dialog.id}:{message.id}", f"v:{message.id}:0"):
                assert (await forges(stage, stage.maria, data, on=found)).text, data
        await stage.maria.never_sees(SPAM, in_=stage.desk)


async def test_once_unblocked_everybody_reads_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.maria)
        await blocks(stage)
        async with stage.office.begin() as uow:
            anna = await uow.employees.get(stage.office.anna.id)
            await clients.unblock(uow, (await stage.office.dialog()).id, by=anna)

        await stage.maria.sees(SPAM, in_=stage.desk, topic=topic)
        await stage.world.rest()
        assert SPAM in (await seeks(stage, stage.maria)).text


async def begins(stage: Stage) -> None:
    await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
    await stage.maria.sees("где мой заказ", in_=stage.desk)
    await stage.maria.presses("Взять", in_=stage.desk)
    await stage.world.rest()


async def files_button(stage: Stage, person: Person) -> str:
    await person.presses("Клиент")
    card = await person.sees("Id контакта")
    return next(caption for caption in card.captions() if "Файлы" in caption)
