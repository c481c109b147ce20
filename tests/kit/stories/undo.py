"""Answers that can be taken back for a while."""

from datetime import timedelta

from bridge.sandbox import Message, Topic
from tests.kit.stories.stage import Stage

# Longer than any of what can be chosen, so that it is over when the world's clock says so and never before.
LONG = 60


ASKED = "Уйдёт через"


GONE = timedelta(seconds=LONG + 1)


async def gives(stage: Stage, employee_id: int) -> None:
    async with stage.office.begin() as uow:
        (await uow.employees.get(employee_id)).undo_seconds = LONG


async def answers_undoably(stage: Stage, topic: Topic, text: str = "Уже едет") -> tuple[Message, Message]:
    """Anna's answer, and what she is asked below it."""
    answer = await stage.anna.writes(text, to=stage.desk, topic=topic)
    return answer, await stage.anna.sees(ASKED, in_=stage.desk, topic=topic, after=answer, button="Отменить")
