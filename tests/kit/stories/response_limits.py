"""A manager who sets response limits."""

from tests.kit.stories.stage import Stage


async def sets_response_limits(stage: Stage) -> None:
    await stage.anna.writes("/admin", to=stage.desk)
    await stage.anna.presses("Без ответа", in_=stage.desk)
    await stage.anna.presses("Все отделы", in_=stage.desk)
    await stage.anna.presses("👤 10 мин", in_=stage.desk)
    await stage.anna.presses("👔 30 мин", in_=stage.desk)
    await stage.anna.sees("Сказать руководителям через: 30 мин", in_=stage.desk)
