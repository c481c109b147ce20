"""Groups that fail and recover: what was under way is told elsewhere, and nobody has to bind them again."""

from bridge.sandbox import Group
from bridge.sandbox.groups import delete_group, upgrade
from tests.kit.stories.forums import bound, goes_on_in_private, membership, notices, taken
from tests.kit.stories.stage import Stage

RIGHTS = {"can_manage_topics", "can_pin_messages", "can_delete_messages"}
LOST, BACK = "нельзя пользоваться", "снова работает"


async def returns(stage: Stage, group: Group) -> None:
    """The dialog is in the group again, and every change was told once."""
    await stage.anna.sees(BACK, in_=stage.desk)
    await stage.ivan.writes("И ещё одно", to=stage.shop)
    seen = await stage.maria.sees("И ещё одно", in_=group)
    await stage.maria.writes("Слушаю", to=group, topic=seen.topic_id)
    await stage.ivan.sees("Слушаю", in_=stage.shop)
    await stage.maria.never_sees("И ещё одно", in_=stage.desk)
    assert [len(notices(stage, words)) for words in (LOST, BACK)] == [1, 1]


async def test_topics_that_are_on_again_bring_the_dialogs_back_without_being_bound_anew(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        group.is_forum = False
        await goes_on_in_private(stage, group, notice=LOST)
        await stage.oleg.writes("Кто выключил темы?", to=group)

        group.is_forum = True
        await stage.oleg.writes("Включил обратно", to=group)

        await returns(stage, group)


async def test_topics_that_are_on_again_without_the_bots_rights_change_nothing(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        group.is_forum = False
        await goes_on_in_private(stage, group, notice=LOST)
        group.is_forum = True
        group.members[stage.desk.id].rights = frozenset(RIGHTS - {"can_pin_messages"})
        await stage.oleg.writes("Включил обратно", to=group)
        await stage.ivan.writes("Ау", to=stage.shop)

        await stage.maria.sees("Ау", in_=stage.desk)
        assert notices(stage, BACK) == []


async def test_a_bot_that_may_not_manage_topics_any_more_returns_when_it_may(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        membership(stage, group, "administrator", rights=RIGHTS - {"can_manage_topics"})
        await stage.anna.sees("отобрали права", in_=stage.desk)
        await goes_on_in_private(stage, group, notice=LOST)

        membership(stage, group, "administrator", rights=RIGHTS)

        await returns(stage, group)


async def test_a_group_that_moves_and_loses_its_topics_returns_with_them(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        moved = upgrade(stage.world, group, stage.anna.user)
        await goes_on_in_private(stage, moved, notice=LOST)

        moved.is_forum = True
        await stage.oleg.writes("Включил темы", to=moved)

        await returns(stage, moved)


async def test_a_failure_that_the_group_can_show_no_more_is_told_in_private_and_can_be_tried_again(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        stage.world.faults.add("retry_after", bot=stage.shop, method="sendMessage", after=1)
        stage.world.faults.add(
            "refuse", bot=stage.shop, method="sendMessage", description="Bad Request: chat is restricted"
        )
        await stage.maria.writes("Уже едет", to=group, topic=topic)
        delete_group(stage.world, group)

        told = await stage.maria.sees("Иван Петров: ❌ Не доставлено", in_=stage.desk, button="Повторить")
        assert "«Уже едет»" in told.text
        await stage.maria.presses("Повторить", on=told)
        await stage.ivan.sees("Уже едет", in_=stage.shop)


async def test_a_failure_after_the_group_was_lost_is_told_in_private_too(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        stage.world.faults.add("retry_after", bot=stage.shop, method="sendMessage", after=2)
        stage.world.faults.add(
            "refuse", bot=stage.shop, method="sendMessage", description="Bad Request: chat is restricted"
        )
        await stage.maria.writes("Уже едет", to=group, topic=topic)
        membership(stage, group, "kicked")
        await stage.anna.sees(LOST, in_=stage.desk)

        await stage.maria.sees("Иван Петров: ❌ Не доставлено", in_=stage.desk, button="Повторить")
        assert len(notices(stage, LOST)) == 1


async def test_a_question_that_was_asked_in_a_lost_group_is_asked_again_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.oleg.writes("Отвечу я", to=group, topic=topic)
        await stage.oleg.sees("Всё равно отправить", in_=group)
        membership(stage, group, "kicked")

        asked = await stage.oleg.sees("Иван Петров: Не отправлено", in_=stage.desk, button="Отправить")
        assert "«Отвечу я»" in asked.text
        await stage.oleg.presses("Отправить", on=asked)
        await stage.ivan.sees("Отвечу я", in_=stage.shop)
