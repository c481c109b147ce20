"""A note from the card's button, and colleagues who are named in one: they hear of it, the customer never does."""

import pytest

from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage


async def test_the_button_asks_for_a_note_and_the_next_words_stay_inside(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic, button="Отмена")
        await stage.anna.writes("Скидку не давать", to=stage.desk, topic=topic)
        await stage.anna.writes("Заказ в пути", to=stage.desk, topic=topic)

        await stage.ivan.sees("Заказ в пути", in_=stage.shop)
        await stage.ivan.never_sees("Скидку", in_=stage.shop)
        await stage.anna.presses("История", in_=stage.desk, topic=topic)
        history = await stage.anna.sees("История ·", in_=stage.desk, topic=topic)
        assert "🔒 Заметка · Анна Смирнова" in history.text


async def test_a_colleague_who_is_named_opens_the_dialog_from_the_notice(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("// @олег, посмотри <b>адрес</b>", to=stage.desk, topic=topic)

        notice = await stage.oleg.sees("Анна Смирнова упоминает вас в заметке · Иван Петров", in_=stage.desk)
        assert "@олег, посмотри <b>адрес</b>" in notice.text
        await stage.oleg.presses("Открыть диалог", on=notice)
        there = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("посмотри", in_=stage.desk, topic=there)
        await stage.maria.never_sees("посмотри", in_=stage.desk)
        await stage.ivan.never_sees("посмотри", in_=stage.shop)


async def test_a_colleague_is_picked_from_buttons(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        question = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.presses("@ Мария Лис", on=question)
        await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic, button="✅ Мария Лис")
        await stage.anna.writes("Перезвони ему", to=stage.desk, topic=topic)

        await stage.maria.sees("упоминает вас", in_=stage.desk, button="Открыть диалог")
        await stage.oleg.never_sees("Перезвони", in_=stage.desk)


async def test_who_cannot_be_told_is_said_to_the_author(stage: Stage):
    async with stage.office.begin() as uow:
        (sign_in,) = await uow.sign_ins.of_employee(stage.office.oleg.id)
        sign_in.end(uow.now)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/note @Олег Ким, привет", to=stage.desk, topic=topic)

        await stage.anna.sees("Олег Ким: нет на связи", in_=stage.desk, topic=topic)
        await stage.oleg.never_sees("привет", in_=stage.desk)


async def test_a_question_for_a_note_can_be_cancelled_and_its_buttons_are_of_no_use_then(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        question = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.writes("/cancel", to=stage.desk, topic=topic)
        await stage.anna.sees("Отменено: заметка", in_=stage.desk, topic=topic)

        assert "уже записана или отменена" in await stage.anna.presses("@ Мария Лис", on=question)


async def test_foreign_and_forged_ids_name_nobody(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        question = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        abroad, me, dialog = await open_abroad(stage), stage.office.anna.id, await stage.office.dialog()
        forged = [
            f"nw:{abroad.dialog}",
            f"nm:{dialog.id}:{me}:{abroad.employee}:1",
            f"nm:{dialog.id}:{stage.office.oleg.id}:{me}:1",
            f"nm:{abroad.dialog}:{me}:{me}:1",
        ]

        assert all([(await forges(stage, stage.anna, data, on=question)).text for data in forged])


async def test_in_a_group_a_colleague_does_not_pick_for_another(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Заметка", in_=group, topic=topic)
        question = await stage.maria.sees("Мария Лис, напишите заметку", in_=group, topic=topic)
        toast = await stage.anna.presses("@ Олег Ким", on=question)
        await stage.maria.writes("@Олег, это твой клиент", to=group, topic=topic)

        assert "либо её пишет другой сотрудник" in toast
        await stage.oleg.sees("упоминает вас", in_=stage.desk, button="Открыть диалог")
        await stage.ivan.never_sees("твой клиент", in_=stage.shop)


async def test_a_colleague_is_named_by_the_user_name_that_they_have_now(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.oleg.user.use("oleg_kim")
        await stage.oleg.writes("/help", to=stage.desk)
        await stage.oleg.sees("Как здесь работать", in_=stage.desk)
        await stage.anna.writes("// @oleg_kim, посмотри адрес", to=stage.desk, topic=topic)

        await stage.oleg.sees("Анна Смирнова упоминает вас в заметке", in_=stage.desk)
        await stage.ivan.never_sees("посмотри", in_=stage.shop)


@pytest.mark.parametrize("has_topics", [True, False])
async def test_a_colleague_who_is_named_by_an_edit_hears_of_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna) if stage.desk.has_topics else await in_replies(stage)
        note = await stage.anna.writes("// посмотри адрес", to=stage.desk, topic=topic)
        await stage.anna.never_sees("не отправлено", in_=stage.desk)
        await stage.anna.edits(note, "// @Олег, посмотри адрес")

        await stage.oleg.sees("@Олег, посмотри адрес", in_=stage.desk, button="Открыть диалог")
        await stage.maria.never_sees("посмотри", in_=stage.desk)
        await stage.ivan.never_sees("посмотри", in_=stage.shop)


async def in_replies(stage: Stage) -> None:
    await stage.ivan.writes("Здравствуйте!", to=stage.shop)
    await stage.anna.presses("Взять", in_=stage.desk)
    await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_note_is_about_the_dialog_whose_button_was_pressed(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            await stage.anna.presses("Заметка", in_=stage.desk)
            await stage.anna.sees("Напишите заметку", in_=stage.desk)
            await stage.anna.writes("@Мария сердится", to=stage.desk)

            await stage.anna.sees("Заметка о диалоге с Иван Петров", in_=stage.desk)
            await stage.maria.sees("упоминает вас", in_=stage.desk, button="Открыть диалог")
            await stage.ivan.never_sees("сердится", in_=stage.shop)
