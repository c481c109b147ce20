"""Routing as a team's description has it."""

import pytest
from pydantic import ValidationError

from bridge.team import faults
from bridge.team.plan import Team
from storage.shifts.routings import Mode, Reopening
from tests.kit.owner import KNOWN, TEAM, Owner

ROUTING = {
    "routing": [
        {"department": "Поддержка", "mode": "round_robin", "capacity": "3"},
        {"department": "Продажи", "words": ["купить", "цена"], "in_menu": "yes"},
    ],
    "reopening": "queue",
}


async def test_it_becomes_as_described_and_a_second_time_nothing_changes(owner: Owner):
    await owner.applies()

    first, second = await owner.applies(**ROUTING), await owner.applies(**ROUTING)

    assert first.created == ["routing of Поддержка", "routing of Продажи"]
    assert first.changed == ["dialogs from the archive (reopening)"]
    assert (second.created, second.changed) == ([], [])
    async with owner.database.read(await owner.organization_id()) as uow:
        support, sales = await uow.routings.all()
        assert (support.mode, support.capacity, support.words) == (Mode.ROUND_ROBIN, 3, [])
        assert (sales.mode, sales.words, sales.in_menu) == (Mode.BY_HAND, ["купить", "цена"], True)
        assert (await uow.routings.rules()).reopening is Reopening.QUEUE
        assert [channel.is_routed for channel in await uow.channels.all()] == [True]


async def test_what_is_not_said_stays(owner: Owner):
    await owner.applies(**ROUTING)

    changes = await owner.applies(routing=[{"department": "Поддержка", "mode": "least_busy"}])

    assert changes.changed == ["routing of Поддержка (mode)"]
    async with owner.database.read(await owner.organization_id()) as uow:
        assert (await uow.routings.all())[0].capacity == 3


@pytest.mark.parametrize(
    ("routing", "words"),
    [
        ({"department": "Поддержка", "mode": "fastest"}, "fastest"),
        ({"department": "Поддержка", "capacity": "0"}, 'capacity "0" must be a number from 1 to 100'),
        ({"department": "Поддержка", "capacity": "many"}, 'capacity "many" must be a number from 1 to 100'),
        ({"mode": "round_robin"}, "missing"),
    ],
)
def test_what_cannot_be_is_said_in_words(routing, words):
    with pytest.raises(ValidationError) as caught:
        Team.model_validate(TEAM | {"routing": [routing]})

    assert words in "\n".join(fault.reason for fault in faults.of_shape(caught.value))


def test_routing_of_a_department_that_does_not_exist_is_refused():
    team = Team.model_validate(TEAM | {"routing": [{"department": "Склад", "mode": "least_busy"}]})

    assert [fault.reason for fault in faults.of_team(team, KNOWN)] == [
        'department "Склад" is not in the list of departments'
    ]
