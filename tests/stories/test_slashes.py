"""A customer's words never become commands: not where operators read them, and not where operators use them again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bridge.sandbox import Kind, Person
from bridge.sandbox.contents import file_content
from bridge.sandbox.messages import Content
from bridge.sandbox.topics import Topic
from bridge.text.slashes import SIGN
from storage.delivery.deliveries import Delivery
from storage.engine.owned import SYSTEM_WIDE
from storage.inbox.dialogs import DialogStatus
from storage.team.employees import Role
from tests.stories.conftest import Stage
from tests.stories.contents import data_of, sends
from tests.stories.dialogs import until
from tests.stories.forums import bound
from tests.stories.test_templates import kept

# What nobody in these stories may be able to tap; every customer's word holds one.
THEIRS = ("close", "ban")
MINUTE = timedelta(minutes=1)
# The desk's deliveries that hold words of a customer's, or of an operator's about one.
WORDY = {
    "copy", "album", "card", "offer", "recap", "question", "edit", "task", "task_notice", "reminder", "told", "mention",
    "waiting", "board", "undo",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler looks often, so that nobody has to wait for it."""
    monkeypatch.setattr("scheduler.jobs.BOARD_CHECK_INTERVAL", timedelta(milliseconds=200))
    monkeypatch.setattr("scheduler.jobs.NEW_WAIT_CHECK_INTERVAL", timedelta(milliseconds=200))


@pytest.fixture
def ivan(stage: Stage) -> Person:
    """A customer who calls himself so."""
    stage.ivan = stage.world.person("/close Иван", username="ivan", language_code="ru")
    return stage.ivan


def commands(person: Person, *places: object) -> list[str]:
    """What the person can tap in what the bot has written."""
    found = []
    for place in places:
        for message in person.messages(place):
            if message.sender.is_bot:
                units = message.text.encode("utf-16-le")
                spans = [(each["offset"], each["length"]) for each in message.content.entities if _is_command(each)]
                found += [units[2 * at : 2 * (at + length)].decode("utf-16-le") for at, length in spans]
    return found


def _is_command(entity: dict[str, object]) -> bool:
    return entity["type"] == "bot_command"


async def nothing_is_live(stage: Stage, *places: object) -> None:
    """No operator can tap a customer's word, now that everything has been shown."""
    await stage.world.rest()
    for person in (stage.anna, stage.oleg, stage.maria):
        for place in (stage.desk, *places):
            assert not [found for found in commands(person, place) if found.strip("/").startswith(THEIRS)]


async def taken(stage: Stage, ivan: Person) -> Topic:
    await ivan.writes("нажмите /ban", to=stage.shop)
    await stage.maria.sees("нажмите", in_=stage.desk)
    await stage.anna.sees("нажмите", in_=stage.desk)
    await nothing_is_live(stage)
    await stage.anna.presses("Взять", in_=stage.desk)
    topic = await stage.anna.sees_topic("Иван", in_=stage.desk)
    await stage.anna.sees("нажмите", in_=stage.desk, topic=topic)
    return topic


async def says_it_in_every_way(stage: Stage, ivan: Person) -> None:
    """Whatever of a customer's can hold a command."""
    await ivan.writes("/close", to=stage.shop)
    await ivan.writes("/ban@desk_bot\nи /close, 😀 https://a.ru/close?x=/close", to=stage.shop)
    for name, kind in (("/close.pdf", "document"), ("фото.jpg", "photo"), ("/close.mp3", "audio")):
        await sends(
            ivan, file_content(stage.world, data_of(kind), kind=kind, name=name, caption="/close"), to=stage.shop
        )
    await ivan.sends_album([(b"1", "1.jpg"), (b"2", "2.jpg")], to=stage.shop, caption="вот /close")
    await ivan.shares_contact(to=stage.shop, name="/close Пётр", phone="+79160001122")
    await sends(ivan, venue("/close"), to=stage.shop)
    await sends(ivan, poll("/close"), to=stage.shop)
    await sends(ivan, rich("/close"), to=stage.shop)
    await ivan.writes("последнее /close", to=stage.shop)


def venue(words: str) -> Content:
    place = {"latitude": 55.75, "longitude": 37.61}
    return Content(
        Kind.VENUE, extra={"location": place, "venue": {"location": place, "title": words, "address": words}}
    )


