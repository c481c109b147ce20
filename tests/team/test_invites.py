"""One-time links."""

import asyncio
from dataclasses import replace

import pytest

from bridge.actions.team import invites, sign_in
from bridge.actions.team.invites import INVITE_LIFETIME, Deactivated
from bridge.actions.team.sign_in import Entered, SignInRefused, TelegramAccount
from storage.reports.events import EventKind
from storage.team.employees import LOCK_PERIOD, MAX_WRONG_PASSWORDS, AdminsOnly
from storage.team.sign_ins import Invite

ACCOUNT = TelegramAccount(102, "Олег")


async def invited(staff):
    async with staff.database.begin(staff.organization_id) as uow:
        return await invites.invite(uow, staff.oleg.id, by=staff.anna)


async def follows(staff, token, account=ACCOUNT):
    async with staff.database.begin() as uow:
        return await invites.accept(uow, account, token)


async def test_a_link_signs_in_once(staff):
    token = await invited(staff)

    first, second = await follows(staff, token), await follows(staff, token, replace(ACCOUNT, id=103))

    assert isinstance(first, Entered)
    assert first.employee.id == staff.oleg.id
    assert second == SignInRefused(None)


async def test_two_at_once_with_one_link_are_one_sign_in(staff):
    token = await invited(staff)

    outcomes = await asyncio.gather(*(follows(staff, token, replace(ACCOUNT, id=number)) for number in (103, 104)))

    assert sorted(isinstance(outcome, Entered) for outcome in outcomes) == [False, True]


async def test_the_token_fits_a_start_link_and_only_its_hash_is_kept(staff):
    token = await invited(staff)

    assert len(token) <= 64
    assert token.replace("-", "").replace("_", "").isalnum()
    async with staff.database.read(staff.organization_id) as uow:
        row = await uow.session.get(Invite, 1)
        (event,) = await uow.events.of_kind(EventKind.INVITED)
    assert token not in repr(row)
    assert token not in repr(event)
    assert (row.employee_id, row.created_by_id) == (staff.oleg.id, staff.anna.id)


async def test_a_link_is_over_after_a_day(staff, clock):
    token = await invited(staff)
    clock.forward(INVITE_LIFETIME)

    assert await follows(staff, token) == SignInRefused(None)


async def test_guessed_links_lock_the_account_and_a_locked_account_does_not_use_up_a_good_one(staff, clock):
    token = await invited(staff)

    outcomes = [await follows(staff, f"guess{number}") for number in range(MAX_WRONG_PASSWORDS)]

    assert outcomes == [SignInRefused(None)] * (MAX_WRONG_PASSWORDS - 1) + [SignInRefused(LOCK_PERIOD)]
    assert await follows(staff, token) == SignInRefused(LOCK_PERIOD)
    clock.forward(LOCK_PERIOD)
    assert isinstance(await follows(staff, token), Entered)


async def test_used_links_are_audited_and_do_not_lock_the_employee(staff):
    token = await invited(staff)
    await follows(staff, token)

    for number in range(MAX_WRONG_PASSWORDS):
        await follows(staff, token, replace(ACCOUNT, id=200 + number))

    async with staff.database.read(staff.organization_id) as uow:
        assert len(await uow.events.of_kind(EventKind.SIGN_IN_FAILED)) == MAX_WRONG_PASSWORDS
        assert not (await uow.employees.get(staff.oleg.id)).is_locked(uow.now)


async def test_a_link_opens_what_wrong_passwords_have_locked(staff):
    for number in range(MAX_WRONG_PASSWORDS):
        async with staff.database.begin() as uow:
            await sign_in.enter(uow, TelegramAccount(600 + number, ""), staff.oleg.phone, proven=None)
    token = await invited(staff)

    assert isinstance(await follows(staff, token), Entered)
    async with staff.database.read(staff.organization_id) as uow:
        assert not (await uow.employees.get(staff.oleg.id)).is_locked(uow.now)


async def test_a_link_of_somebody_deactivated_since_is_refused(staff):
    token = await invited(staff)
    await staff.changes(staff.oleg, is_active=False)

    assert await follows(staff, token) == SignInRefused(None)
    with pytest.raises(Deactivated):
        await invited(staff)


async def test_only_administrators_invite(staff):
    with pytest.raises(AdminsOnly):
        async with staff.database.begin(staff.organization_id) as uow:
            await invites.invite(uow, staff.oleg.id, by=staff.oleg)
