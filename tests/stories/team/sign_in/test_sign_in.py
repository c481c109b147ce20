"""Signing in, as people live through it."""

from datetime import timedelta

import pytest

from bridge.actions.team import invites
from bridge.actions.team.sign_in import ANSWER_TIMEOUT
from storage.reports.events import EventKind
from storage.team.employees import LOCK_PERIOD, MAX_WRONG_PASSWORDS
from tests.kit.books import unread
from tests.kit.door import signed_in
from tests.kit.staff import OLEGS_PHONE, PASSWORD

SHARE, ANOTHER = "Поделиться номером", "Другой номер"
ASKED_PHONE, ASKED_PASSWORD = "напишите номер телефона", "напишите пароль"
WRONG = "Неверный номер телефона или пароль"


async def gives_phone(person, bot, phone=OLEGS_PHONE):
    started = await person.starts(bot)
    await person.sees(ASKED_PHONE, after=started)
    await person.writes(phone, to=bot)
    return await person.sees(ASKED_PASSWORD, after=started)


async def gives_password(person, bot, password=PASSWORD):
    return await person.writes(password, to=bot)


def stands(person, bot, text):
    return any(text in message.text for message in person.messages(bot))


async def test_phone_typed_then_password(desk, bot, staff, oleg):
    await gives_phone(oleg, bot, "8 (999) 000-00-02")
    await gives_password(oleg, bot)

    welcome = await oleg.sees("Добро пожаловать, Олег Ким")
    assert "Поддержка" in welcome.text
    assert await signed_in(staff, oleg) == staff.oleg.id
    assert not stands(oleg, bot, PASSWORD)


async def test_own_number_shared_by_the_button(desk, bot, staff, oleg):
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.presses(SHARE, in_=bot)
    await oleg.sees(ASKED_PASSWORD)
    assert oleg.chat(bot).reply_keyboard is None
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_somebody_elses_contact_is_refused(desk, bot, oleg, anna):
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.shares_contact(to=bot, name="Анна", phone="+79990000001", user_id=anna.user.id)
    await oleg.sees("чужой контакт")
    await oleg.shares_contact(to=bot, name="Анна", phone="+79990000001")

    await desk.settled()
    assert not stands(oleg, bot, ASKED_PASSWORD)


async def test_whatever_a_stranger_writes_is_answered_with_the_question(desk, bot, oleg):
    await oleg.writes("Привет", to=bot)
    await oleg.sees(ASKED_PHONE)
    picture = await oleg.sends_file(b"x", to=bot, name="a.png")
    await oleg.sees(ASKED_PHONE, after=picture)
    command = await oleg.writes("/dialogs", to=bot)
    await oleg.sees(ASKED_PHONE, after=command)


async def test_what_is_no_phone_number_is_said_to_be_none(desk, bot, oleg):
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.writes("12345", to=bot)

    said = await oleg.sees("не номер телефона")
    assert said.text.startswith("Сообщение удалено на случай, если это был пароль.")
    assert not stands(oleg, bot, "12345")


@pytest.mark.parametrize("phone", [OLEGS_PHONE, "79995555555"])
async def test_unknown_phone_and_wrong_password_get_the_same_words(desk, bot, staff, oleg, phone):
    await gives_phone(oleg, bot, phone)

    said = []
    for number in range(MAX_WRONG_PASSWORDS):
        wrong = await gives_password(oleg, bot, f"wrong {number}")
        said.append((await oleg.sees(after=wrong)).text)

    assert all(WRONG in text for text in said[:-1])
    assert len(set(said[:-1])) == 1
    assert "через 15 мин" in said[-1]
    assert await signed_in(staff, oleg) is None
    assert not stands(oleg, bot, "wrong")


async def test_an_unknown_phone_takes_as_long_as_a_wrong_password(desk, bot, staff, oleg):
    for phone in (OLEGS_PHONE, "79995555555"):
        asked = await gives_phone(oleg, bot, phone)
        await gives_password(oleg, bot, "wrong")
        await oleg.sees(WRONG, after=asked)

    # The last is the hash that stands in for nobody's.
    known, unknown, stand_in = desk.passwords.checked
    assert (known, unknown) == (staff.oleg.password_hash, None)
    assert stand_in is not None