def poll(words: str) -> Content:
    options = [{"persistent_id": str(at), "text": words, "voter_count": 0} for at in range(2)]
    asked = {"id": "5", "question": words, "options": options, "total_voter_count": 0, "is_closed": False}
    more = {"allows_revoting": True, "members_only": False, "allows_multiple_answers": False}
    return Content(Kind.POLL, extra={"poll": {**asked, **more, "is_anonymous": True, "type": "regular"}})


def rich(words: str) -> Content:
    blocks = [{"type": "paragraph", "text": ["и ", {"type": "bold", "text": words}]}]
    return Content(Kind.RICH_MESSAGE, extra={"rich_message": {"blocks": blocks}})


async def is_open(stage: Stage) -> bool:
    return (await stage.office.dialog()).status is not DialogStatus.CLOSED


async def carried(stage: Stage) -> set[str]:
    """The kinds of all deliveries so far."""
    async with stage.office.database.read() as uow:
        return set(await uow.session.scalars(select(Delivery.kind), execution_options=SYSTEM_WIDE))


@pytest.mark.parametrize("has_topics", [True, False])
async def test_nothing_that_a_customer_sends_can_be_tapped(stage: Stage, ivan: Person, has_topics: bool):
    async with stage.at_work():
        await ivan.writes("нажмите /close", to=stage.shop)
        await stage.anna.sees("нажмите", in_=stage.desk)
        await stage.anna.presses("Взять", in_=stage.desk)
        await says_it_in_every_way(stage, ivan)
        shown = await stage.anna.sees("последнее", in_=stage.desk)

        await nothing_is_live(stage)
        assert shown.text.endswith(f"последнее /{SIGN}close")
        link = await stage.anna.sees("https", in_=stage.desk)
        assert "https://a.ru/close?x=/close" in link.text


async def test_nothing_can_be_tapped_in_a_group(stage: Stage, ivan: Person):
    async with stage.at_work():
        group = await bound(stage)
        await ivan.writes("нажмите /close", to=stage.shop)
        topic = await stage.maria.sees_topic("Иван", in_=group)
        await says_it_in_every_way(stage, ivan)
        await stage.maria.sees("последнее", in_=group, topic=topic)

        await nothing_is_live(stage, group)


async def test_no_screen_and_no_notice_has_a_customers_command(stage: Stage, ivan: Person):
    """Everything that is painted, one after the other: only the product's own commands stay commands."""
    await kept(stage.office, "/close шаблон", "Здравствуйте, {имя}! /close")
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.anna.id)).undo_seconds = 5
        (await uow.employees.get(stage.office.maria.id)).role = Role.MANAGER
    async with stage.at_work():
        await stage.anna.writes("/help", to=stage.desk)
        help_ = await stage.anna.sees("/close", in_=stage.desk)
        own = commands(stage.anna, stage.desk)
        assert {"/close", "/menu", "/logout"} <= set(own)
        # A customer's are looked for next, in the same words.
        await stage.anna.deletes(help_)
        topic = await taken(stage, ivan)
        desk = {"in_": stage.desk, "topic": topic}
        there = {"to": stage.desk, "topic": topic}

        first = await ivan.writes("было /close", to=stage.shop)
        await stage.anna.sees("было", **desk)
        await ivan.edits(first, "стало /close")
        await stage.anna.presses("Что было раньше", on=await stage.anna.sees("стало", **desk))
        await stage.anna.writes("// заметка /close @Олег Ким", **there)
        await stage.oleg.sees("упоминает вас", in_=stage.desk)
        await stage.anna.writes("/task через час /close позвонить", **there)
        await stage.anna.presses("Поставить задачу", in_=stage.desk)
        await stage.world.rest()
        await stage.anna.presses("История", **desk)
        await stage.anna.sees("История ·", **desk)
        await stage.anna.presses("Клиент", **desk)
        for asked in ("/search close", "/dialogs", "/tasks", "/templates", "/tags", "/later"):
            written = await stage.anna.writes(asked, to=stage.desk)
            await stage.anna.sees(in_=stage.desk, after=written)
        await stage.anna.writes("/templates", **there)
        await stage.world.rest()
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.presses("Иван", in_=stage.desk)
        his = await stage.oleg.sees_topic("Иван", in_=stage.desk)
        await stage.anna.writes("ответ /close", **there)
        await stage.oleg.writes("и мой /close", to=stage.desk, topic=his)
        await stage.oleg.sees("уже ответил(а)", in_=stage.desk, topic=his)
        await stage.maria.writes("/board", to=stage.desk)
        await stage.maria.writes("/dialogs", to=stage.desk)
        await stage.maria.presses("Иван", in_=stage.desk)
        await ivan.writes("жду /close", to=stage.shop)
        await rules(stage)
        stage.world.clock.forward(61 * MINUTE)
        await stage.anna.sees("Пора", in_=stage.desk)
        await stage.maria.sees("ждёт ответа: ", in_=stage.desk)

        await nothing_is_live(stage)
        assert await carried(stage) >= WORDY - {"album", "task_notice", "told"}


