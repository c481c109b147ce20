"""What the bot says and who is told of whom, as a team's description has it."""

import pytest
from pydantic import ValidationError

from bridge.team import faults
from bridge.team.plan import Team
from storage.automation.auto_messages import AutoMessageKind
from storage.shifts.unanswered import Step
from tests.kit.owner import KNOWN, TEAM, Owner

RULES = {
    "notices": [
        {"kind": "greeting", "texts": {"ru": "Добрый день, {имя}!"}},
        {"kind": "greeting", "channel": "Магазин", "enabled": "false"},
        {"kind": "off_hours", "texts": {"en": "We are back: {back}"}},
    ],
    "keywords": [{"words": ["адрес", "где вы"], "text": "Мира, 5"}],
    "unanswered": [{"remind_after": "10", "managers_after": "30"}, {"department": "Продажи", "remind_after": "5"}],
}


async def test_rules_become_as_described_and_a_second_time_nothing_changes(owner: Owner):
    await owner.applies()

    first, second = await owner.applies(**RULES), await owner.applies(**RULES)

    assert first.created == [
        "notice greeting",
        "notice greeting of Магазин",
        "notice off_hours",
        "answer to адрес, где вы",
        "unanswered in all departments",
        "unanswered in Продажи",
    ]
    assert (second.created, second.changed) == ([], [])
    async with owner.database.read(await owner.organization_id()) as uow:
        (channel,) = await uow.channels.all()
        greeting = await uow.auto_messages.heard_in(AutoMessageKind.GREETING, channel.id)
        rule = await uow.unanswered.rule_for(channel.department_id)
    assert (greeting.is_on, channel.has_bot) == (False, True)
    assert (rule.limit(Step.REMIND).seconds, rule.limit(Step.ESCALATE)) == (300, None)


async def test_what_is_described_otherwise_is_changed_and_the_rest_left_alone(owner: Owner):
    await owner.applies(**RULES)

    changes = await owner.applies(keywords=[{"words": ["адрес"], "text": "Мира, 7"}], unanswered=[{}])

    assert changes.changed == [
        "answer to адрес (words, text)",
        "unanswered in all departments (remind_after, escalate_after)",
    ]
    async with owner.database.read(await owner.organization_id()) as uow:
        assert len(await uow.auto_messages.all()) == 3


WRONG = [
    ({"notices": [{"kind": "farewell"}]}, "farewell"),
    ({"notices": [{"kind": "greeting", "enabled": "maybe"}]}, "enabled must be true or false"),
    ({"notices": [{"kind": "greeting", "texts": {"ru": "{скидка}"}}]}, "{скидка}"),
    ({"keywords": [{"words": [], "text": "Мира"}]}, "words is empty"),
    ({"keywords": [{"words": ["адрес"], "text": "{вернёмся}"}]}, "{вернёмся}"),
    ({"unanswered": [{"remind_after": "0"}]}, "remind_after must be a number of minutes"),
    ({"unanswered": [{"managers_after": "soon"}]}, "managers_after must be a number of minutes"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_what_cannot_be_is_said_in_words(changes, words):
    with pytest.raises(ValidationError) as caught:
        Team.model_validate(TEAM | changes)

    assert words in "\n".join(fault.reason for fault in faults.of_shape(caught.value))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"notices": [{"kind": "greeting", "channel": "Почта"}]}, 'channel "Почта" is not in the list of channels'),
        ({"unanswered": [{"department": "Склад"}]}, 'department "Склад" is not in the list of departments'),
    ],
)
def test_a_rule_of_what_does_not_exist_is_refused(changes, reason):
    found = list(faults.of_team(Team.model_validate(TEAM | changes), KNOWN))

    assert [fault.reason for fault in found] == [reason]
