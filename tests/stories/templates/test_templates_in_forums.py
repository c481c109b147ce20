"""Templates in a department's group, where everybody sees a list and may press."""

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.sandbox import Group, Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import marked, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import HELLO, kept


async def test_in_a_forum_nobody_sees_what_is_somebodys_own(stage: Stage):
    shared = await kept(stage.office, "Общий", HELLO)
    own = templates.draft_data_of(Draft(0, None, text="Только мой"))
    async with stage.office.begin() as uow:
        await templates.create(uow, [own], "Личный", by=await uow.employees.get(stage.office.maria.id))
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Шаблоны", in_=group)
        card = await stage.maria.sees(shared.title, in_=group, topic=topic, button="Отправить")

        assert "Личный" not in card.text
        await stage.maria.presses("Отправить", on=card)

        await stage.ivan.sees("Здравствуйте, Иван! Я Мария Лис.", in_=stage.shop)
        shown = await stage.anna.sees("Здравствуйте, Иван! Я Мария Лис.", in_=group, topic=topic, after=card)
        await marked(stage, shown, "👌")


async def private_list(stage: Stage, group: Group, topic: Topic) -> Message:
    """The list with Maria's own, opened from the topic of the group."""
    own = templates.draft_data_of(Draft(0, None, text="Я {оператор}"))
    async with stage.office.begin() as uow:
        await templates.create(uow, [own], "Личный", by=await uow.employees.get(stage.office.maria.id))
    await stage.maria.presses("Шаблоны", in_=group)
    card = await stage.maria.sees("Шаблоны", in_=group, topic=topic, button="Вместе с моими")
    assert "личном чате" in await stage.maria.presses("Вместе с моими", on=card)
    assert "Личный" not in card.text
    return await stage.maria.sees("Я Мария Лис", in_=stage.desk, button="Отправить")


async def test_from_a_forum_own_templates_are_sent_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        listed = await private_list(stage, group, topic)

        assert await stage.maria.presses("Отправить", on=listed) == "Отправлено"

        await stage.ivan.sees("Я Мария Лис", in_=stage.shop)
        shown = await stage.anna.sees("Я Мария Лис", in_=group, topic=topic)
        await marked(stage, shown, "👌")


async def test_what_is_changed_in_private_is_shown_in_the_forum(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        listed = await private_list(stage, group, topic)
        await stage.maria.presses("Личный", on=listed)
        await stage.maria.presses("Вставить", on=listed)
        await until(stage, lambda: "ваше следующее сообщение" in listed.text)

        await stage.maria.writes("Я Мария, добрый день", to=stage.desk)

        await stage.ivan.sees("Я Мария, добрый день", in_=stage.shop)
        await stage.anna.sees("Я Мария, добрый день", in_=group, topic=topic)
        await stage.maria.sees("Отправлено", in_=stage.desk)


async def test_whoever_is_of_another_department_sends_nothing_into_its_forum(stage: Stage):
    shared = await kept(stage.office, "Общий", HELLO)
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        await stage.oleg.writes("/menu", to=stage.desk)
        menu = await stage.oleg.sees(in_=stage.desk, button="Шаблоны")

        for data in (f"tes:1:{shared.id}:1:0", f"tei:1:{shared.id}"):
            assert "не открыт" in (await forges(stage, stage.oleg, data, on=menu)).text

        await stage.ivan.never_sees("Здравствуйте, Иван", in_=stage.shop)
