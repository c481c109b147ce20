"""Schedules become as team.yaml says, and a second time nothing changes."""

import pytest
from pydantic import ValidationError

from bridge.team.faults import of_team
from bridge.team.plan import Team
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from tests.kit.owner import KNOWN, OLEG, TEAM

SCHEDULES = [
    {"hours": "пн-пт 9-18, обед 13-14", "holidays": "RU"},
    {"department": "Поддержка", "hours": "ежедневно 8-20"},
    {"employee": OLEG["phone"], "hours": "сб, вс 22-6"},
]


async def test_they_are_made_once_and_changed_where_they_differ(owner):
    first = await owner.applies(schedules=SCHEDULES, shifts={"off_duty": "held"})
    second = await owner.applies(schedules=SCHEDULES, shifts={"off_duty": "held"})
    third = await owner.applies(schedules=[SCHEDULES[0] | {"holidays": "KZ"}], shifts={"own_schedules": "no"})

    assert {"schedule of everybody", "schedule Поддержка", f"schedule {OLEG['phone']}"} <= set(first.created)
    assert not second.any
    assert third.changed == ["schedule of everybody (country)", "shifts (own_schedules)"]
    oleg = await owner.employee(OLEG["phone"])
    async with owner.database.read(await owner.organization_id()) as uow:
        assert str((await uow.schedules.of(Whose(oleg.id))).week[5][0]) == "22:00–06:00"
        rules = await uow.shift_rules.current()
        assert (rules.off_duty, rules.own_schedules) == (OffDuty.DEFERRED, False)
        assert len(await uow.shifts.all()) == 2


@pytest.mark.parametrize(
    "schedule", [{"hours": "25-30"}, {"hours": "пн-вс выходной"}, {"hours": "9-18", "holidays": "Нарния"}, {}]
)
def test_hours_that_cannot_be_are_refused(schedule):
    with pytest.raises(ValidationError):
        Team.model_validate(TEAM | {"schedules": [schedule]})


@pytest.mark.parametrize(
    ("schedules", "reason"),
    [
        ([{"hours": "9-18"}, {"hours": "10-19"}], "there are two schedules of everybody"),
        ([{"hours": "9-18", "department": "Склад"}], 'department "Склад" is not in the list of departments'),
        ([{"hours": "9-18", "employee": "79990000009"}], "phone 79990000009 is not in the list of employees"),
        (
            [{"hours": "9-18", "employee": OLEG["phone"], "department": "Продажи"}],
            "employee and department exclude each other",
        ),
    ],
)
def test_schedules_of_nobody_are_told(schedules, reason):
    team = Team.model_validate(TEAM | {"schedules": schedules})

    assert [fault.reason for fault in of_team(team, KNOWN)] == [reason]
