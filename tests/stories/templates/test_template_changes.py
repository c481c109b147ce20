"""Templates: made, changed, shared, deleted and brought back in the chat."""

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from storage.templates.templates import TemplateScope
from tests.kit.stories.albums import PICTURES
from tests.kit.stories.dialogs import takes, texts, until
from tests.kit.stories.screens import forges, rows_of_presses
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import HELLO, kept, opens_templates


async def test_a_new_template_that_is_given_up_leaves_the_card_as_it_is(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)
        await stage.anna.presses("Новый шаблон", on=card)
        await stage.anna.sees("Отправьте сообщение, которое станет шаблоном", in_=stage.desk, topic=topic)

        await stage.anna.presses("Отмена", in_=stage.desk, topic=topic)

        await stage.anna.sees("Отменено: новый шаблон", in_=stage.desk, topic=topic)
        await stage.anna.presses("Назад", on=card)
        await until(stage, lambda: "Состояние" in card.text)


async def test_of_an_album_that_cannot_be_a_template_nothing_is_kept_and_nothing_is_sent(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        await stage.anna.presses("Новый шаблон", in_=stage.desk, topic=topic)
        await stage.anna.sees("Отправьте сообщение, которое станет шаблоном", in_=stage.desk, topic=topic)

        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic, caption="{скидка}")
        await stage.anna.sees("Переменной {скидка} нет", in_=stage.desk, topic=topic)
        await stage.anna.writes("Скидка", to=stage.desk, topic=topic)

        await stage.anna.sees("Как назвать шаблон", in_=stage.desk, topic=topic)
        await stage.world.rest()
        assert len(texts(stage.anna, stage.desk, "Как назвать шаблон")) == 1
        assert not [each for each in stage.ivan.messages(stage.shop) if each.album]


async def test_forged_and_foreign_and_stale_buttons_change_nothing(stage: Stage):
    own = templates.draft_data_of(Draft(0, None, text="Только для Олега"))
    async with stage.office.begin() as uow:
        olegs = await templates.create(uow, [own], "Личный", by=await uow.employees.get(stage.office.oleg.id))
    shared = await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        await takes(stage, stage.anna)
        forged = [
            "tes:1", "tes:1:1:1:-1", "tes:1:99:1:0", f"tes:1:{olegs.id}:1:0", f"tes:99:{shared.id}:1:0", "tep:1:99",
            f"tes:1:{shared.id}:7:0", f"tei:99:{shared.id}", f"tec:{olegs.id}:0", f"tew:0:{shared.id}:1:all",
            f"tew:0:{olegs.id}:1:text", f"teh:0:{shared.id}:1:department:99", f"teh:0:{shared.id}:1:all:0",
            f"ted:0:{shared.id}:9", f"ted:0:{olegs.id}:1", f"teu:0:{shared.id}", f"tem:0:{shared.id}:1:99", "te:99:0:0",
        ]  # fmt: skip
        before = await rows_of_presses(stage)

        toasts = {each: (await forges(stage, stage.anna, each)).text for each in forged}

        assert [each for each, text in toasts.items() if not text] == []
        assert await rows_of_presses(stage) == before
    async with stage.office.begin() as uow:
        assert [each.version for each in await uow.templates.all()] == [1, 1]


async def test_a_variable_that_does_not_exist_is_refused_with_those_that_do(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/templates", to=stage.desk)
        listed = await stage.anna.sees("Шаблонов пока нет", in_=stage.desk)
        await stage.anna.presses("Новый шаблон", on=listed)
        await stage.anna.writes("Ваша {скидка}", to=stage.desk)

        await stage.anna.sees("Переменной {скидка} нет. Есть: {имя}", in_=stage.desk)

        await stage.anna.writes("Ваша скидка", to=stage.desk)
        await stage.anna.sees("Как назвать шаблон", in_=stage.desk)
        await stage.anna.writes("/cancel", to=stage.desk)
        await stage.anna.sees("Отменено: новый шаблон", in_=stage.desk)


async def test_a_template_is_changed_moved_shared_deleted_and_brought_back(stage: Stage):
    template = await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        await stage.anna.writes("/templates", to=stage.desk)
        card = await stage.anna.sees("Приветствие", in_=stage.desk, button="Приветствие")
        await stage.anna.presses("Приветствие", on=card)
        await stage.anna.presses("Название", on=card)
        await stage.anna.writes("Первый ответ", to=stage.desk)
        card = await stage.anna.sees("Первый ответ", in_=stage.desk, button="Папка")
        await stage.anna.presses("Текст", on=card)
        await stage.anna.writes("Добрый день, {имя}!", to=stage.desk)
        card = await stage.anna.sees("Добрый день", in_=stage.desk, button="Папка")
        await stage.anna.presses("Папка", on=card)
        await stage.anna.writes("Начало", to=stage.desk)
        card = await stage.anna.sees("📁 Начало", in_=stage.desk, button="Папка")
        await stage.anna.presses("Для кого", on=card)
        await stage.anna.presses("Продажи", on=card)
        await until(stage, lambda: "👥 Продажи" in card.text)
        await stage.anna.presses("Удалить", on=card)
        await until(stage, lambda: "удалён" in card.text)
        await stage.anna.presses("Вернуть", on=card)
        await until(stage, lambda: "👥 Продажи" in card.text)

    async with stage.office.begin() as uow:
        now = await uow.templates.get(template.id)
    assert (now.title, now.text, now.folder, now.scope) == (
        "Первый ответ", "Добрый день, {имя}!", "Начало", TemplateScope.DEPARTMENT,
    )  # fmt: skip
    assert (now.department_id, now.deleted_at) == (stage.office.sales.id, None)
