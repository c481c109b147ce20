"""Albums, as people send and see them."""

from bridge.sandbox import Message, Person
from bridge.sandbox.onlooker import Place
from tests.kit.stories.dialogs import until
from tests.kit.stories.stage import Stage

PICTURES = [(f"picture {number}".encode(), f"{number}.jpg") for number in range(3)]


def data(album: list[Message]) -> list[bytes]:
    return [message.content.file.data for message in album if message.content.file]


def albums(person: Person, place: Place, kind: str = "photo") -> list[list[Message]]:
    """What others have sent as albums, in the order of their first messages."""
    found: dict[str, list[Message]] = {}
    for message in person.messages(place):
        if message.album is not None and message.sender.id != person.id and message.kind == kind:
            found.setdefault(message.album, []).append(message)
    return list(found.values())


async def sees_album(stage: Stage, person: Person, place: Place, size: int, kind: str = "photo") -> list[Message]:
    await until(stage, lambda: any(len(album) == size for album in albums(person, place, kind)))
    return next(album for album in albums(person, place, kind) if len(album) == size)
