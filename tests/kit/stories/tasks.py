"""Tasks that are set by /task."""

from datetime import UTC, datetime

from bridge.sandbox import Message, Person
from tests.kit.stories.stage import Stage

# To come, and such a Monday: the world's clock goes forward only.
MONDAY = datetime(2037, 11, 23, 9, 0, tzinfo=UTC)


async def task(stage: Stage, person: Person, words: str, **where) -> Message:
    """A task that was set by /task with its due time; its card."""
    await person.writes(f"/task {words}", to=stage.desk, **where)
    await person.sees("Новая задача", in_=stage.desk, button="Поставить задачу", **where)
    await person.presses("Поставить задачу")
    # Its card is painted, and what stood on the dialog's; neither takes the place of what is opened on them next.
    await stage.world.rest()
    return await person.sees("🔴", in_=stage.desk, button="Готово", **where)
