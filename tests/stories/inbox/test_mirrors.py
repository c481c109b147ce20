"""One dialog in several places at once: its department's group, the responsible's chat, a supervisor's."""

from dataclasses import dataclass

from bridge.sandbox import Bot, Chat, Kind, Person
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import shares, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


@dataclass
class Mirror:
    """Where somebody looks at the dialog."""

    person: Person
    place: Bot | Chat
    topic: Topic

    async def shows(self, text: str, *, button: str = "") -> None:
        await self.person.sees(text, in_=self.place, topic=self.topic, button=button)

    def count(self, text: str) -> int:
        return len([shown for shown in self.person.messages(self.place, self.topic) if text in shown.text])


async def three_mirrors(stage: Stage) -> list[Mirror]:
    """Maria's group has the dialog, Oleg of another department is responsible, Anna has opened it from the list."""
    group = await bound(stage)
    topic = await taken(stage, group)
    await stage.maria.presses("Перевести", in_=group)
    await stage.maria.presses("Олег Ким", in_=group)
    his = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
    await stage.anna.writes("/dialogs", to=stage.desk)
    await stage.anna.presses("Иван Петров", in_=stage.desk)
    hers = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
    mirrors = [
        Mirror(stage.oleg, stage.desk, his),
        Mirror(stage.maria, group, topic),
        Mirror(stage.anna, stage.desk, hers),
    ]
    for mirror in mirrors:
        await mirror.shows("где мой заказ")
    return mirrors


async def test_what_the_customer_says_is_everywhere_once_and_in_order(stage: Stage):
    async with stage.at_work():
        mirrors = await three_mirrors(stage)
        for number in range(5):
            await stage.ivan.writes(f"Вопрос {number}", to=stage.shop)

        for mirror in mirrors:
            await mirror.shows("Вопрос 4")
            said = [shown.text for shown in mirror.person.messages(mirror.place, mirror.topic)]
            assert [line for text in said for line in text.splitlines() if "Вопрос" in line] == [
                f"Вопрос {number}" for number in range(5)
            ]


async def test_an_answer_is_shown_to_all_the_others_with_its_author(stage: Stage):
    async with stage.at_work():
        mirrors = await three_mirrors(stage)
        oleg, *others = mirrors
        answer = await stage.oleg.writes("Уже едет", to=oleg.place, topic=oleg.topic)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        for mirror in others:
            await mirror.shows("Олег Ким\nУже едет")
        await until(stage, lambda: ["👌"] in answer.reactions.values())
        assert oleg.count("Уже едет") == 1


async def test_whoever_is_not_responsible_is_asked_before_an_answer_from_the_group_leaves(stage: Stage):
    async with stage.at_work():
        oleg, group, _anna = await three_mirrors(stage)
        await stage.maria.writes("Я тоже знаю", to=group.place, topic=group.topic)

        await group.shows("Не отправлено", button="Отправить")
        await stage.ivan.never_sees("Я тоже знаю", in_=stage.shop)
        await stage.maria.presses("Отправить", in_=group.place)

        await stage.ivan.sees("Я тоже знаю", in_=stage.shop)
        await oleg.shows("Мария Лис\nЯ тоже знаю")


async def test_every_card_tells_the_same_state(stage: Stage):
    async with stage.at_work():
        mirrors = await three_mirrors(stage)
        await mirrors[1].shows("Ответственный: Олег Ким", button="Закрыть")
        await mirrors[0].shows("Ответственный: вы", button="Закрыть")
        await stage.anna.presses("Закрыть", in_=stage.desk)

        for mirror in mirrors:
            await mirror.shows("в архиве", button="Вернуть из архива")
            await until(stage, lambda mirror=mirror: mirror.topic.name.startswith("✔ "))


async def test_an_edit_of_the_customer_is_seen_everywhere(stage: Stage):
    async with stage.at_work():
        mirrors = await three_mirrors(stage)
        asked = await stage.ivan.writes("Где заказ 12?", to=stage.shop)
        for mirror in mirrors:
            await mirror.shows("Где заказ 12?")
        await stage.ivan.edits(asked, "Где заказ 21?")

        for mirror in mirrors:
            await mirror.shows("Где заказ 21?")


async def test_a_file_that_is_shown_in_two_windows_is_uploaded_once(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        await stage.ivan.sends_file(b"receipt", to=stage.shop, kind="photo", name="чек.jpg", caption="Чек")
        await stage.ivan.sends_album([(b"one", "раз.jpg"), (b"two", "два.jpg")], to=stage.shop, caption="Вот")

        for caption in ("Чек", "Вот"):
            hers_too = await stage.anna.sees(caption, in_=stage.desk, topic=hers, kind=Kind.PHOTO)
            copy = await stage.oleg.sees(caption, in_=stage.desk, topic=his, kind=Kind.PHOTO)
            assert copy.content.file is not None
            assert copy.content.file is hers_too.content.file