async def rules(stage: Stage) -> None:
    await stage.anna.writes("/admin", to=stage.desk)
    await stage.anna.presses("Без ответа", in_=stage.desk)
    await stage.anna.presses("Все отделы", in_=stage.desk)
    await stage.anna.presses("👤 10 мин", in_=stage.desk)
    await stage.anna.presses("👔 30 мин", in_=stage.desk)
    await stage.anna.sees("Сказать руководителям через: 30 мин", in_=stage.desk)


class TestUsedAgain:
    """What operators copy, forward or pick goes to the customer as it was written, and closes nothing."""

    async def test_a_copied_command_is_a_text_and_has_no_sign(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            await ivan.writes("/close", to=stage.shop)
            await until(stage, lambda: any(each.text == f"/{SIGN}close" for each in stage.anna.messages(stage.desk)))
            copied = f"/{SIGN}close"

            await stage.anna.writes(copied, to=stage.desk, topic=topic)
            await until(stage, lambda: has(stage, "/close"))
            await stage.anna.writes(f"вы писали: {copied}?", to=stage.desk, topic=topic)

            await ivan.sees("вы писали: /close?", in_=stage.shop)
            assert await is_open(stage)

    async def test_formatting_stays_in_place(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            said = f"/{SIGN}close и /{SIGN}ban"
            bold = {"type": "bold", "offset": 10, "length": 5}
            await stage.anna.sends(Content(Kind.TEXT, text=said, entities=[bold]), to=stage.desk, topic=topic)

            got = await ivan.sees("/close и /ban", in_=stage.shop)
            marked = [each for each in got.content.entities if each["type"] == "bold"]
            assert marked == [{"type": "bold", "offset": 9, "length": 4}]

    async def test_a_forwarded_command_is_no_command(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            written = await ivan.writes("/close", to=stage.shop)
            await stage.anna.sees(f"/{SIGN}close", in_=stage.desk, topic=topic)

            await stage.anna.forwards(written, to=stage.desk, topic=topic)

            await until(stage, lambda: has(stage, "/close"))
            assert await is_open(stage)

    async def test_a_forwarded_note_stays_one(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            note = await stage.oleg.writes("/note не говорить", to=stage.desk)

            await stage.anna.forwards(note, to=stage.desk, topic=topic)

            await stage.world.rest()
            assert not has(stage, "не говорить")
            assert not has(stage, "/note не говорить")

    async def test_an_edit_into_a_copied_command_reaches_the_customer(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            answer = await stage.anna.writes("ответ", to=stage.desk, topic=topic)
            await ivan.sees("ответ", in_=stage.shop)

            await stage.anna.edits(answer, f"/{SIGN}close")

            await until(stage, lambda: has(stage, "/close"))
            assert await is_open(stage)

    async def test_a_typed_command_is_one_as_before(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            topic = await taken(stage, ivan)
            await stage.anna.writes("/close", to=stage.desk, topic=topic)
            await stage.anna.sees("Состояние: в архиве", in_=stage.desk, topic=topic)

    async def test_a_template_that_is_picked_says_the_customers_name(self, stage: Stage, ivan: Person):
        await kept(stage.office, "Имя", "{имя}")
        async with stage.at_work():
            topic = await taken(stage, ivan)
            listing = await stage.anna.searches("#1 имя", through=stage.desk)

            await stage.anna.picks(listing.titled("Имя"), through=stage.desk, topic=topic)

            await until(stage, lambda: has(stage, "/close"))
            assert await is_open(stage)

    async def test_what_is_looked_for_is_found_without_the_sign(self, stage: Stage, ivan: Person):
        async with stage.at_work():
            await taken(stage, ivan)
            await stage.anna.writes("/search", to=stage.desk)
            asked = await stage.anna.sees("искать", in_=stage.desk)
            await stage.anna.writes(f"нажмите /{SIGN}ban", to=stage.desk)

            await stage.anna.sees("🔎", in_=stage.desk, after=asked, button="Сообщения")


def has(stage: Stage, text: str) -> bool:
    """The customer has got exactly this."""
    return any(message.text == text for message in stage.ivan.messages(stage.shop) if message.sender is stage.shop)