async def test_a_restart_halfway_loses_nothing(desk, bot, oleg):
    await gives_phone(oleg, bot)

    desk.restart()
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_after_a_wrong_try_the_password_can_be_tried_again(desk, bot, staff, oleg):
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot, "wrong")
    await oleg.sees(WRONG)

    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_during_the_lock_everything_is_refused_and_a_typed_password_is_deleted(desk, bot, staff, oleg, clock):
    await gives_phone(oleg, bot)
    for number in range(MAX_WRONG_PASSWORDS):
        wrong = await gives_password(oleg, bot, f"wrong {number}")
        await oleg.sees(after=wrong)
    clock.forward(LOCK_PERIOD / 2)

    right = await gives_password(oleg, bot)
    await oleg.sees("через 8 мин", after=right)
    again = await oleg.starts(bot)
    await oleg.sees("через 8 мин", after=again)

    assert not stands(oleg, bot, PASSWORD)
    assert await signed_in(staff, oleg) is None
    clock.forward(LOCK_PERIOD / 2)
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")


async def test_whatever_is_typed_during_the_lock_is_deleted_and_not_kept(desk, bot, staff, oleg, clock):
    for _ in range(MAX_WRONG_PASSWORDS):
        followed = await oleg.starts(bot, "nonsense")
        await oleg.sees(after=followed)

    typed = await oleg.writes(PASSWORD, to=bot)
    await oleg.sees("через 15 мин", after=typed)
    command = await oleg.starts(bot)
    await oleg.sees("через 15 мин", after=command)
    slash = await oleg.writes(f"/{PASSWORD}", to=bot)
    await oleg.sees("через 15 мин", after=slash)

    assert not stands(oleg, bot, PASSWORD)
    async with staff.database.read() as uow:
        assert not any(PASSWORD in entry.payload for entry in await unread(uow))


async def test_what_a_message_is_edited_into_during_the_lock_is_deleted(desk, bot, staff, oleg):
    hello = await oleg.writes("Привет", to=bot)
    await oleg.sees(ASKED_PHONE)
    for _ in range(MAX_WRONG_PASSWORDS):
        followed = await oleg.starts(bot, "nonsense")
        said = await oleg.sees(after=followed)

    await oleg.edits(hello, PASSWORD)

    await oleg.sees("через 15 мин", after=said)
    assert not stands(oleg, bot, PASSWORD)


async def test_a_topic_that_opens_during_the_lock_does_not_keep_the_password_as_its_name(desk, bot, oleg):
    bot.users_create_topics = True
    for _ in range(MAX_WRONG_PASSWORDS):
        followed = await oleg.starts(bot, "nonsense")
        said = await oleg.sees(after=followed)

    await oleg.writes(PASSWORD, to=bot)

    await oleg.sees("через 15 мин", after=said)
    await desk.settled()
    assert PASSWORD not in [topic.name for topic in oleg.topics(bot)]


async def test_strangers_who_know_an_employees_number_do_not_keep_them_out(desk, bot, world, staff, oleg):
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")
    await oleg.writes("/logout", to=bot)
    await oleg.presses("Выйти", in_=bot)
    gone = await oleg.sees("Вы вышли")
    for number in range(MAX_WRONG_PASSWORDS):
        stranger = world.person(f"Чужой {number}", side="operator")
        await gives_phone(stranger, bot)
        await gives_password(stranger, bot, f"guess {number}")
        await stranger.sees(WRONG)

    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать", after=gone)


async def test_another_number_starts_over(desk, bot, oleg):
    await gives_phone(oleg, bot, "79995555555")
    await gives_password(oleg, bot)
    wrong = await oleg.sees(WRONG)

    await oleg.presses(ANOTHER, in_=bot)
    await oleg.sees(ASKED_PHONE, after=wrong)
    await oleg.writes(OLEGS_PHONE, to=bot)
    await oleg.sees(ASKED_PASSWORD, after=wrong)
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_start_starts_over(desk, bot, oleg):
    await gives_phone(oleg, bot, "79995555555")

    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_a_question_left_lying_is_asked_again_and_the_late_password_is_deleted(desk, bot, staff, oleg, clock):
    await gives_phone(oleg, bot)
    clock.forward(ANSWER_TIMEOUT)

    asked = await oleg.sees(ASKED_PASSWORD)
    await gives_password(oleg, bot)

    await oleg.sees(ASKED_PHONE, after=asked)
    assert not stands(oleg, bot, PASSWORD)
    assert await signed_in(staff, oleg) is None


