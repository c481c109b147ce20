"""What was written is changed afterwards, on either side."""

from tests.stories.conftest import Stage
from tests.stories.dialogs import takes


async def test_a_customers_edit_changes_the_copy_and_keeps_what_it_said(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        copy = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        await stage.ivan.edits(written, "Заказ 18")

        changed = await stage.anna.sees("Заказ 18", in_=stage.desk, topic=topic)
        await stage.anna.presses("Что было раньше", on=changed)
        before = await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)

    assert changed.id == copy.id
    assert changed.text == "✏️ изменено\nЗаказ 18"
    assert before.reply_to == copy.id
    assert "было так" in before.text


async def test_an_operators_edit_changes_what_the_customer_reads(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer = await stage.anna.writes("Привезём в 10:00", to=stage.desk, topic=topic)
        arrived = await stage.ivan.sees("10:00", in_=stage.shop)
        await stage.anna.edits(answer, "Привезём в 12:00")

        changed = await stage.ivan.sees("12:00", in_=stage.shop)

    assert changed.id == arrived.id
