"""Stories of tasks begin on a Monday, 23 November, at noon in Moscow."""

import pytest

from bridge.sandbox import SandboxServer, World
from tests.kit.stories.tasks import MONDAY


@pytest.fixture(autouse=True)
def monday(world: tuple[World, SandboxServer]) -> None:
    telegram, _server = world
    telegram.clock.forward(MONDAY - telegram.clock.now())
