"""After how much silence dialogs close, as a team's description has it."""

import pytest
from pydantic import ValidationError

from bridge.team import faults
from bridge.team.plan import Team
from storage.automation.auto_close_rules import MINUTES_PER_DAY, MINUTES_PER_HOUR
from tests.kit.owner import KNOWN, TEAM, Owner

AUTO_CLOSE = [{"after": "3d", "warning": "2h", "text": "{имя}, остались вопросы?"}, {"department": "Продажи"}]


async def test_rules_become_as_described_and_a_second_time_nothing_changes(owner: Owner):
    await owner.applies()

    first, second = await owner.applies(auto_close=AUTO_CLOSE), await owner.applies(auto_close=AUTO_CLOSE)

    assert first.created == ["auto-close in all departments", "auto-close in Продажи"]
    assert (second.created, second.changed) == ([], [])
    async with owner.database.read(await owner.organization_id()) as uow:
        everybody, sales = await uow.auto_close_rules.all()
        assert (everybody.after, everybody.warning, sales.after) == (3 * MINUTES_PER_DAY, 2 * MINUTES_PER_HOUR, None)
        assert await uow.auto_close_rules.valid_for(sales.department_id) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"after": "soon"}, '"soon" is no time'),
        ({"after": "5m"}, "an hour to a year"),
        ({"after": "999d"}, "an hour to a year"),
        ({"warning": "0h"}, "be warned of before"),
    ],
)
def test_impossible_times_are_refused_in_words(wrong, words):
    with pytest.raises(ValidationError) as caught:
        Team.model_validate({**TEAM, "auto_close": [wrong]})

    assert words in "\n".join(fault.reason for fault in faults.of_shape(caught.value))


def test_an_unknown_department_is_a_fault():
    team = Team.model_validate({**TEAM, "auto_close": [{"department": "Никто", "after": "1d"}]})

    found = list(faults.of_team(team, KNOWN))

    assert [fault.reason for fault in found] == ['department "Никто" is not in the list of departments']
