"""Leaving, being made to leave, and being out of reach."""

from datetime import timedelta

import pytest

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import CardPayload
from bridge.actions.team import sign_in, sign_out
from bridge.errors import NotFound
from storage.inbox.questions import QuestionKind
from storage.reports.events import EventKind
from storage.team.employees import AdminsOnly
from storage.team.organizations import Organization
from storage.team.sign_ins import SignInEnded

PHONE, TABLET, ANNAS = 102, 103, 101


async def leaves(staff, at):
    async with staff.database.begin(staff.organization_id) as uow:
        return await sign_out.leave(uow, at.id, by=staff.oleg)


async def windows(staff, chat_id):
    async with staff.database.read(staff.organization_id) as uow:
        return {window.dialog_id: window.is_live for window in await uow.windows.in_chat(chat_id)}


async def offered(staff, chat_id):
    async with staff.database.read(staff.organization_id) as uow:
        return [offer.dialog_id for offer in await uow.windows.live_offers_in(chat_id)]


async def test_whoever_leaves_is_a_stranger_again_and_the_dialogs_go_back(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    await staff.comes_in(staff.anna, ANNAS)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)

    assert await leaves(staff, at) == 1

    async with staff.database.read(staff.organization_id) as uow:
        assert await uow.sign_ins.of_account_anywhere(PHONE) is None
        (event,) = await uow.events.of_kind(EventKind.SIGNED_OUT)
    assert event.employee_id == staff.oleg.id
    assert await staff.assignee_id(dialog) is None
    assert await windows(staff, PHONE) == {dialog.id: False}
    assert await offered(staff, ANNAS) == [dialog.id]


async def test_the_dialogs_stay_with_whoever_is_signed_in_elsewhere(staff):
    phone, _tablet = await staff.comes_in(staff.oleg, PHONE), await staff.comes_in(staff.oleg, TABLET)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)

    assert await leaves(staff, phone) == 0

    assert await staff.assignee_id(dialog) == staff.oleg.id
    assert await windows(staff, PHONE) == {dialog.id: False}
    assert await windows(staff, TABLET) == {dialog.id: True}


async def test_the_dialogs_go_back_when_the_other_place_has_blocked_the_bot(staff):
    phone, tablet = await staff.comes_in(staff.oleg, PHONE), await staff.comes_in(staff.oleg, TABLET)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)
    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.lose(uow, tablet.id)

    assert await leaves(staff, phone) == 1


async def test_nothing_can_be_taken_where_nobody_is_signed_in(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    dialog = await staff.dialog()
    async with staff.database.begin(staff.organization_id) as uow:
        await sign_in.show_waiting_dialogs(uow, await uow.sign_ins.get(at.id))
    assert await offered(staff, PHONE) == [dialog.id]

    await leaves(staff, at)

    assert await offered(staff, PHONE) == []


async def test_what_waits_to_be_shown_is_not_shown_to_whoever_has_left(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)
    async with staff.database.begin(staff.organization_id) as uow:
        (window,) = await uow.windows.in_chat(PHONE)
        await desk.send_topic_notice(uow, window, "Where is my order?")

    await leaves(staff, at)

    async with staff.database.begin(staff.organization_id) as uow:
        waiting = await uow.deliveries.waiting_in(desk.lane(PHONE))
    assert [delivery.kind for delivery in waiting] == [CardPayload.kind]


async def test_leaving_forgets_what_was_asked_in_every_topic(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    async with staff.database.begin() as uow:
        await uow.questions.ask(PHONE, 7, QuestionKind.TRANSFER_COMMENT, uow.now)

    await leaves(staff, at)

    async with staff.database.read() as uow:
        assert await uow.questions.at(PHONE, 7) is None


async def test_nobody_leaves_twice_or_for_another(staff):
    olegs, annas = await staff.comes_in(staff.oleg, PHONE), await staff.comes_in(staff.anna, ANNAS)
    await leaves(staff, olegs)

    with pytest.raises(SignInEnded):
        await leaves(staff, olegs)
    with pytest.raises(NotFound):
        await leaves(staff, annas)


async def test_an_administrator_ends_a_sign_in_and_it_is_audited(staff):
    at = await staff.comes_in(staff.oleg, PHONE)

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.revoke(uow, at.id, by=staff.anna)

    async with staff.database.read(staff.organization_id) as uow:
        assert await uow.sign_ins.of_account_anywhere(PHONE) is None
        assert [employee.id for _at, employee in await uow.sign_ins.active()] == []
        (event,) = await uow.events.of_kind(EventKind.SIGN_IN_REVOKED)
    assert (event.employee_id, event.data["who"]["employee_id"]) == (staff.anna.id, staff.oleg.id)


async def test_only_administrators_end_sign_ins_and_only_of_their_own_organization(staff):
    at = await staff.comes_in(staff.anna, ANNAS)
    async with staff.database.begin() as uow:
        foreign = Organization(name="Чужая")
        uow.add(foreign)

    with pytest.raises(AdminsOnly):
        async with staff.database.begin(staff.organization_id) as uow:
            await sign_out.revoke(uow, at.id, by=staff.oleg)
    with pytest.raises(NotFound):
        async with staff.database.begin(foreign.id) as uow:
            await sign_out.revoke(uow, at.id, by=staff.anna)


async def test_whoever_blocks_the_bot_loses_the_dialogs_and_finds_them_offered_on_return(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.lose(uow, at.id)
        await sign_out.lose(uow, at.id)
    assert await staff.assignee_id(dialog) is None
    assert await offered(staff, PHONE) == []

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.regain(uow, at.id)
    assert await offered(staff, PHONE) == [dialog.id]
    async with staff.database.read(staff.organization_id) as uow:
        assert (await uow.sign_ins.get(at.id)).blocked_at is None


async def test_what_was_written_before_the_block_brings_nobody_back(staff):
    at = await staff.comes_in(staff.oleg, PHONE)
    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.lose(uow, at.id)
        blocked_at = uow.now

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.regain(uow, at.id, wrote_at=blocked_at - timedelta(seconds=1))
        assert (await uow.sign_ins.get(at.id)).blocked_at == blocked_at
        await sign_out.regain(uow, at.id, wrote_at=blocked_at + timedelta(seconds=1))
        assert (await uow.sign_ins.get(at.id)).blocked_at is None


async def test_whoever_blocks_the_bot_in_one_of_two_places_keeps_the_dialogs(staff):
    phone, _tablet = await staff.comes_in(staff.oleg, PHONE), await staff.comes_in(staff.oleg, TABLET)
    dialog = await staff.dialog()
    await staff.takes(staff.oleg, dialog)

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.lose(uow, phone.id)
    assert await staff.assignee_id(dialog) == staff.oleg.id
    assert await windows(staff, PHONE) == {dialog.id: False}

    async with staff.database.begin(staff.organization_id) as uow:
        await sign_out.regain(uow, phone.id)
    assert await windows(staff, PHONE) == {dialog.id: True}