async def test_a_password_that_telegram_does_not_delete_is_to_be_deleted_by_hand(desk, bot, world, oleg):
    await gives_phone(oleg, bot)
    world.faults.add("json_500", bot=bot, method="deleteMessage")

    typed = await gives_password(oleg, bot)

    asked = await oleg.sees("удалите его сами")
    assert asked.reply_to == typed.id
    await oleg.sees("Добро пожаловать")


async def test_a_command_or_a_picture_is_not_taken_for_a_password(desk, bot, staff, oleg):
    await gives_phone(oleg, bot)

    command = await oleg.writes("/help", to=bot)
    await oleg.sees("напишите пароль", after=command)
    picture = await oleg.sends_file(b"x", to=bot, name="a.png")
    await oleg.sees("напишите пароль", after=picture)

    async with staff.database.read(staff.organization_id) as uow:
        assert await uow.events.of_kind(EventKind.SIGN_IN_FAILED) == []
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")


async def test_edited_message_is_answered_and_counts_for_nothing(desk, bot, oleg):
    hello = await oleg.writes("Привет", to=bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.edits(hello, OLEGS_PHONE)

    await oleg.sees("напишите новое")
    assert stands(oleg, bot, OLEGS_PHONE)


async def test_a_password_that_a_message_is_edited_into_is_deleted(desk, bot, staff, oleg):
    hello = await oleg.writes("Привет", to=bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.edits(hello, PASSWORD)

    await oleg.sees("напишите новое")
    assert not stands(oleg, bot, PASSWORD)
    async with staff.database.read() as uow:
        assert not any(PASSWORD in entry.payload for entry in await unread(uow))


async def test_a_phone_number_is_taken_however_late_it_comes(desk, bot, oleg, clock):
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)
    clock.forward(timedelta(hours=60))

    typed = await oleg.writes(OLEGS_PHONE, to=bot)
    await oleg.sees(ASKED_PASSWORD, after=typed)
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


@pytest.mark.parametrize("age", [timedelta(0), timedelta(hours=60)], ids=str)
@pytest.mark.parametrize("typed", [PASSWORD, "/open sesame", "Анна8 999 000-00-99"])
async def test_a_password_typed_in_place_of_the_number_is_deleted(desk, bot, staff, oleg, clock, age, typed):
    await oleg.starts(bot)
    asked = await oleg.sees(ASKED_PHONE)
    clock.forward(age)

    await oleg.writes(typed, to=bot)

    await oleg.sees(after=asked)
    assert not stands(oleg, bot, typed)
    async with staff.database.read() as uow:
        assert not any(typed in entry.payload for entry in await unread(uow))


async def test_a_password_typed_in_place_of_the_number_does_not_name_a_topic(desk, bot, oleg):
    bot.users_create_topics = True
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)

    await oleg.writes(PASSWORD, to=bot)

    await oleg.sees("не номер телефона")
    await desk.settled()
    assert [topic.name for topic in oleg.topics(bot)] == ["Вход"]


async def test_a_command_during_the_lock_is_told_how_long_it_lasts(desk, bot, oleg):
    await gives_phone(oleg, bot)
    for number in range(MAX_WRONG_PASSWORDS):
        await oleg.sees(after=await gives_password(oleg, bot, f"wrong {number}"))

    for text in ("/help", "/cancel"):
        command = await oleg.writes(text, to=bot)
        said = await oleg.sees(after=command)
        assert "через 15 мин" in said.text


async def test_an_inactive_employee_is_refused_with_the_same_words(desk, bot, staff, oleg):
    await staff.changes(staff.oleg, is_active=False)

    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)

    await oleg.sees(WRONG)


async def test_the_conversation_goes_on_in_whichever_topic_it_is_continued(desk, bot, oleg):
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)
    first = await oleg.creates_topic("Первая", in_=bot)
    second = await oleg.creates_topic("Вторая", in_=bot)
    await oleg.writes(OLEGS_PHONE, to=bot, topic=first)
    await oleg.sees(ASKED_PASSWORD, topic=first)

    await oleg.writes(PASSWORD, to=bot, topic=second)

    await oleg.sees("Добро пожаловать", topic=second)
    assert not stands(oleg, bot, PASSWORD)


async def test_a_topic_that_opens_by_itself_does_not_keep_the_password_as_its_name(desk, bot, oleg):
    bot.users_create_topics = True
    await oleg.starts(bot)
    await oleg.sees(ASKED_PHONE)
    await oleg.writes(OLEGS_PHONE, to=bot)
    await oleg.sees(ASKED_PASSWORD)

    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")
    assert [topic.name for topic in oleg.topics(bot)] == [OLEGS_PHONE, "Вход"]


