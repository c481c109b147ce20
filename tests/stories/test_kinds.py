"""The table of docs/kinds.md, walked through: every kind, both ways."""

from pathlib import Path

from bridge.sandbox import Kind
from bridge.sandbox.contents import file_content, text_content
from bridge.sandbox.messages import Content
from tests.stories.conftest import Stage
from tests.stories.contents import CAPTIONED, CAPTIONLESS, UNSUPPORTED, VENUE, data_of, sends
from tests.stories.dialogs import takes

TABLE = Path(__file__).parents[2] / "docs" / "kinds.md"
CHAT = {"id": 7, "type": "private", "first_name": "Кто-то"}

# Content that the stand-in's people have no verb for, as it is on the wire.
RARE = {
    "story": {"id": 1, "chat": CHAT},
    "paid_media": {"star_count": 1, "paid_media": []},
    "rich_message": {"blocks": [{"type": "hologram"}]},
    "checklist": {"title": "Список", "tasks": []},
    "game": {"title": "Змейка", "description": "…", "photo": []},
    "invoice": {"title": "Счёт", "description": "…", "start_parameter": "x", "currency": "RUB", "total_amount": 100},
    "giveaway": {"chats": [], "winners_selection_date": 1, "winner_count": 1},
    "hologram": {"id": "1"},
}
PLAIN = {
    "text": text_content("Просто слова", None),
    "location": Content(Kind.LOCATION, extra={"location": {"latitude": 1.5, "longitude": 2.5}}),
    "contact": Content(Kind.CONTACT, extra={"contact": {"phone_number": "+79160001122", "first_name": "Пётр"}}),
    "venue": VENUE,
}


def rows() -> list[tuple[str, str, str]]:
    """Kind, from the customer, from the operator."""
    cells = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [(kind, customer, operator) for kind, customer, operator in cells[2:]]


def content(stage: Stage, kind: str) -> Content:
    if kind in {name for name, *_ in [*CAPTIONED, *CAPTIONLESS]}:
        return file_content(stage.world, data_of(kind), kind=kind, name=None, caption="")
    if kind in RARE:
        return Content(Kind.UNKNOWN, extra={kind: RARE[kind]})
    return PLAIN.get(kind) or UNSUPPORTED[kind]


def test_the_table_names_no_kind_twice():
    kinds = [kind for kind, *_ in rows()]

    assert len(kinds) == len(set(kinds)) == 22


async def test_every_kind_of_a_customer_reaches_the_operator_as_the_table_says(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        newest = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        for kind, outcome, _ in rows():
            await sends(stage.ivan, content(stage, kind), to=stage.shop)
            wanted = {"kind": kind} if outcome == "as it is" else {"text": "⚠️"}
            newest = await stage.anna.sees(in_=stage.desk, topic=topic, after=newest, **wanted)


async def test_every_kind_of_an_operator_reaches_the_customer_or_is_refused_as_the_table_says(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        sent = 0
        for kind, _, outcome in rows():
            written = await sends(stage.anna, content(stage, kind), to=stage.desk, topic=topic)
            if outcome == "as it is":
                sent += 1
                await stage.ivan.sees(in_=stage.shop, kind=kind)
            else:
                told = await stage.anna.sees(in_=stage.desk, topic=topic, after=written)
                assert "не " in told.text

    arrived = [message for message in stage.ivan.messages(stage.shop) if message.sender.id != stage.ivan.id]
    assert len(arrived) == sent
