"""A short chaos with the whole product as a process of its own; `make chaos` is the long one."""

from pathlib import Path

import pytest

from tests.chaos.run import Plan, run

PLANS = [
    Plan(seed=1, layout="topics", steps=30),
    Plan(seed=2, layout="replies", steps=30),
    Plan(seed=3, layout="forum", steps=30, refuses_settling=True),
]


@pytest.mark.parametrize("plan", PLANS, ids=str)
async def test_nothing_is_lost_doubled_or_reordered_in_random_weather(plan: Plan, tmp_path: Path):
    report = await run(plan, tmp_path)

    assert report.is_good, "\n".join([report.told(), "", *report.steps, "", report.chats])
