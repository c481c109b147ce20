"""A department's group with topics: where the stories of forums begin."""

from bridge.sandbox import Group
from bridge.sandbox.topics import Topic
from tests.stories.conftest import Stage

NAME = "Отдел поддержки"


def group_of(stage: Stage) -> Group:
    """Anna's group with topics; Maria and Oleg are members, the bot is an administrator."""
    return stage.world.group(
        NAME, owner=stage.anna, members=[stage.maria, stage.oleg], admins=[stage.desk], is_forum=True
    )


async def bound(stage: Stage) -> Group:
    """The group, bound to the support department by Anna."""
    group = group_of(stage)
    await binds(stage, group)
    return group


async def binds(stage: Stage, group: Group) -> None:
    await stage.anna.writes("/bind", to=group)
    await stage.anna.sees("Диалоги какого отдела", in_=group, button="Поддержка")
    await stage.anna.presses("Поддержка", in_=group)
    await stage.anna.sees("теперь приходят сюда", in_=group)


async def taken(stage: Stage, group: Group) -> Topic:
    """A customer's dialog that Maria has taken in the group; returns its topic."""
    await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
    topic = await stage.maria.sees_topic("Иван Петров", in_=group)
    await stage.maria.sees("где мой заказ", in_=group, topic=topic)
    await stage.maria.presses("Взять", in_=group)
    await stage.maria.sees("Ответственный: Мария Лис", in_=group, topic=topic, button="Закрыть")
    return topic
