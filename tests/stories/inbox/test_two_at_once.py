"""Two operators answer one customer at the same time."""

import pytest

from tests.kit.stories.stage import Stage


async def both_look(stage: Stage):
    """Anna and Oleg look at a dialog that nobody has taken; returns their topics."""
    await stage.ivan.writes("Где мой заказ?", to=stage.shop)
    await stage.anna.sees("Где мой заказ?", in_=stage.desk)
    for person in (stage.anna, stage.oleg):
        await person.writes("/dialogs", to=stage.desk)
        await person.presses("Иван Петров", in_=stage.desk)
    return [await person.sees_topic("Иван Петров", in_=stage.desk) for person in (stage.anna, stage.oleg)]


async def asked(stage: Stage):
    """Anna has answered, Oleg was about to; returns his topic and the question."""
    annas, olegs = await both_look(stage)
    await stage.anna.writes("Уже едет", to=stage.desk, topic=annas)
    await stage.ivan.sees("Уже едет", in_=stage.shop)
    await stage.oleg.writes("Заказ потерян", to=stage.desk, topic=olegs)
    question = await stage.oleg.sees("уже ответил(а) Анна Смирнова: «Уже едет»", in_=stage.desk, topic=olegs)
    return annas, question


@pytest.mark.parametrize(("button", "goes"), [("Отправить", True), ("Не отправлять", False)])
async def test_the_second_one_decides_whether_the_answer_goes(stage: Stage, button: str, goes: bool):
    async with stage.at_work():
        _, question = await asked(stage)
        await stage.ivan.never_sees("потерян", in_=stage.shop)
        await stage.oleg.presses(button, on=question)

        if goes:
            await stage.ivan.sees("Заказ потерян", in_=stage.shop)
        else:
            await stage.ivan.never_sees("потерян", in_=stage.shop)


async def test_the_second_one_can_make_a_note_of_it(stage: Stage):
    async with stage.at_work():
        annas, question = await asked(stage)
        toast = await stage.oleg.presses("Сделать заметкой", on=question)
        seen = await stage.anna.sees("Заказ потерян", in_=stage.desk, topic=annas)
        await stage.ivan.never_sees("потерян", in_=stage.shop)

    assert toast == "Оставлено заметкой"
    assert seen.text.startswith("🔒 Заметка · Олег Ким")
