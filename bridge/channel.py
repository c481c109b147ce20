"""What a customers' channel and the rest of the bridge agree on: messages without any provider's shapes."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from storage.messages import Attachment, Kind


@dataclass(frozen=True)
class Sender:
    """The customer, as the channel knows them.

    Args:
        external_id: the channel's id of the chat with this customer: where an answer goes.
        phone: digits with the country code, only when the channel has verified it.
    """

    external_id: str
    name: str
    username: str | None = None
    language: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class File:
    """A file as the channel announces it; it is fetched later, by `file_id`. Sizes in bytes, duration in seconds."""

    file_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None


@dataclass(frozen=True)
class Incoming:
    """A customer's message.

    Args:
        external_id: the message's id, unique within the channel's chat.
        entities: Bot API entities as dicts; offsets and lengths in UTF-16 units of `text`.
        data: what has no field: {"latitude", "longitude"}, {"phone", "name"}, {"emoji"}, {"kind": "poll"}.
        reply_to: `external_id` of the message this one answers.
    """

    sender: Sender
    external_id: str
    sent_at: datetime
    kind: Kind = Kind.TEXT
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: File | None = None
    reply_to: str | None = None
    album: str | None = None


@dataclass(frozen=True)
class CustomerBlocked:
    """The customer has blocked the bot (`blocked`), or has let it in again."""

    external_id: str
    blocked: bool
    at: datetime


Happening = Incoming | CustomerBlocked
"""What can come out of one update of a channel."""


@dataclass(frozen=True)
class OutgoingFile:
    """A file on its way to the customer: by the channel's own id when it knows the file, else from the disk."""

    name: str | None = None
    mime: str | None = None
    file_id: str | None = None
    path: Path | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None


@dataclass(frozen=True)
class Outgoing:
    """A message to the customer. `text` is the caption when there is a file; fields as in `Incoming`."""

    recipient_id: str
    kind: Kind
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: OutgoingFile | None = None
    reply_to: str | None = None


@dataclass(frozen=True)
class Accepted:
    """The channel has taken a message.

    Args:
        external_id: the channel's id of it.
        file_id: the channel's id of the file it carried, for sending it again without an upload.
    """

    external_id: str
    file_id: str | None = None


class FileSource(Protocol):
    """Where the original of a file can be fetched from."""

    async def fetch(self, file_id: str, to: Path) -> None:
        """Download the file to `to`, whole or not at all.

        Raises:
            FileTooBig, FileGone: it cannot be had.
            TryLater: it can be had later.
        """


class Files(Protocol):
    """The files of messages, on this machine's disk while they are on their way."""

    async def local(self, attachment: Attachment) -> Path:
        """Where the file is on the disk, fetched from its source when it is not there yet.

        Raises:
            FileTooBig, FileGone, TryLater: as for a source.
        """


class Channel(FileSource, Protocol):
    """A customers' channel: translates shapes and errors, decides nothing."""

    def read(self, payload: dict[str, Any]) -> Happening | None:
        """What one raw update means; None when there is nothing in it for an operator.

        An unknown kind of message is an `Incoming` of the kind `UNSUPPORTED`, never None. Raises nothing on
        content that it does not know.
        """

    async def send(self, message: Outgoing) -> Accepted:
        """Send one message.

        Raises:
            TryLater: the channel asks to wait; `Unreachable` when the request never left.
            Undeliverable: this will never arrive; its class and text say why.
            OutcomeUnknown: it may have arrived.
        """
