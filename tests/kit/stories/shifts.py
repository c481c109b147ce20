"""The sandbox's clock, moved to a certain hour: of a year to come, for it goes forward only."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.kit.stories.stage import Stage

MONDAY = "2035-11-26"


def comes(stage: Stage, hour: str, day: str = MONDAY, zone: str = "Europe/Moscow") -> None:
    """Let time pass until then."""
    then = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZoneInfo(zone))
    stage.world.clock.forward(then - stage.world.clock.now())
