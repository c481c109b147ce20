"""A department's group with topics: where the stories of forums begin."""

from bridge.sandbox import Group, Message
from bridge.sandbox.groups import set_member
from bridge.sandbox.topics import Topic
from tests.kit.stories.stage import Stage

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


def notices(stage: Stage, words: str) -> list[Message]:
    """What the administrator was told of the group in private."""
    return [message for message in stage.anna.messages(stage.desk) if words in message.text]


def membership(stage: Stage, group: Group, status: str, *, rights: set[str] | None = None) -> None:
    set_member(stage.world, group, stage.desk, by=stage.anna.user, status=status, rights=rights)


async def goes_on_in_private(stage: Stage, group: Group, *, notice: str) -> None:
    """Maria answers the dialog in her private chat; the administrator was told once."""
    await stage.ivan.writes("Вы тут?", to=stage.shop)
    mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
    await stage.maria.sees("Вы тут?", in_=stage.desk, topic=mine)
    await stage.maria.writes("Тут", to=stage.desk, topic=mine)
    await stage.ivan.sees("Тут", in_=stage.shop)
    await stage.ivan.writes("Спасибо", to=stage.shop)
    await stage.maria.sees("Спасибо", in_=stage.desk, topic=mine)
    assert len(notices(stage, notice)) == 1
    assert not [message for message in group.messages.values() if message.text in ("Вы тут?", "Спасибо")]
