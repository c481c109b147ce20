"""A department's group with topics: every dialog has a topic there, and everybody in the group sees what happens."""

import pytest

from bridge.actions.inbox import dialogs
from bridge.sandbox.groups import set_member
from tests.kit.stories.dialogs import until
from tests.kit.stories.forums import NAME, binds, bound, group_of, taken
from tests.kit.stories.stage import Stage


async def test_a_new_dialog_gets_a_topic_in_the_group_and_no_card_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)

        topic = await stage.maria.sees_topic("🆕 Иван Петров", in_=group)
        card = await stage.maria.sees("Ответственный: пока никто", in_=group, topic=topic, button="Взять")
        copy = await stage.maria.sees("где мой заказ", in_=group, topic=topic)

        assert card.id in topic.pinned
        assert copy.id > card.id
        await stage.anna.never_sees("где мой заказ", in_=stage.desk)


async def test_the_first_press_takes_it_and_what_is_written_in_the_topic_goes_out(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("Уже в пути", to=group, topic=topic)

        await stage.ivan.sees("Уже в пути", in_=stage.shop)
        await stage.maria.never_sees("Иван Петров", in_=stage.desk)
        assert "🆕" not in topic.name


async def test_closing_the_dialog_closes_the_topic_and_the_next_message_opens_it(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Закрыть", in_=group)
        await stage.maria.sees("в архиве", in_=group, topic=topic, button="Вернуть из архива")
        await until(stage, lambda: topic.closed)
        assert topic.name.startswith("✔ ")

        await stage.ivan.writes("А ещё вопрос", to=stage.shop)

        await stage.maria.sees("А ещё вопрос", in_=group, topic=topic)
        await until(stage, lambda: not topic.closed)


async def test_only_an_administrator_binds_a_group(stage: Stage):
    async with stage.at_work():
        group = group_of(stage)
        await stage.oleg.writes("/bind", to=group)

        await stage.oleg.sees("Это может только администратор", in_=group)


async def test_what_is_missing_is_said_with_how_to_mend_it(stage: Stage):
    async with stage.at_work():
        group = group_of(stage)
        owner = stage.anna.user
        set_member(stage.world, group, stage.desk, by=owner, status="administrator", rights={"can_delete_messages"})
        await stage.anna.writes("/bind", to=group)
        told = await stage.anna.sees("не может показывать диалоги", in_=group)
        assert "«Управление темами», «Закрепление сообщений»" in told.text

        group.is_forum = False
        await stage.anna.writes("/bind", to=group)
        await stage.anna.sees("Темы выключены", in_=group)

        group.is_forum = True
        set_member(stage.world, group, stage.desk, by=owner, status="administrator")
        await binds(stage, group)


async def test_bind_once_more_lets_the_group_go(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.anna.writes("/bind", to=group)
        await stage.anna.sees("Диалоги отдела Поддержка приходят сюда", in_=group, button="Отвязать")
        await stage.anna.presses("Отвязать", in_=group)

        mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await stage.maria.sees("Вы тут?", in_=stage.desk, topic=mine)
        await stage.maria.never_sees("Вы тут?", in_=group)
        await stage.maria.writes("В старой теме", to=group, topic=topic)
        await stage.ivan.never_sees("В старой теме", in_=stage.shop)


async def test_a_stranger_in_the_group_is_told_why_nothing_was_sent(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        pyotr = stage.world.person("Пётр Чужой")
        set_member(stage.world, group, pyotr.user, by=stage.anna.user, status="member")
        await pyotr.writes("Я тоже отвечу", to=group, topic=topic)

        await pyotr.sees("вы не вошли", in_=group, topic=topic)
        await stage.ivan.never_sees("Я тоже отвечу", in_=stage.shop)


async def test_people_may_talk_to_each_other_outside_of_the_dialogs_topics(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        lunch = await stage.maria.creates_topic("Обед", in_=group)
        await taken(stage, group)
        await stage.maria.writes("Кто идёт обедать?", to=group)
        said = await stage.maria.writes("В час?", to=group, topic=lunch)
        await stage.maria.writes("/ban@other_bot", to=group, topic=lunch)

        await stage.maria.writes("/close", to=group, topic=lunch)
        await stage.maria.sees("К этой теме не привязан диалог", in_=group, topic=lunch, after=said)
        await stage.ivan.never_sees("обедать", in_=stage.shop)
        answers = [message for message in group.messages.values() if message.sender is stage.desk]
        assert not [message for message in answers if message.id > said.id and message.topic_id is None]


async def test_what_is_private_is_not_answered_in_the_group(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.anna.writes("/invite", to=group)

        await stage.anna.sees("только в личном чате", in_=group)


async def test_another_department_gets_the_dialog_where_it_works(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Перевести", in_=group)
        await stage.maria.presses("Продажи", in_=group)

        await stage.maria.sees("Этот диалог ушёл: Продажи", in_=group, topic=topic)
        await until(stage, lambda: topic.closed and topic.name.startswith("↪ "))
        await stage.oleg.sees("где мой заказ", in_=stage.desk, button="Взять")
        await stage.oleg.presses("Взять", in_=stage.desk)
        his = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("где мой заказ", in_=stage.desk, topic=his)
        await stage.ivan.writes("Спасибо!", to=stage.shop)
        await stage.oleg.sees("Спасибо!", in_=stage.desk, topic=his)
        await stage.maria.never_sees("Спасибо!", in_=group)


async def test_a_colleague_of_the_group_who_gets_the_dialog_is_told_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Перевести", in_=group)
        await stage.maria.presses("Анна Смирнова", in_=group)

        await stage.anna.sees("Ответственный: Анна Смирнова", in_=group, topic=topic)
        await stage.anna.sees(f"передал(а) вам диалог с клиентом Иван Петров; он в группе «{NAME}»", in_=stage.desk)
        await stage.anna.writes("Я отвечу", to=group, topic=topic)
        await stage.ivan.sees("Я отвечу", in_=stage.shop)


async def test_what_concerns_one_person_is_seen_by_that_person_only(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("/clsoe", to=group, topic=topic)

        told = await stage.maria.sees("Такой команды нет", in_=group, topic=topic)
        await stage.oleg.never_sees("Такой команды нет", in_=group)
        assert told.only_for == stage.maria.user.id


async def test_where_telegram_does_not_let_one_person_be_told_everybody_is(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        stage.world.faults.add(
            "refuse", bot=stage.desk, method="sendMessage", description="Bad Request: CHAT_ADMIN_REQUIRED"
        )
        await stage.maria.writes("/clsoe", to=group, topic=topic)

        told = await stage.oleg.sees("Такой команды нет", in_=group, topic=topic)
        assert told.only_for is None


async def test_an_anonymous_administrator_is_asked_to_step_out(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        group.members[stage.anna.user.id].is_anonymous = True
        await stage.anna.writes("Отвечу от имени группы", to=group, topic=topic)
        await stage.anna.sees("вы пишете анонимно", in_=group, topic=topic)
        await stage.anna.writes("Просто болтаем", to=group)
        await stage.ivan.never_sees("от имени группы", in_=stage.shop)

        group.members[stage.anna.user.id].is_anonymous = False
        pending = await stage.anna.writes("Отвечу сама", to=group, topic=topic)
        await stage.anna.sees("Не отправлено", in_=group, topic=topic, after=pending)


async def test_what_nobody_can_read_yet_is_answered_where_it_was_meant_for_a_customer(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        talk = await stage.maria.sends_something_new(to=group, poison=True)
        await stage.maria.sends_something_new(to=group, topic=topic, poison=True)

        await stage.maria.sees("пока не поддерживаются", in_=group, topic=topic, after=talk)
        assert not [message for message in stage.maria.messages(group, topic=0) if "не поддерж" in message.text]


async def test_what_went_wrong_inside_is_told_in_the_group_too(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    async def breaks(*_args: object, **_named: object) -> None:
        raise LookupError("a bug that nobody foresaw")

    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        monkeypatch.setattr(dialogs, "close", breaks)
        await stage.maria.writes("/close", to=group, topic=topic)

        await stage.maria.sees("Что-то пошло не так, и ничего не сделано", in_=group, topic=topic)
