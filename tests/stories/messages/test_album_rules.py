"""What goes together into an album and what does not, in both directions."""

from collections.abc import Sequence

import pytest

from bridge.sandbox import Message, Person
from bridge.sandbox.onlooker import Place
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

ALBUM = "91"


def shown(person: Person, place: Place) -> list[Message]:
    """The files that others have sent, in their order."""
    return [m for m in person.messages(place) if m.content.file is not None and m.sender.id != person.id]


def groups(messages: Sequence[Message]) -> list[list[str]]:
    """The kinds in each album; what stands alone is a group of one."""
    found: list[tuple[object, list[str]]] = []
    for message in messages:
        if message.album is None or not found or found[-1][0] != message.album:
            found.append((message.album, []))
        found[-1][1].append(message.kind.value)
    return [kinds for _album, kinds in found]


async def send(person: Person, kinds: Sequence[str], **where: object) -> None:
    for number, kind in enumerate(kinds):
        data = f"{kind} {number}".encode()
        await person.sends_file(data, name=f"{number}.bin", kind=kind, album=ALBUM, **where)  # type: ignore[arg-type]


MIXED = [
    (["photo", "video", "photo"], [["photo", "video", "photo"]]),
    (["document", "document", "photo", "photo"], [["document", "document"], ["photo", "photo"]]),
    (["audio", "audio", "document"], [["audio", "audio"], ["document"]]),
    (["photo", "animation", "photo"], [["photo"], ["animation"], ["photo"]]),
    (["photo"] * 12, [["photo"] * 10, ["photo"] * 2]),
]


@pytest.mark.parametrize(("kinds", "wanted"), MIXED)
async def test_a_customers_album_is_shown_in_albums_that_telegram_allows(
    stage: Stage, kinds: list[str], wanted: list[list[str]]
):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await send(stage.ivan, kinds, to=stage.shop)
        await until(stage, lambda: len(shown(stage.anna, stage.desk)) == len(kinds))

    files = shown(stage.anna, stage.desk)
    assert groups(files) == wanted
    assert [m.content.file.data for m in files if m.content.file] == [
        f"{kind} {number}".encode() for number, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(("kinds", "wanted"), MIXED)
async def test_an_operators_album_arrives_in_albums_that_telegram_allows(
    stage: Stage, kinds: list[str], wanted: list[list[str]]
):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await send(stage.anna, kinds, to=stage.desk, topic=topic)
        await until(stage, lambda: len(shown(stage.ivan, stage.shop)) == len(kinds))

    files = shown(stage.ivan, stage.shop)
    assert groups(files) == wanted
    assert [m.content.file.data for m in files if m.content.file] == [
        f"{kind} {number}".encode() for number, kind in enumerate(kinds)
    ]
