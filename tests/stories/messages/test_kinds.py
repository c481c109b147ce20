"""The table of docs/kinds.md, walked through: every kind, both ways."""

from pathlib import Path

from bridge.sandbox import Kind
from bridge.sandbox.contents import file_content, live_photo_content, text_content
from bridge.sandbox.messages import Content
from tests.kit.stories.contents import CAPTIONED, CAPTIONLESS, DICE, POLL, RICH, VENUE, data_of, sends
from tests.kit.stories.described_kinds import DESCRIBED_KINDS
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

# By what an operator knows it.
SIGNS = {"in words": "[", "by name": "⚠️"}
AS = {"as a text": "text"}
TABLE = Path(__file__).parents[3] / "docs" / "kinds.md"
PLAIN = {
    "text": text_content("Просто слова", None),
    "location": Content(Kind.LOCATION, extra={"location": {"latitude": 1.5, "longitude": 2.5}}),
    "contact": Content(Kind.CONTACT, extra={"contact": {"phone_number": "+79160001122", "first_name": "Пётр"}}),
    "venue": VENUE,
    "poll": POLL,
    "dice": DICE,
    "rich_message": RICH,
}


def rows() -> list[tuple[str, str, str]]:
    """Kind, from the customer, from the operator."""
    cells = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [(kind, customer, operator) for kind, customer, operator in cells[2:]]


def content(stage: Stage, kind: str) -> Content:
    if kind in {name for name, *_ in [*CAPTIONED, *CAPTIONLESS]}:
        return file_content(stage.world, data_of(kind), kind=kind, name=None, caption="")
    if kind == "live_photo":
        return live_photo_content(stage.world, data_of("photo"), data_of("film"), caption="")
    return PLAIN[kind] if kind in PLAIN else DESCRIBED_KINDS[kind].content


def test_the_table_names_no_kind_twice():
    kinds = [kind for kind, *_ in rows()]

    assert len(kinds) == len(set(kinds)) == 25


async def test_every_kind_of_a_customer_reaches_the_operator_as_the_table_says(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        newest = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        for kind, outcome, _ in rows():
            await sends(stage.ivan, content(stage, kind), to=stage.shop)
            wanted = {"text": SIGNS[outcome]} if outcome in SIGNS else {"kind": AS.get(outcome, kind)}
            newest = await stage.anna.sees(in_=stage.desk, topic=topic, after=newest, **wanted)


async def test_every_kind_of_an_operator_reaches_the_customer_or_is_refused_as_the_table_says(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        sent = 0
        for kind, _, outcome in rows():
            written = await sends(stage.anna, content(stage, kind), to=stage.desk, topic=topic)
            if outcome in ("as it is", "anew", *AS):
                sent += 1
                seen = await stage.ivan.sees(in_=stage.shop, kind=AS.get(outcome, kind))
                assert seen.sender is stage.shop
            else:
                told = await stage.anna.sees("не ", in_=stage.desk, topic=topic, after=written)
                assert told.reply_to == written.id

    arrived = [message for message in stage.ivan.messages(stage.shop) if message.sender.id != stage.ivan.id]
    assert len(arrived) == sent
