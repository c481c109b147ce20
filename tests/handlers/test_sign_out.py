"""Signing out, by one's own will or an administrator's; blocking the bot and coming back."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from storage.reports.events import EventKind
from tests.handlers.door import comes_in, signed_in


async def takes(staff, employee, dialog):
    async with staff.database.begin(staff.organization_id) as uow:
        await dialogs.take(uow, dialog.id, by=employee)


async def responsible(staff, dialog):
    async with staff.database.read(staff.organization_id) as uow:
        return (await uow.dialogs.get(dialog.id)).assignee_id


async def test_logout_asks_first_and_tells_what_became_of_the_dialogs(desk, bot, staff, oleg):
    await comes_in(oleg, bot)
    await takes(staff, staff.oleg, await staff.dialog())

    await oleg.writes("/logout", to=bot)
    await oleg.presses("Выйти", in_=bot)

    gone = await oleg.sees("Вы вышли")
    assert "1 диалог вернулся в очередь" in gone.text
    assert gone.captions() == []
    assert await signed_in(staff, oleg) is None
    await oleg.writes("Привет", to=bot)
    await oleg.sees("напишите номер телефона", after=gone)


async def test_logout_can_be_thought_better_of(desk, bot, staff, oleg):
    await comes_in(oleg, bot)

    await oleg.writes("/logout", to=bot)
    await oleg.presses("Остаться", in_=bot)

    await oleg.sees("Вы остались")
    assert await signed_in(staff, oleg) == staff.oleg.id


async def test_logout_works_from_a_topic_and_the_commands_go(desk, bot, staff, oleg):
    await comes_in(oleg, bot)
    topic = await oleg.creates_topic("Иван", in_=bot)

    await oleg.writes("/logout", to=bot, topic=topic)
    question = await oleg.sees(button="Выйти", topic=topic)
    await oleg.presses("Выйти", on=question)

    await desk.settled()
    assert await signed_in(staff, oleg) is None
    assert f"chat:{oleg.user.id}" not in {scope for scope, _language in bot.commands}


async def test_a_question_of_an_earlier_sign_in_does_not_end_this_one(desk, bot, staff, oleg):
    await comes_in(oleg, bot)
    await oleg.writes("/logout", to=bot)
    question = await oleg.sees(button="Выйти")
    await oleg.writes("/logout", to=bot)
    await oleg.presses("Выйти", on=await oleg.sees(button="Выйти", after=question))
    await comes_in(oleg, bot)

    assert "вошли заново" in await oleg.presses("Выйти", on=question)

    assert await signed_in(staff, oleg) == staff.oleg.id


async def test_an_administrator_ends_a_sign_in_and_the_account_is_told(desk, bot, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)

    await anna.writes("/revoke", to=bot)
    listed = await anna.sees("Чей вход завершить")
    assert [caption.split(" · ")[0] for caption in listed.captions()] == ["Олег Ким", "‹ Управление"]
    await anna.presses("Олег Ким", on=listed)
    asked = await anna.sees("Завершить вход: Олег Ким")
    assert await signed_in(staff, oleg) == staff.oleg.id
    assert "вход завершён" in await anna.presses("Завершить вход", on=asked)

    await oleg.sees("Администратор завершил ваш вход")
    assert await signed_in(staff, oleg) is None
    await anna.sees("Больше никто не вошёл")


async def test_an_administrator_who_thinks_better_of_it_is_back_at_the_list(desk, bot, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)
    await anna.writes("/revoke", to=bot)
    await anna.presses("Олег Ким", in_=bot)
    await anna.presses("Назад", on=await anna.sees("Завершить вход: Олег Ким"))

    await anna.sees("Чей вход завершить", button="Олег Ким")
    assert await signed_in(staff, oleg) == staff.oleg.id


async def test_a_sign_in_that_has_ended_while_it_was_asked_about_is_said_to_have(desk, bot, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)
    await anna.writes("/revoke", to=bot)
    await anna.presses("Олег Ким", in_=bot)
    asked = await anna.sees("Завершить вход: Олег Ким")
    async with staff.database.begin(staff.organization_id) as uow:
        (await uow.sign_ins.of_account_anywhere(oleg.user.id)).end(uow.now)

    assert "уже завершён" in await anna.presses("Завершить вход", on=asked)


async def test_a_sign_in_that_has_ended_meanwhile_is_said_to_have(desk, bot, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)
    await anna.writes("/revoke", to=bot)
    listed = await anna.sees("Чей вход завершить")
    async with staff.database.begin(staff.organization_id) as uow:
        (await uow.sign_ins.of_account_anywhere(oleg.user.id)).end(uow.now)

    assert "уже завершён" in await anna.presses("Олег Ким", on=listed)


async def test_an_account_that_cannot_be_told_is_signed_out_all_the_same(desk, bot, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)
    await oleg.leaves_telegram()

    await anna.writes("/revoke", to=bot)
    await anna.presses("Олег Ким", in_=bot)
    await anna.presses("Завершить вход", on=await anna.sees("Завершить вход: Олег Ким"))

    await anna.sees("Больше никто не вошёл")
    assert await signed_in(staff, oleg) is None


async def test_an_administrator_hands_out_a_link_that_works(desk, bot, staff, oleg, anna):
    await comes_in(anna, bot)

    await anna.writes("/invite", to=bot)
    await anna.presses("Олег Ким", in_=bot)
    link = await anna.sees("сработает один раз, до 24 нояб. 12:00")
    token = link.text.partition(f"https://t.me/{bot.username}?start=")[2].strip()
    await oleg.starts(bot, token)

    await oleg.sees("Добро пожаловать, Олег Ким")


@pytest.mark.parametrize("command", ["/invite", "/revoke"])
async def test_whoever_is_no_administrator_is_refused(desk, bot, oleg, command):
    await comes_in(oleg, bot)

    await oleg.writes(command, to=bot)

    await oleg.sees("Это может только администратор")


async def test_a_button_of_a_former_administrator_is_refused(desk, bot, staff, anna):
    await comes_in(anna, bot)
    await anna.writes("/invite", to=bot)
    listed = await anna.sees("Кто войдёт по ссылке")
    await staff.changes(staff.anna, role=staff.oleg.role)

    assert "только администратор" in await anna.presses("Олег Ким", on=listed)

    async with staff.database.read(staff.organization_id) as uow:
        assert await uow.events.of_kind(EventKind.INVITED) == []


async def test_a_button_for_an_employee_who_is_gone_says_so(desk, bot, staff, anna):
    await comes_in(anna, bot)
    await anna.writes("/invite", to=bot)
    listed = await anna.sees("Кто войдёт по ссылке")
    await staff.changes(staff.oleg, is_active=False)

    assert "больше не работает" in await anna.presses("Олег Ким", on=listed)


async def test_a_link_needs_telegrams_answer(desk, bot, world, anna):
    await comes_in(anna, bot)
    await anna.writes("/invite", to=bot)
    listed = await anna.sees("Кто войдёт по ссылке")
    world.faults.add("json_500", bot=bot, method="getMe")

    assert "не отвечает" in await anna.presses("Олег Ким", on=listed)


async def test_forged_buttons_get_an_answer_and_change_nothing(desk, bot, world, staff, oleg, anna):
    await comes_in(oleg, bot)
    await comes_in(anna, bot)
    annas = await sign_in_of(staff, anna)

    assert "только администратор" in await forges(world, oleg, f"revoke:{annas.id}")
    assert "только администратор" in await forges(world, oleg, f"end:{annas.id}")
    assert "только администратор" in await forges(world, oleg, f"invite:{staff.oleg.id}")
    assert "вошли заново" in await forges(world, oleg, f"leave:{annas.id}")
    for prefix in ("revoke", "end"):
        assert "Это ваш вход" in await forges(world, anna, f"{prefix}:{annas.id}")
        assert "больше нет" in await forges(world, anna, f"{prefix}:999999")
    assert "больше нет" in await forges(world, anna, "invite:999999")

    assert (await signed_in(staff, oleg), await signed_in(staff, anna)) == (staff.oleg.id, staff.anna.id)


async def sign_in_of(staff, person):
    async with staff.database.read() as uow:
        return await uow.sign_ins.of_account_anywhere(person.user.id)


async def forges(world, person, data):
    """A press that no button of ours has."""
    message = await person.sees("Добро пожаловать")
    return (await world.presses.press(person.user, message, data).toast).text


async def test_a_long_list_is_turned_page_by_page(desk, bot, staff, anna):
    for number in range(10):
        await staff.hires(f"Оператор {number}", f"7999111111{number}")
    await comes_in(anna, bot)

    await anna.writes("/invite", to=bot)
    first = await anna.sees("Кто войдёт по ссылке")
    assert first.captions()[8:] == ["1/2", "›", "‹ Управление"]
    await anna.presses("›", on=first)

    assert [caption for caption in first.captions() if caption == "‹"] == ["‹"]
    assert "Оператор 9" in first.captions()


async def test_whoever_blocks_the_bot_loses_the_dialogs_until_they_return(desk, bot, staff, oleg):
    await comes_in(oleg, bot)
    dialog = await staff.dialog()
    await takes(staff, staff.oleg, dialog)

    await oleg.blocks(bot)
    await desk.settled()
    assert await responsible(staff, dialog) is None

    await oleg.unblocks(bot)
    await desk.settled()
    async with staff.database.read(staff.organization_id) as uow:
        assert [offer.dialog_id for offer in await uow.windows.live_offers_in(oleg.user.id)] == [dialog.id]


async def test_whoever_writes_is_reachable_whatever_was_thought(desk, bot, world, staff, oleg):
    await comes_in(oleg, bot)
    async with staff.database.begin(staff.organization_id) as uow:
        at = await uow.sign_ins.of_account_anywhere(oleg.user.id)
        at.blocked_at = world.clock.now() - timedelta(minutes=1)

    command = await oleg.writes("/menu", to=bot)

    await oleg.sees("Олег Ким", after=command)
    async with staff.database.read() as uow:
        assert (await uow.sign_ins.of_account_anywhere(oleg.user.id)).blocked_at is None


async def test_a_stranger_who_blocks_the_bot_changes_nothing(desk, bot, oleg):
    await oleg.starts(bot)
    await oleg.sees("напишите номер телефона")

    await oleg.blocks(bot)
    await desk.settled()

    said = await oleg.starts(bot)
    await oleg.sees("напишите номер телефона", after=said)


async def test_start_by_whoever_is_signed_in_only_greets(desk, bot, staff, oleg):
    await comes_in(oleg, bot)

    again = await oleg.starts(bot)

    await oleg.sees("Олег Ким", after=again)
    assert await signed_in(staff, oleg) == staff.oleg.id