async def test_a_button_from_before_asks_a_stranger_to_sign_in(desk, bot, staff, oleg):
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")
    await oleg.writes("/logout", to=bot)
    question = await oleg.sees(button="Выйти")
    async with staff.database.begin(staff.organization_id) as uow:
        (await uow.sign_ins.of_account_anywhere(oleg.user.id)).end(uow.now)

    assert "вы не вошли" in await oleg.presses("Выйти", on=question)


async def test_a_question_from_before_tells_who_is_signed_in_that_they_are(desk, bot, oleg):
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot, "wrong")
    wrong = await oleg.sees(WRONG)
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")

    assert "уже вошли" in await oleg.presses(ANOTHER, on=wrong)


async def test_commands_are_offered_by_role(desk, bot, staff, oleg, anna):
    for person, phone in ((oleg, OLEGS_PHONE), (anna, "79990000001")):
        await gives_phone(person, bot, phone)
        await gives_password(person, bot)
        await person.sees("Добро пожаловать")
    await desk.settled()

    offered = {person: commands(bot, person) for person in (oleg, anna)}
    assert "logout" in offered[oleg]
    assert "invite" not in offered[oleg]
    assert {"invite", "revoke"} <= offered[anna]


async def test_commands_that_cannot_be_offered_do_not_keep_anybody_out(desk, bot, world, oleg):
    world.faults.add("json_500", bot=bot, method="setMyCommands")

    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)

    await oleg.sees("Добро пожаловать")


async def test_nothing_secret_is_logged(desk, bot, oleg, caplog):
    caplog.set_level("DEBUG")
    await gives_phone(oleg, bot)
    for number in range(MAX_WRONG_PASSWORDS):
        await oleg.sees(after=await gives_password(oleg, bot, f"wrong {number}"))

    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("handlers", "bridge.a"))]
    assert ours != []
    assert not any(secret in line for line in ours for secret in (OLEGS_PHONE, "wrong 0", str(oleg.user.id)))


async def test_the_journal_keeps_no_password(desk, bot, staff, oleg, clock):
    bot.users_create_topics = True
    asked = await gives_phone(oleg, bot)
    clock.forward(ANSWER_TIMEOUT)
    await gives_password(oleg, bot)
    await oleg.sees(ASKED_PHONE, after=asked)
    await gives_phone(oleg, bot)
    await gives_password(oleg, bot)
    await oleg.sees("Добро пожаловать")

    async with staff.database.read() as uow:
        payloads = [entry.payload for entry in await unread(uow)]
    assert any(OLEGS_PHONE in payload for payload in payloads)
    assert not any(PASSWORD in payload for payload in payloads)


async def test_an_invite_link_signs_a_stranger_in(desk, bot, staff, oleg):
    async with staff.database.begin(staff.organization_id) as uow:
        token = await invites.invite(uow, staff.oleg.id, by=staff.anna)

    await oleg.starts(bot, token)

    await oleg.sees("Добро пожаловать, Олег Ким")
    assert await signed_in(staff, oleg) == staff.oleg.id


async def test_a_link_that_is_no_good_says_so_and_counts(desk, bot, oleg):
    for _ in range(MAX_WRONG_PASSWORDS - 1):
        followed = await oleg.starts(bot, "nonsense")
        said = await oleg.sees(after=followed)
        assert "Ссылка не действует" in said.text
        assert ASKED_PHONE in said.text

    followed = await oleg.starts(bot, "nonsense")

    await oleg.sees("через 15 мин", after=followed)


async def test_a_link_followed_by_whoever_is_signed_in_is_not_used_up(desk, bot, staff, oleg, anna):
    async with staff.database.begin(staff.organization_id) as uow:
        token = await invites.invite(uow, staff.oleg.id, by=staff.anna)
    await gives_phone(anna, bot, "79990000001")
    await gives_password(anna, bot)
    await anna.sees("Добро пожаловать")

    await anna.starts(bot, token)
    await anna.sees("Ссылка не использована")
    assert await signed_in(staff, anna) == staff.anna.id

    await oleg.starts(bot, token)
    await oleg.sees("Добро пожаловать, Олег Ким")


def commands(bot, person):
    return {each["command"] for each in bot.commands.get((f"chat:{person.user.id}", ""), [])}
