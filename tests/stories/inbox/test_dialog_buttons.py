"""The buttons of a dialog, pressed as an operator presses them."""

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


async def test_the_first_press_wins_and_the_other_card_says_who_was_faster(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        offer = await stage.maria.sees("Здравствуйте!", in_=stage.desk)
        await stage.anna.presses("Взять")

        changed = await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)

    assert changed.id == offer.id


async def test_a_transfer_to_a_colleague_moves_the_dialog_with_a_recap(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Сейчас проверю", to=stage.desk, topic=topic)
        await stage.ivan.sees("Сейчас проверю", in_=stage.shop)

        await stage.anna.presses("Перевести")
        await stage.anna.presses("Олег Ким")

        hers = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("Анна Смирнова передал(а) вам этот диалог", in_=stage.desk, topic=hers)
        recap = await stage.oleg.sees("История", in_=stage.desk, topic=hers)
        assert "Сейчас проверю" in recap.content.text
        await stage.oleg.writes("Добрый день, это Олег", to=stage.desk, topic=hers)
        await stage.ivan.sees("это Олег", in_=stage.shop)
        await stage.anna.sees_topic("↪ Иван Петров", in_=stage.desk)


async def test_a_comment_reaches_the_receiver_and_never_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("С комментарием")
        await stage.anna.sees("апишите комментарий", in_=stage.desk, topic=topic)
        await stage.anna.writes("Очень сердитый клиент", to=stage.desk, topic=topic)
        await stage.anna.sees("Очень сердитый клиент", in_=stage.desk, topic=topic, button="Олег Ким")
        await stage.anna.presses("Олег Ким")

        await stage.oleg.sees("Очень сердитый клиент", in_=stage.desk)
        await stage.ivan.never_sees("сердитый", in_=stage.shop)


async def test_a_picture_is_no_comment_and_does_not_go_to_the_customer_instead(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("С комментарием")
        await stage.anna.sees("апишите комментарий", in_=stage.desk, topic=topic)

        await stage.anna.sends_file(b"one", to=stage.desk, topic=topic, name="чек.jpg", caption="Тот самый")

        await stage.anna.sees("должен быть текстом", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Тот самый", in_=stage.shop)


async def test_a_department_gets_the_dialog_as_a_queue(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Продажи")

        await stage.oleg.presses("Взять", in_=stage.desk)

        await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)


async def test_a_closed_dialog_comes_back_by_undo_and_by_the_customers_next_message(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)
        await stage.anna.presses("Вернуть из архива")
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Перевести")
        await stage.anna.presses("Закрыть")
        await stage.anna.sees("архиве", in_=stage.desk, topic=topic, button="Вернуть из архива")

        await stage.ivan.writes("А ещё вопрос", to=stage.shop)

        await stage.anna.sees("А ещё вопрос", in_=stage.desk, topic=topic)


async def test_what_is_typed_into_a_closed_dialog_is_held_with_a_question(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.sees("в архиве", in_=stage.desk, topic=topic)
        await stage.anna.writes("Спасибо за обращение", to=stage.desk, topic=topic)

        await stage.anna.sees("Не отправлено", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Спасибо за обращение", in_=stage.shop)
        await stage.anna.presses("Отправить")

        await stage.ivan.sees("Спасибо за обращение", in_=stage.shop)


async def test_the_history_goes_back_page_by_page(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number in range(12):
            await stage.ivan.writes(f"Вопрос {number:02}", to=stage.shop)
        await stage.anna.sees("Вопрос 11", in_=stage.desk, topic=topic)

        await stage.anna.presses("История")
        page = await stage.anna.sees("Вопрос 11", in_=stage.desk, topic=topic, button="Раньше")
        await stage.anna.presses("Раньше", on=page)

        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)


async def test_the_list_shows_open_dialogs_and_a_press_opens_one(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk)
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.sees("1 диалог", in_=stage.desk)

        await stage.oleg.presses("Иван Петров")

        topic = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("Здравствуйте!", in_=stage.desk, topic=topic)


async def test_commands_do_in_the_topic_what_the_buttons_do(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/transfer", to=stage.desk, topic=topic)
        await stage.anna.sees("Кому перевести", in_=stage.desk, topic=topic)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)


async def test_a_mistyped_command_never_reaches_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/clsoe", to=stage.desk, topic=topic)

        await stage.anna.sees("Такой команды нет", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("/clsoe", in_=stage.shop)
