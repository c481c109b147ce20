"""An organization becomes as it is described, and a second time changes nothing."""

import asyncio

import pytest

from bridge.actions.team.channels import BotTaken
from bridge.actions.team.employees import PhoneTaken
from bridge.security.secrets import Vault
from storage.reports.events import EventKind
from storage.tags.tags import TagScope
from storage.team.employees import Role
from tests.kit.owner import ANNA, OLEG, OTHER_TOKEN, SHOP, TOKEN, Owner

EVERYTHING = [
    "organization Ромашка",
    "department Поддержка",
    "department Продажи",
    "employee Анна",
    "employee Олег",
    "channel Магазин",
]


async def test_description_becomes_an_organization(owner):
    changes = await owner.applies()

    assert (changes.created, changes.changed, changes.unchanged) == (EVERYTHING, [], [])
    anna, (channel,) = await owner.employee(), await owner.channels()
    assert (anna.name, anna.role, anna.language) == ("Анна", Role.ADMIN, "ru")
    assert await owner.passwords.verify("correct horse", against=anna.password_hash)
    assert await owner.departments(ANNA["phone"]) == ["Поддержка"]
    assert (channel.name, channel.account_id) == ("Магазин", 123456789)
    assert TOKEN not in channel.token
    assert owner.vault.decrypt(channel.token) == TOKEN


async def test_second_time_changes_nothing(owner):
    await owner.applies()
    before = await owner.employee(), await owner.channels()

    changes = await owner.applies()

    assert (changes.created, changes.changed, changes.unchanged) == ([], [], EVERYTHING)
    assert (await owner.employee(), await owner.channels()) == before


async def test_what_differs_is_changed_and_named_without_its_value(owner):
    await owner.applies()

    changes = await owner.applies(
        time_zone="Asia/Omsk",
        employees=[
            {**ANNA, "name": "Анна Ким", "role": "manager", "language": "en", "departments": ["Поддержка", "Продажи"]},
            {**OLEG, "password": "changed since", "departments": []},
        ],
        channels=[{**SHOP, "department": None}],
    )

    assert changes.created == []
    assert changes.changed == [
        "organization Ромашка (time_zone)",
        "employee Анна Ким (name, role, language, departments)",
        "employee Олег (password, departments)",
        "channel Магазин (department_id)",
    ]
    assert await owner.departments(ANNA["phone"]) == ["Поддержка", "Продажи"]
    assert await owner.departments(OLEG["phone"]) == []


async def test_password_that_is_not_given_stays(owner):
    await owner.applies()
    before = (await owner.employee(OLEG["phone"])).password_hash

    changes = await owner.applies(employees=[{key: value for key, value in OLEG.items() if key != "password"}])

    assert changes.changed == []
    assert (await owner.employee(OLEG["phone"])).password_hash == before


async def test_employees_who_are_not_described_are_left_alone_and_named(owner):
    await owner.applies()

    changes = await owner.applies(employees=[OLEG])

    assert changes.others == ["employee Анна (79990000001)"]
    assert (await owner.employee()).is_active


async def test_employee_who_had_left_is_back(owner):
    await owner.applies()
    async with owner.database.begin(await owner.organization_id()) as uow:
        (await uow.employees.by_phone_anywhere(ANNA["phone"])).is_active = False

    changes = await owner.applies()

    assert changes.changed == ["employee Анна (is_active)"]


async def test_bot_may_get_a_new_token_and_another_name(owner):
    await owner.applies()

    renamed = await owner.applies(channels=[{**SHOP, "name": "Лавка"}])
    replaced = await owner.applies(channels=[{**SHOP, "name": "Лавка", "token_env": "OTHER_TOKEN"}])

    assert renamed.changed == ["channel Лавка (name)"]
    assert replaced.changed == ["channel Лавка (account_id, token)"]
    (channel,) = await owner.channels()
    assert owner.vault.decrypt(channel.token) == OTHER_TOKEN


async def test_phone_of_another_organization_is_refused_and_nothing_changes(owner):
    await owner.applies()

    with pytest.raises(PhoneTaken):
        await owner.applies(organization="Лютик", channels=[])

    async with owner.database.read() as uow:
        assert await uow.organizations.named("Лютик") is None
    assert (await owner.employee()).name == "Анна"


@pytest.mark.parametrize(
    "changes",
    [
        {"organization": "Лютик", "employees": []},
        {"channels": [{**SHOP, "name": "Лавка", "token_env": "OTHER_TOKEN"}, {**SHOP, "name": "Лавка"}]},
    ],
)
async def test_bot_that_serves_another_channel_is_refused(owner, changes):
    await owner.applies()

    with pytest.raises(BotTaken):
        await owner.applies(**changes)

    assert [channel.name for channel in await owner.channels()] == ["Магазин"]


async def test_a_lost_key_is_got_over_with_the_tokens_at_hand(owner):
    await owner.applies()
    owner.vault = Vault("a new key, as the old one is lost")

    changes = await owner.applies()

    assert changes.changed == ["channel Магазин (token)"]
    (channel,) = await owner.channels()
    assert owner.vault.decrypt(channel.token)
    assert not (await owner.applies()).any


async def test_every_change_is_in_the_audit_and_no_secret(owner):
    await owner.applies()
    await owner.applies()
    await owner.applies(employees=[{**OLEG, "password": "hunter2-hunter2"}])

    async with owner.database.read(await owner.organization_id()) as uow:
        first, second = await uow.events.of_kind(EventKind.APPLIED)
    assert first.data == {"created": EVERYTHING, "changed": []}
    assert second.data == {"created": [], "changed": ["employee Олег (password)"]}


async def test_two_organizations_live_side_by_side(owner):
    await owner.applies()

    changes = await owner.applies(
        organization="Лютик",
        employees=[{**OLEG, "phone": "79990000003"}],
        channels=[{**SHOP, "token_env": "OTHER_TOKEN"}],
    )

    assert len(changes.created) == 5
    assert not changes.others
    assert len(await owner.channels()) == 1


async def test_of_two_who_apply_at_once_the_second_finds_everything_there(owner):
    first, second = await asyncio.gather(owner.applies(), owner.applies())

    assert sorted([first.created, second.created]) == [[], EVERYTHING]


async def test_tags_are_made_once_and_coloured_as_described(owner):
    await owner.applies(tags=["доставка", {"name": "VIP", "scope": "contact", "colour": "yellow"}])

    again = await owner.applies(tags=["Доставка", {"name": "VIP", "scope": "contact", "colour": "🔴"}])

    assert again.changed == ["tag Доставка (name)", "tag VIP (colour)"]
    async with owner.database.begin(await owner.organization_id()) as uow:
        of = [[tag.label for tag in await uow.tags.all(scope)] for scope in (TagScope.DIALOG, TagScope.CONTACT)]
    assert of == [["🏷 Доставка"], ["🔴 VIP"]]
    assert not (await owner.applies(tags=["Доставка"])).any


async def test_whose_tasks_are_listed_stays_as_it_is_unless_it_is_described(owner: Owner):
    async def is_narrow() -> bool:
        async with owner.database.read() as uow:
            return (await uow.organizations.named("Ромашка")).narrow_tasks

    await owner.applies()
    assert not await is_narrow()

    changes = await owner.applies(task_list="own")
    await owner.applies()

    assert changes.changed == ["organization Ромашка (narrow_tasks)"]
    assert await is_narrow()
