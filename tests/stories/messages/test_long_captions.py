"""What does not fit into one message goes on in the next, with its formatting: captions of Telegram Premium, emoji."""

from bridge.sandbox import Message, Person
from bridge.sandbox.contents import file_content
from bridge.sandbox.messages import Content, Kind
from bridge.sandbox.onlooker import Place
from bridge.sandbox.postings import say
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, units
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

# Telegram Premium lets people write captions of 4096 characters; bots may write 1024. An emoji counts twice.
CAPTION = "слово 🙂 " * 300 + "конец"
BOLD = [{"type": "bold", "offset": 0, "length": units(CAPTION)}]
EMOJI = "🙂" * 4096


def premium_photo(stage: Stage, person: Person, place: Place, topic_id: int | None = None) -> Message:
    """The stand-in's apps are those of everybody: this one is posted past them."""
    photo = file_content(stage.world, b"a photo", kind="photo", name=None, caption="")
    content = Content(Kind.PHOTO, CAPTION, [*BOLD], photo.file)
    return say(stage.world, person.chat(place), person.user, content, topic_id=topic_id)


def said(person: Person, place: Place, since: int = 0) -> list[Message]:
    """What others have said, without the services' words."""
    return [
        message
        for message in person.messages(place)
        if message.sender.id != person.id and message.id > since and message.kind in (Kind.TEXT, Kind.PHOTO)
    ]


def ensure_whole(parts: list[Message]) -> None:
    head, *rest = parts
    assert head.kind is Kind.PHOTO
    assert units(head.text) <= MAX_CAPTION_UNITS
    assert all(part.kind is Kind.TEXT and units(part.text) <= MAX_TEXT_UNITS for part in rest)
    assert " ".join(part.text for part in parts).split() == CAPTION.split()
    for part in parts:
        assert [(mark["type"], mark["offset"]) for mark in part.content.entities] == [("bold", 0)]
        assert part.content.entities[0]["length"] >= units(part.text.rstrip())


async def test_a_customers_long_caption_goes_on_below_the_picture(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        before = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        premium_photo(stage, stage.ivan, stage.shop)
        await stage.anna.sees("конец", in_=stage.desk, topic=topic)

    ensure_whole(said(stage.anna, stage.desk, before.id))


async def test_an_operators_long_caption_goes_on_below_the_picture(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        premium_photo(stage, stage.anna, stage.desk, topic.id)
        await stage.ivan.sees("конец", in_=stage.shop)

    ensure_whole(said(stage.ivan, stage.shop))


async def test_as_many_emoji_as_a_text_may_have_arrive_in_two_messages(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        before = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.ivan.writes(EMOJI, to=stage.shop)
        await until(stage, lambda: len(said(stage.anna, stage.desk, before.id)) == 2)
        await stage.anna.writes(EMOJI, to=stage.desk, topic=topic)
        await until(stage, lambda: len(said(stage.ivan, stage.shop)) == 2)

    assert "".join(part.text for part in said(stage.anna, stage.desk, before.id)) == EMOJI
    assert "".join(part.text for part in said(stage.ivan, stage.shop)) == EMOJI
