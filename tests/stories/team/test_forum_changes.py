"""Edits, deletions and reactions in a department's group."""

from tests.kit.stories.dialogs import until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


async def test_edits_go_both_ways_and_talk_outside_of_dialogs_is_left_alone(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        await stage.maria.sees("Заказ 17", in_=group, topic=topic)
        await stage.ivan.edits(written, "Заказ 18")
        await stage.maria.sees("изменено\nЗаказ 18", in_=group, topic=topic)
        lunch = await stage.oleg.writes("Обедать?", to=group)
        await stage.oleg.edits(lunch, "Обедать пойдём?")
        answer = await stage.maria.writes("В десять", to=group, topic=topic)
        await stage.ivan.sees("В десять", in_=stage.shop)

        await stage.maria.edits(answer, "В двенадцать")

        await stage.ivan.sees("В двенадцать", in_=stage.shop)
        await stage.oleg.never_sees("не уходило клиенту")


async def test_an_answer_is_deleted_by_its_author_only(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        answer = await stage.maria.writes("Не тому", to=group, topic=topic)
        arrived = await stage.ivan.sees("Не тому", in_=stage.shop)

        await stage.oleg.writes("/delete", to=group, topic=topic, reply_to=answer)
        await stage.oleg.sees("только свои", in_=group)
        await stage.maria.writes("/delete", to=group, topic=topic, reply_to=answer)

        await stage.maria.sees("🗑 Удалено", in_=group, topic=topic)
        assert arrived.id not in arrived.chat.messages


async def test_reactions_go_both_ways(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        written = await stage.ivan.writes("Спасибо!", to=stage.shop)
        copy = await stage.maria.sees("Спасибо!", in_=group, topic=topic)

        await stage.maria.reacts(copy, "👍")
        await stage.ivan.reacts(written, "🔥")

        await until(stage, lambda: written.reactions.get(stage.shop.id) == ["👍"])
        await until(stage, lambda: copy.reactions.get(stage.desk.id) == ["🔥"])
