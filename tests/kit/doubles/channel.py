"""Doubles for what carries messages to customers."""

from pathlib import Path
from typing import Any

from bridge.channel import Accepted, Outgoing
from bridge.errors import FileGone
from storage.messages.messages import Attachment, DeliveryState, Message


class Shop:
    """A channel that remembers what it was given; what it does not know by id it refuses."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.known_files = {"known"}

    def read(self, payload: dict[str, Any]) -> None:
        raise AssertionError("nothing to read here")

    async def send(self, message: Outgoing) -> Accepted:
        self.sent.append(message)
        if message.file and message.file.file_id and message.file.file_id not in self.known_files:
            raise FileGone
        return Accepted("900", file_id="new" if message.file else None)

    async def send_album(self, album: list[Outgoing]) -> list[Accepted]:
        return [await self.send(message) for message in album]

    async def fetch(self, file_id: str, to: Path) -> None:
        raise AssertionError("nothing to fetch here")


class Disk:
    async def local(self, attachment: Attachment) -> Path:
        return Path(f"/files/{attachment.id}")


class Outcomes:
    def __init__(self) -> None:
        self.states: list[DeliveryState | None] = []

    async def __call__(self, _uow: Any, message: Message) -> None:
        self.states.append(message.state)


class Sleeper:
    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


async def nothing_is_missing(since: float) -> bool:
    return True
