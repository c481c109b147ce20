"""The sandbox's world as tests begin with it: its time never depends on when they run."""

from datetime import UTC, datetime

from bridge.sandbox.world import World

# A plain day in the middle of a week, a month and working hours; two days after the clock of the tests without a world.
WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def new_world() -> World:
    return World(starts_at=WEDNESDAY)
