"""Signing in: who is let in, what is counted, when the door is closed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.team import sign_in, sign_out
from bridge.actions.team.sign_in import ANSWER_TIMEOUT, Entered, SignInLocked, SignInRefused, TelegramAccount
from storage.inbox.questions import QuestionKind
from storage.reports.events import EventKind
from storage.team.employees import LOCK_PERIOD, MAX_WRONG_PASSWORDS
from tests.kit.staff import OLEGS_PHONE

ACCOUNT = TelegramAccount(102, "Олег")
STRANGER = TelegramAccount(666, "Кто-то")
NOBODYS_PHONE = "79995555555"


async def tries(staff, account=ACCOUNT, phone=OLEGS_PHONE, *, right=False):
    """What comes of a password that was checked already; one unit of work, as in the handler."""
    proven = staff.oleg.password_hash if right else None
    async with staff.database.begin() as uow:
        return await sign_in.enter(uow, account, phone, proven=proven)


async def events(staff, kind):
    async with staff.database.read(staff.organization_id) as uow:
        return await uow.events.of_kind(kind)


async def oleg_now(staff):
    async with staff.database.read(staff.organization_id) as uow:
        return await uow.employees.get(staff.oleg.id)


async def test_right_password_signs_in_and_is_audited(staff):
    outcome = await tries(staff, right=True)

    assert isinstance(outcome, Entered)
    assert (outcome.employee.id, outcome.departments) == (staff.oleg.id, ["Поддержка"])
    async with staff.database.read() as uow:
        found = await uow.sign_ins.of_account_anywhere(ACCOUNT.id)
    assert found is not None
    assert (found.employee_id, found.telegram_name, found.ended_at) == (staff.oleg.id, "Олег", None)
    (event,) = await events(staff, EventKind.SIGNED_IN)
    assert (event.employee_id, event.data["telegram_user_id"]) == (staff.oleg.id, ACCOUNT.id)


async def test_what_waits_is_shown_to_whoever_comes_in(staff):
    own, waiting = await staff.dialog(assignee=staff.oleg), await staff.dialog()

    await tries(staff, right=True)

    async with staff.database.read(staff.organization_id) as uow:
        windows = await uow.windows.in_chat(ACCOUNT.id)
        offers = await uow.windows.live_offers_in(ACCOUNT.id)
    assert [(window.dialog_id, window.is_live) for window in windows] == [(own.id, True)]
    assert [offer.dialog_id for offer in offers] == [waiting.id]


@pytest.mark.parametrize("phone", [OLEGS_PHONE, NOBODYS_PHONE])
async def test_wrong_password_and_unknown_phone_are_told_apart_by_nothing(staff, phone):
    outcomes = [await tries(staff, phone=phone) for _ in range(MAX_WRONG_PASSWORDS)]

    assert outcomes == [SignInRefused(None)] * (MAX_WRONG_PASSWORDS - 1) + [SignInRefused(LOCK_PERIOD)]


async def test_failures_of_a_known_employee_are_audited_and_the_lock_too(staff):
    for _ in range(MAX_WRONG_PASSWORDS):
        await tries(staff)

    failed = await events(staff, EventKind.SIGN_IN_FAILED)
    assert [event.data["who"] for event in failed] == [
        {"employee_id": staff.oleg.id, "telegram_user_id": ACCOUNT.id}
    ] * MAX_WRONG_PASSWORDS
    (locked,) = await events(staff, EventKind.SIGN_IN_LOCKED)
    assert locked.data["locked"] == {"account": True, "employee": True}


async def test_during_the_lock_even_the_right_password_is_refused(staff, clock):
    for _ in range(MAX_WRONG_PASSWORDS):
        await tries(staff)
    clock.forward(timedelta(minutes=5))

    assert await tries(staff, right=True) == SignInRefused(LOCK_PERIOD - timedelta(minutes=5))
    with pytest.raises(SignInLocked) as locked:
        async with staff.database.read() as uow:
            await sign_in.ensure_unlocked(uow, ACCOUNT.id)
    assert locked.value.params == {"minutes": 10}


async def test_after_the_lock_the_right_password_is_good_again(staff, clock):
    for _ in range(MAX_WRONG_PASSWORDS):
        await tries(staff)
    clock.forward(LOCK_PERIOD)

    assert isinstance(await tries(staff, right=True), Entered)


async def strangers_try(staff, times=MAX_WRONG_PASSWORDS, first=STRANGER.id):
    """Each of them once, with a wrong password."""
    for number in range(times):
        assert await tries(staff, replace(STRANGER, id=first + number)) == SignInRefused(None)


async def test_a_number_is_locked_for_every_strange_account_and_in_the_same_words(staff):
    await strangers_try(staff)

    assert await tries(staff, right=True) == SignInRefused(None)
    (locked,) = await events(staff, EventKind.SIGN_IN_LOCKED)
    assert locked.data["locked"] == {"account": False, "employee": True}


async def test_strangers_cannot_keep_an_employee_out_of_an_account_of_theirs(staff, clock):
    await tries(staff, right=True)
    for number in range(10):
        await strangers_try(staff, first=1000 + 10 * number)
        assert (await oleg_now(staff)).is_locked(clock())

        assert isinstance(await tries(staff, right=True), Entered)
        clock.forward(timedelta(minutes=5))


async def test_a_known_account_that_comes_in_gives_strangers_no_more_tries(staff):
    await tries(staff, right=True)
    await strangers_try(staff)

    assert isinstance(await tries(staff, right=True), Entered)

    assert await tries(staff, replace(STRANGER, id=700), right=True) == SignInRefused(None)
    assert (await oleg_now(staff)).locked_until is not None


async def test_wrong_tries_of_a_known_account_close_the_account_and_not_the_number(staff):
    await tries(staff, right=True)

    outcomes = [await tries(staff) for _ in range(MAX_WRONG_PASSWORDS)]

    assert outcomes[-1] == SignInRefused(LOCK_PERIOD)
    assert (await oleg_now(staff)).failed_sign_ins == 0
    assert isinstance(await tries(staff, STRANGER, right=True), Entered)


async def test_an_account_that_another_employee_has_used_is_a_strange_one(staff):
    await staff.comes_in(staff.anna, ACCOUNT.id)
    await strangers_try(staff)

    assert await tries(staff, right=True) == SignInRefused(None)


async def test_an_account_that_an_administrator_has_signed_out_is_a_strange_one(staff):
    known = await staff.comes_in(staff.oleg, ACCOUNT.id)
    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.revoke(uow, known.id, by=await uow.employees.get(staff.anna.id))
    await strangers_try(staff)

    assert await tries(staff, right=True) == SignInRefused(None)


async def test_strangers_have_as_many_tries_an_hour_as_one_account_has(staff, clock):
    """The bound of decision 31, whoever many there are."""
    for minute in range(60):
        for number in range(3):
            await tries(staff, replace(STRANGER, id=1000 + 10 * minute + number))
        clock.forward(timedelta(minutes=1))

    hour = timedelta(hours=1)
    locks = await events(staff, EventKind.SIGN_IN_LOCKED)
    assert len(locks) <= hour // LOCK_PERIOD
    assert {event.data["locked"]["account"] for event in locks} == {False}


async def test_unlocking_opens_the_number_and_the_accounts_it_was_signed_in_from(staff):
    await tries(staff, right=True)
    await strangers_try(staff)
    for _ in range(MAX_WRONG_PASSWORDS):
        await tries(staff)
    async with staff.database.begin(staff.organization_id) as uow:
        assert await sign_in.unlock(uow, await uow.employees.get(staff.oleg.id)) == 1

    assert isinstance(await tries(staff, right=True), Entered)
    assert isinstance(await tries(staff, replace(STRANGER, id=700), right=True), Entered)
    assert len(await events(staff, EventKind.SIGN_IN_UNLOCKED)) == 1


async def test_tries_during_an_employees_lock_do_not_prolong_it(staff, clock):
    for number in range(MAX_WRONG_PASSWORDS):
        await tries(staff, replace(STRANGER, id=STRANGER.id + number))
    clock.forward(LOCK_PERIOD - timedelta(seconds=1))
    for number in range(MAX_WRONG_PASSWORDS):
        await tries(staff, replace(STRANGER, id=777 + number))
    clock.forward(timedelta(seconds=1))

    assert isinstance(await tries(staff, right=True), Entered)


async def test_an_account_is_locked_whoever_it_claims_to_be(staff):
    for number in range(MAX_WRONG_PASSWORDS):
        await tries(staff, phone=f"7999555555{number}")

    assert await tries(staff, right=True) == SignInRefused(LOCK_PERIOD)
    assert await events(staff, EventKind.SIGN_IN_LOCKED) == []


async def test_right_password_forgives_the_wrong_ones(staff):
    for _ in range(MAX_WRONG_PASSWORDS - 1):
        await tries(staff)

    await tries(staff, right=True)

    assert (await oleg_now(staff)).failed_sign_ins == 0
    async with staff.database.begin() as uow:
        assert (await uow.sign_ins.guard(ACCOUNT.id)).failures == 0


async def test_of_two_wrong_tries_at_once_both_are_counted(staff):
    await asyncio.gather(*(tries(staff, replace(STRANGER, id=number)) for number in (201, 202, 203)))

    assert (await oleg_now(staff)).failed_sign_ins == 3


@pytest.mark.parametrize("columns", [{"is_active": False}, {"password_hash": None}])
async def test_an_employee_who_may_not_come_in_is_refused_as_with_a_wrong_password(staff, columns):
    await staff.changes(staff.oleg, **columns)

    assert await tries(staff, right=True) == SignInRefused(None)


async def test_a_password_that_was_changed_while_it_was_checked_is_wrong(staff):
    await staff.changes(staff.oleg, password_hash="another")

    assert await tries(staff, right=True) == SignInRefused(None)


async def test_an_account_of_a_deactivated_employee_can_sign_in_as_another(staff):
    former = await staff.comes_in(staff.anna, ACCOUNT.id)
    await staff.changes(staff.anna, is_active=False)

    assert isinstance(await tries(staff, right=True), Entered)
    async with staff.database.read(staff.organization_id) as uow:
        assert (await uow.sign_ins.get(former.id)).ended_at is not None


async def test_the_hash_of_nobody_is_none(staff):
    async with staff.database.read() as uow:
        assert await sign_in.password_hash(uow, OLEGS_PHONE) == staff.oleg.password_hash
        assert await sign_in.password_hash(uow, NOBODYS_PHONE) is None


async def test_a_question_is_kept_with_the_phone_and_goes_stale(staff, clock):
    async with staff.database.begin() as uow:
        await sign_in.ask_phone(uow, ACCOUNT.id)
        await sign_in.ask_password(uow, ACCOUNT.id, OLEGS_PHONE)

    async with staff.database.read() as uow:
        question = await sign_in.open_question(uow, ACCOUNT.id)
        assert question is not None
        assert (question.kind, question.data, sign_in.is_fresh(uow, question)) == (
            QuestionKind.PASSWORD,
            {"phone": OLEGS_PHONE},
            True,
        )
    clock.forward(ANSWER_TIMEOUT)
    async with staff.database.read() as uow:
        assert not sign_in.is_fresh(uow, question)


async def test_coming_in_forgets_what_was_asked(staff):
    async with staff.database.begin() as uow:
        await sign_in.ask_password(uow, ACCOUNT.id, OLEGS_PHONE)
        await uow.questions.ask(ACCOUNT.id, 5, QuestionKind.TRANSFER_COMMENT, uow.now)

    await tries(staff, right=True)

    async with staff.database.read() as uow:
        assert await sign_in.open_question(uow, ACCOUNT.id) is None
        assert await uow.questions.at(ACCOUNT.id, 5) is None
