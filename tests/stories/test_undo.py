"""«Окно отмены»: an answer waits for some seconds, and its author takes it back."""

from datetime import timedelta

import pytest

from bridge.sandbox import Kind, Message, Person, Topic
from bridge.sandbox.onlooker import Place
from tests.stories.conftest import Stage
from tests.stories.contents import RICH, sends
from tests.stories.dialogs import marked, takes, texts, until
from tests.stories.forums import bound, taken
from tests.stories.test_forged_and_stale import forges
from tests.stories.test_outages import in_the_dark
from tests.stories.test_settings import opens
from tests.stories.test_templates import kept
from tests.stories.test_templates import opens as lists_templates

# Longer than any of what can be chosen, so that it is over when the world's clock says so and never before.
LONG = 60
ASKED = "Уйдёт через"
GONE = timedelta(seconds=LONG + 1)


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Anna has an undo window."""
    await gives(stage, stage.office.anna.id)
    return stage


async def gives(stage: Stage, employee_id: int) -> None:
    async with stage.office.begin() as uow:
        (await uow.employees.get(employee_id)).undo_seconds = LONG


async def answers(stage: Stage, topic: Topic, text: str = "Уже едет") -> tuple[Message, Message]:
    """Anna's answer, and what she is asked below it."""
    answer = await stage.anna.writes(text, to=stage.desk, topic=topic)
    return answer, await stage.anna.sees(ASKED, in_=stage.desk, topic=topic, after=answer, button="Отменить")


async def nothing_is_asked(stage: Stage, person: Person, place: Place) -> None:
    await until(stage, lambda: not texts(person, place, "йдёт через"))


