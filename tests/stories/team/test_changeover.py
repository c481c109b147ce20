"""Whatever happens to the places where dialogs are shown, the dialogs go on elsewhere and find their way back."""

from bridge.sandbox.groups import delete_group, upgrade
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import NAME, bound, goes_on_in_private, membership, notices, taken
from tests.kit.stories.stage import Stage

# Groups


async def test_a_bot_that_was_removed_goes_on_in_private_and_returns_when_it_is_let_in_again(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        membership(stage, group, "kicked")
        await stage.anna.sees(f"Группой «{NAME}» отдела Поддержка нельзя пользоваться: меня", in_=stage.desk)
        await goes_on_in_private(stage, group, notice="нельзя пользоваться")

        membership(stage, group, "administrator")
        await stage.anna.sees("снова работает", in_=stage.desk)
        await stage.maria.sees("Диалог продолжается в группе", in_=stage.desk)
        await stage.ivan.writes("И ещё одно", to=stage.shop)

        await stage.maria.sees("И ещё одно", in_=group)
        await stage.maria.never_sees("И ещё одно", in_=stage.desk)


async def test_without_its_rights_the_bot_goes_on_in_private_and_bind_brings_the_dialogs_back(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        membership(stage, group, "member")
        await stage.anna.sees("отобрали права", in_=stage.desk)
        await goes_on_in_private(stage, group, notice="нельзя пользоваться")

        group.members[stage.desk.id].status = "administrator"
        group.members[stage.desk.id].rights = frozenset(
            {"can_manage_topics", "can_pin_messages", "can_delete_messages"}
        )
        await stage.anna.writes("/bind", to=group)
        await stage.anna.sees("теперь приходят сюда", in_=group)
        await stage.ivan.writes("И ещё одно", to=stage.shop)

        await stage.maria.sees("И ещё одно", in_=group)


async def test_a_deleted_group_is_found_out_by_the_next_message_which_is_not_lost(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        delete_group(stage.world, group)

        await goes_on_in_private(stage, group, notice="меня в ней больше нет")


async def test_a_dialog_that_nobody_has_is_offered_in_private_when_its_group_is_gone(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.maria.sees("Здравствуйте!", in_=group)
        delete_group(stage.world, group)
        await stage.ivan.writes("Есть кто?", to=stage.shop)

        await stage.maria.sees("Есть кто?", in_=stage.desk, button="Взять")
        await stage.anna.sees("Есть кто?", in_=stage.desk, button="Взять")


async def test_a_group_whose_topics_were_switched_off_lets_the_dialogs_go_on_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        group.is_forum = False

        await goes_on_in_private(stage, group, notice="нельзя пользоваться")


async def test_a_message_that_comes_out_in_another_topic_of_the_group_is_taken_back(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        stage.world.faults.add("wrong_thread", bot=stage.desk, method="sendMessage")

        await goes_on_in_private(stage, group, notice="не в те темы")


async def test_a_topic_of_the_group_deleted_behind_our_back_is_made_anew(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.anna.deletes_topic(topic, in_=group)
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        seen = await stage.maria.sees("Вы тут?", in_=group)
        anew = await stage.maria.sees_topic("Иван Петров", in_=group)
        await stage.maria.sees("Ответственный: Мария Лис", in_=group, topic=anew, button="Закрыть")
        recap = await stage.maria.sees("История", in_=group, topic=anew)
        assert seen.topic_id == anew.id
        assert "где мой заказ" in recap.text
        assert notices(stage, "нельзя пользоваться") == []


async def test_a_topic_that_was_closed_by_hand_is_opened_for_the_next_message(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        topic.closed = True
        stage.world.faults.add("refuse", bot=stage.desk, method="sendMessage", description="Bad Request: TOPIC_CLOSED")
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        await stage.maria.sees("Вы тут?", in_=group, topic=topic)
        assert not topic.closed


async def test_a_group_that_moves_takes_its_binding_along(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        moved = upgrade(stage.world, group, stage.anna.user)
        moved.is_forum = True
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        await stage.maria.sees("Вы тут?", in_=moved)
        anew = await stage.maria.sees_topic("Иван Петров", in_=moved)
        await stage.maria.sees("Ответственный: Мария Лис", in_=moved, topic=anew, button="Закрыть")
        await stage.maria.writes("Тут", to=moved, topic=anew)
        await stage.ivan.sees("Тут", in_=stage.shop)
        assert notices(stage, "нельзя пользоваться") == []


async def test_a_move_of_the_group_that_only_an_error_tells_of_is_followed_too(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
    moved = upgrade(stage.world, group, stage.anna.user)
    moved.is_forum = True
    stage.desk.updates.clear()
    async with stage.at_work():
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        await stage.maria.sees("Вы тут?", in_=moved)
        assert notices(stage, "нельзя пользоваться") == []


async def test_a_group_taken_over_by_another_department_leaves_the_first_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        await stage.anna.writes("/bind", to=group)
        await stage.anna.sees("Выбрать другой отдел", in_=group, button="Продажи")
        await stage.anna.presses("Продажи", in_=group)
        await stage.anna.sees("Диалоги отдела Продажи теперь приходят сюда", in_=group)

        await stage.maria.sees_topic("Иван Петров", in_=stage.desk)


# Private chats


async def test_when_topics_are_switched_on_again_dialogs_return_to_topics(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.desk.has_topics = False
        await stage.anna.deletes_topic(topic, in_=stage.desk)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await stage.anna.sees("👤 Иван Петров · Бот магазина\nВы тут?", in_=stage.desk)
    stage.desk.has_topics = True
    async with stage.at_work():
        await stage.ivan.writes("Ау!", to=stage.shop)

        seen = await stage.anna.sees("Ау!", in_=stage.desk)
        anew = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=anew, button="Закрыть")
        await stage.anna.sees("История", in_=stage.desk, topic=anew)
        assert seen.topic_id == anew.id
        await until(stage, lambda: card.id in anew.pinned)


async def test_start_in_a_chat_full_of_topics_only_greets(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.starts(stage.desk)
        await stage.anna.sees("вы в системе", in_=stage.desk)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        assert len(stage.anna.topics(stage.desk)) == 1