async def test_an_answer_leaves_when_its_time_is_over_and_the_question_is_gone(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, asked = await answers(stage, topic)
        assert asked.text == f"🕓 Уйдёт через {LONG} с"
        assert asked.silent
        assert asked.reply_to == answer.id
        await stage.ivan.never_sees("Уже едет", in_=stage.shop)

        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await marked(stage, answer, "👌")
        await nothing_is_asked(stage, stage.anna, stage.desk)


async def test_what_is_taken_back_never_leaves(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, asked = await answers(stage, topic, "Не туда")
        assert await stage.anna.presses("Отменить", on=asked) == "Не отправлено"
        await until(stage, lambda: asked.text == "🗑 Не отправлено")
        assert asked.captions() == []

        stage.world.clock.forward(GONE)
        await answers(stage, topic)
        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.ivan.never_sees("Не туда", in_=stage.shop)
        assert answer in stage.anna.messages(stage.desk)


async def test_it_leaves_at_once_when_that_is_pressed(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await answers(stage, topic, "Раз")
        _, asked = await answers(stage, topic, "Два")

        assert await stage.anna.presses("Отправить сейчас", on=asked) == "Отправляю"

        await stage.ivan.sees("Два", in_=stage.shop)
        assert texts(stage.ivan, stage.shop, "") == ["Раз", "Два"]
        await nothing_is_asked(stage, stage.anna, stage.desk)


async def test_pressing_too_late_twice_or_by_somebody_else_gets_a_sentence(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        _, asked = await answers(stage, topic)
        button = asked.rows()[0][0]["callback_data"]
        olegs = stage.oleg.messages(stage.desk)[-1]
        assert "только автор сообщения: Анна Смирнова" in (await forges(stage, stage.oleg, button, on=olegs)).text
        stage.world.clock.forward(GONE)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await nothing_is_asked(stage, stage.anna, stage.desk)
        assert "Поздно: сообщение уже ушло клиенту" in (await forges(stage, stage.anna, button)).text

        _, asked = await answers(stage, topic, "Не туда")
        await stage.anna.presses("Отменить", on=asked)
        again = asked.rows() or [[{"callback_data": f"ud:{int(button.split(':')[1]) + 1}"}]]
        assert "уже отменили" in (await forges(stage, stage.anna, again[0][0]["callback_data"])).text
        assert (await forges(stage, stage.anna, "ud:99999")).text


async def test_what_is_edited_meanwhile_leaves_as_it_is_then_and_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await answers(stage, topic, "Уже идёт")
        await stage.anna.edits(answer, "Уже едет")
        await stage.world.rest()
        stage.world.clock.forward(GONE)

        seen = await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.ivan.never_sees("Уже идёт", in_=stage.shop)
    assert seen.edited_at is None


async def test_deleting_it_meanwhile_takes_it_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await answers(stage, topic, "Не туда")
        await stage.anna.writes("/delete", to=stage.desk, topic=topic, reply_to=answer)
        await stage.anna.sees("Удалено", in_=stage.desk, topic=topic)
        await nothing_is_asked(stage, stage.anna, stage.desk)
        stage.world.clock.forward(GONE)

        await stage.ivan.never_sees("Не туда", in_=stage.shop)


async def test_an_album_is_asked_about_once_and_taken_back_as_a_whole(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        files = [(b"one", "1.jpg"), (b"two", "2.jpg")]
        await stage.anna.sends_album(files, to=stage.desk, topic=topic, caption="Не те")
        asked = await stage.anna.sees(ASKED, in_=stage.desk, topic=topic)
        await stage.world.rest()
        assert len(texts(stage.anna, stage.desk, ASKED)) == 1
        await stage.anna.presses("Отменить", on=asked)
        await stage.anna.sends_album(files, to=stage.desk, topic=topic, caption="Те")
        await stage.anna.sees(ASKED, in_=stage.desk, topic=topic, after=asked)
        await stage.world.rest()
        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Те", in_=stage.shop)
        await until(stage, lambda: len([m for m in stage.ivan.messages(stage.shop) if m.content.file]) == 2)
        await stage.ivan.never_sees("Не те", in_=stage.shop)


async def test_a_held_answer_that_is_sent_after_all_can_be_taken_back(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.maria)
        await stage.anna.writes("/dialogs", to=stage.desk)
        await stage.anna.presses("Иван Петров", in_=stage.desk)
        topic = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.writes("Помогу", to=stage.desk, topic=topic)
        question = await stage.anna.sees("Всё равно отправить?", in_=stage.desk, topic=topic)
        await stage.anna.presses("Отправить", on=question)
        asked = await stage.anna.sees(ASKED, in_=stage.desk, topic=topic)
        assert "Отправлено" not in question.text

        await stage.anna.presses("Отменить", on=asked)
        await stage.world.rest()
        stage.world.clock.forward(GONE)

        await stage.ivan.never_sees("Помогу", in_=stage.shop)


async def test_a_template_that_was_pressed_can_be_taken_back(stage: Stage):
    await kept(stage.office, "Приветствие", "Здравствуйте, {имя}!")
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await lists_templates(stage.anna, stage, topic)
        assert await stage.anna.presses("Отправить", on=listed) == "Уйдёт через несколько секунд"
        shown = await stage.anna.sees("Здравствуйте, Иван!", in_=stage.desk, topic=topic, after=listed)
        asked = await stage.anna.sees(ASKED, in_=stage.desk, topic=topic, after=shown)
        assert asked.reply_to == shown.id
        await stage.anna.presses("Отменить", on=asked)
        await until(stage, lambda: asked.text == "🗑 Не отправлено")
        stage.world.clock.forward(GONE)

        await stage.ivan.never_sees("Здравствуйте, Иван!", in_=stage.shop)
        assert shown in stage.anna.messages(stage.desk)


async def test_a_rich_message_can_be_taken_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.anna, RICH, to=stage.desk, topic=topic)
        asked = await stage.anna.sees(ASKED, in_=stage.desk, topic=topic)
        await stage.anna.presses("Отменить", on=asked)
        await stage.world.rest()
        stage.world.clock.forward(GONE)
        await answers(stage, topic)
        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
    assert not [each for each in stage.ivan.messages(stage.shop) if each.kind is Kind.RICH_MESSAGE]


async def test_a_colleague_sees_it_go_away_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.presses("Иван Петров", in_=stage.desk)
        olegs = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        _, asked = await answers(stage, topic, "Не туда")
        await stage.oleg.sees("Не туда", in_=stage.desk, topic=olegs)
        await stage.anna.presses("Отменить", on=asked)

        await until(stage, lambda: not texts(stage.oleg, stage.desk, "Не туда"))


async def test_a_colleagues_answer_does_not_overtake_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.presses("Иван Петров", in_=stage.desk)
        olegs = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await answers(stage, topic, "Раз")
        await stage.oleg.writes("Два", to=stage.desk, topic=olegs)
        await stage.oleg.presses("Отправить", in_=stage.desk)
        await stage.oleg.sees("✅", in_=stage.desk, topic=olegs)
        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Два", in_=stage.shop)
        assert texts(stage.ivan, stage.shop, "") == ["Раз", "Два"]


async def test_it_survives_a_restart_and_leaves_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await answers(stage, topic, "Раз")
        _, second = await answers(stage, topic, "Два")
        await answers(stage, topic, "Три")
    async with stage.at_work():
        await stage.anna.presses("Отменить", on=second)
        await stage.ivan.never_sees("Раз", in_=stage.shop)
    stage.world.clock.forward(GONE)
    async with stage.at_work():
        await stage.ivan.sees("Три", in_=stage.shop)
        await nothing_is_asked(stage, stage.anna, stage.desk)

    assert texts(stage.ivan, stage.shop, "") == ["Раз", "Три"]


async def test_a_question_that_was_not_heard_of_goes_when_its_time_is_over(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        with in_the_dark(stage, stage.desk):
            await answers(stage, topic)
            stage.world.clock.forward(GONE)
            await stage.ivan.sees("Уже едет", in_=stage.shop)
        await until(stage, lambda: not texts(stage.anna, stage.desk, ASKED), seconds=40)


async def test_closing_and_handing_over_meanwhile_leave_it_on_its_way(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await answers(stage, topic)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        await stage.anna.sees("в архиве", in_=stage.desk, topic=topic)
        stage.world.clock.forward(GONE)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await nothing_is_asked(stage, stage.anna, stage.desk)
    assert not (await stage.office.dialog()).is_open


async def test_what_cannot_be_delivered_says_so_and_asks_no_more(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await answers(stage, topic)
        await stage.ivan.blocks(stage.shop)
        stage.world.clock.forward(GONE)

        await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic)
        await nothing_is_asked(stage, stage.anna, stage.desk)


async def test_the_window_is_chosen_in_the_settings(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.maria)
        screen = await opens(stage, stage.maria)
        await stage.maria.presses("Окно отмены: выкл.", on=screen)
        await stage.maria.sees("Ваши ответы уходят через 5 с", in_=stage.desk, button="Окно отмены: 5 с")
        await stage.maria.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.maria.sees("Уйдёт через 5 с", in_=stage.desk, topic=topic)
        await stage.maria.presses("Окно отмены: 5 с", on=screen)
        await stage.maria.presses("Окно отмены: 10 с", on=screen)
        await stage.maria.sees("Настройки", in_=stage.desk, button="Окно отмены: выкл.")
        assert (await forges(stage, stage.maria, "set:undo_seconds:0:7")).text == "Эта кнопка не действует"


class TestInForum:
    """In a department's group."""

    async def test_only_the_author_takes_it_back(self, stage: Stage):
        await gives(stage, stage.office.maria.id)
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            answer = await stage.maria.writes("Не туда", to=group, topic=topic)
            asked = await stage.maria.sees(ASKED, in_=group, topic=topic, after=answer)
            assert "только автор сообщения: Мария Лис" in await stage.oleg.presses("Отменить", on=asked)
            assert asked.captions()

            await stage.maria.presses("Отменить", on=asked)
            await until(stage, lambda: asked.text == "🗑 Не отправлено")
            stage.world.clock.forward(GONE)

            await stage.ivan.never_sees("Не туда", in_=stage.shop)


class TestInReplies:
    """Where there are no topics: the question says to whom it goes, and stays to say to whom it went."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def opened(self, stage: Stage) -> None:
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        await stage.anna.presses("Взять")
        await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)

    async def test_it_says_to_whom_it_goes_and_went(self, stage: Stage):
        async with stage.at_work():
            await self.opened(stage)
            await stage.anna.writes("Уже едет", to=stage.desk)
            asked = await stage.anna.sees(f"🕓 → Иван Петров: уйдёт через {LONG} с", in_=stage.desk)
            stage.world.clock.forward(GONE)

            await stage.ivan.sees("Уже едет", in_=stage.shop)
            await until(stage, lambda: asked.text == "→ Иван Петров")
        assert len(texts(stage.anna, stage.desk, "→ Иван")) == 1

    async def test_it_is_taken_back(self, stage: Stage):
        async with stage.at_work():
            await self.opened(stage)
            await stage.anna.writes("Не туда", to=stage.desk)
            asked = await stage.anna.sees("→ Иван Петров: уйдёт", in_=stage.desk, button="Отменить")
            await stage.anna.presses("Отменить", on=asked)
            await until(stage, lambda: asked.text == "Иван Петров: 🗑 Не отправлено")
            stage.world.clock.forward(GONE)

            await stage.ivan.never_sees("Не туда", in_=stage.shop)
