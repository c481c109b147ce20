"""The interface between customers' channels and the rest of the bridge; its types are the same for every provider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from bridge.errors import BridgeError, Undeliverable, lazy
from storage.messages.messages import Attachment, MessageKind

Member = TypeVar("Member")


@dataclass(frozen=True)
class Sender:
    """A customer, with the data that the channel has of them.

    Args:
        external_id: the channel's id of the chat with this customer; answers go to this chat.
        phone: digits with the country code; None when the channel has not verified a number.
    """

    external_id: str
    name: str
    username: str | None = None
    language: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class File:
    """The channel's description of a file, which is fetched later by its `file_id`.

    `size` is in bytes, `width` and `height` are in pixels, `duration` is in seconds.
    """

    file_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    # The channel's id of the content. It never changes for the same content, while a `file_id` may change.
    unique_id: str | None = None
    # The film of a live photo; the live photo's own file is its picture.
    film: "File | None" = None
    # The carrier that can fetch the file; None: the channel that describes it.
    source: str | None = None


@dataclass(frozen=True)
class Incoming:
    """A customer's message.

    Args:
        external_id: the message's id, unique within the channel's chat; empty for a vote, which is no message there.
        entities: Bot API entities as dicts; offsets and lengths are in UTF-16 units of `text`.
        data: content without a field: {"latitude", "longitude"}, {"phone", "name"}, {"emoji"}, {"kind": "poll"}.
        reply_to: `external_id` of the message that this one replies to.
        album: the channel's id of the album that the message belongs to.
    """

    sender: Sender
    external_id: str
    sent_at: datetime
    kind: MessageKind = MessageKind.TEXT
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: File | None = None
    reply_to: str | None = None
    album: str | None = None


@dataclass(frozen=True)
class CustomerBlocked:
    """The customer has blocked the bot (`blocked` is True) or unblocked it."""

    external_id: str
    blocked: bool
    at: datetime


@dataclass(frozen=True)
class Edited:
    """The customer has edited a message. `now` is the whole message after the edit; it may be unchanged."""

    now: Incoming


@dataclass(frozen=True)
class Reacted:
    """The customer's current reactions to a message.

    Args:
        recipient_id: the chat, as in `Sender.external_id`.
        external_id: the channel's id of the message.
        emojis: empty after the last reaction was removed. A reaction that is no emoji has its kind in brackets:
            "[custom_emoji]".
    """

    recipient_id: str
    external_id: str
    emojis: list[str]


@dataclass(frozen=True)
class Voted:
    """The customer has voted in one of our polls. `options` are the numbers of the chosen options.

    The list is empty after the customer has taken the vote back.
    """

    sender: Sender
    poll_id: str
    options: list[int]
    at: datetime


@dataclass(frozen=True)
class Pressed:
    """The customer has pressed a button below one of our messages.

    Args:
        carried: the button's data: see `bridge.buttons`.
        press_id: the channel's id of the press; the answer to the press needs it.
    """

    sender: Sender
    carried: str
    press_id: str


Happening = Incoming | Edited | Reacted | Voted | Pressed | CustomerBlocked
"""The event that one update of a channel can contain."""


@dataclass(frozen=True)
class OutgoingFile:
    """A file for the customer. A file that the channel knows is sent by `file_id`, others from the disk (`path`)."""

    name: str | None = None
    mime: str | None = None
    file_id: str | None = None
    path: Path | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    # The film of a live photo; the live photo's own file is its picture. Without the film only the picture can be sent.
    film: "OutgoingFile | None" = None


@dataclass(frozen=True)
class Button:
    """A button below a message to the customer. `data` comes back as `Pressed.carried`; at most 64 bytes."""

    text: str
    data: str


@dataclass(frozen=True)
class Outgoing:
    """A message to the customer. With a file, `text` is its caption. Further fields are as in `Incoming`.

    Args:
        buttons: rows of buttons; a long text has them below its last part.
    """

    recipient_id: str
    kind: MessageKind
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: OutgoingFile | None = None
    reply_to: str | None = None
    buttons: list[list[Button]] = field(default_factory=list)


@dataclass(frozen=True)
class Accepted:
    """The channel has accepted a message.

    Args:
        external_id: the channel's id of the message.
        file_id: the channel's id of the message's file, for sending the file again without an upload.
        more: the channel's ids of the further parts of a long text.
        learnt: new values for the message's `data`: a poll's id, the value of a dice, or the fact that only the
            picture of a live photo has arrived.
        film_id: the channel's id of a live photo's film.
    """

    external_id: str
    file_id: str | None = None
    more: tuple[str, ...] = ()
    learnt: dict[str, Any] = field(default_factory=dict)
    film_id: str | None = None


class PartlySent(Undeliverable):
    """The beginning of a long text has arrived, and the rest was refused. A person decides what to do.

    Args:
        accepted: the parts that are known to have arrived.
        because: the error that stopped the rest.
    """

    text = lazy("Only the beginning of the message is known to have arrived: {detail}")

    def __init__(self, accepted: Accepted, because: BridgeError) -> None:
        super().__init__(detail=str(because))
        self.accepted = accepted
        self.because = because


# The highest number of messages in one album.
MAX_ALBUM_SIZE = 10
# Sets of kinds that can be in one album together. Messages of all other kinds are sent alone.
ALBUM_KINDS = (
    {MessageKind.PHOTO, MessageKind.LIVE_PHOTO, MessageKind.VIDEO},
    {MessageKind.DOCUMENT},
    {MessageKind.AUDIO},
)


def fits_together(members: Sequence[Member], kind_of: Callable[[Member], MessageKind]) -> list[Member]:
    """The longest beginning of `members` that can be one album; only the first member when its kind fits no album."""
    together = list(members[:1])
    company: set[MessageKind] = next(
        (kinds for kinds in ALBUM_KINDS if together and kind_of(together[0]) in kinds), set()
    )
    for member in members[1:MAX_ALBUM_SIZE]:
        if kind_of(member) not in company:
            break
        together.append(member)
    return together


class FileSource(Protocol):
    """A source from which the original of a file can be fetched."""

    async def fetch(self, file_id: str, to: Path) -> None:
        """Download the whole file to `to`; after an error there is no file at `to`.

        Raises:
            FileTooBig, FileGone: the file cannot be fetched.
            TryLater: the file may be fetched later.
        """


@runtime_checkable
class Settling(Protocol):
    """The ability of a channel to find out whether an earlier message has arrived.

    Inside an attempt (`bridge.sending.attempts`) `send` and `send_album` never send a message twice. They raise
    `CannotSettle` when the channel cannot find out whether it has arrived.
    """

    def floor(self, recipient_id: str) -> int | None:
        """The highest known message id in the recipient's chat; None when no id is known."""


class Files(Protocol):
    """Files of messages, stored on this machine's disk while they are on their way."""

    async def local(self, attachment: Attachment) -> Path:
        """The file's path on the disk. A file that is not on the disk yet is fetched from its source.

        Raises:
            FileTooBig, FileGone, TryLater: as for `FileSource.fetch`.
        """


class ChannelAdapter(FileSource, Protocol):
    """A customers' channel. It only translates data and errors; decisions are made elsewhere."""

    def read(self, payload: dict[str, Any]) -> Happening | None:
        """Read one raw update; None when it contains nothing for operators.

        A message of an unknown kind becomes an `Incoming` of the kind `UNSUPPORTED`. Unknown content raises no error.
        """

    async def send(self, message: Outgoing) -> Accepted:
        """Send one message.

        Raises:
            TryLater: the channel asks to wait; `Unreachable` when the request never left.
            Undeliverable: the message will never arrive; the error's class and text give the reason.
            OutcomeUnknown: the message may have arrived.
        """

    async def send_album(self, album: list[Outgoing]) -> list[Accepted]:
        """Send two to ten messages with files as one album, in their order; either all arrive or none.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: as for `send`.
        """

    async def edit(self, sent: Sequence[str], message: Outgoing) -> Accepted:
        """Edit a sent message so that its content becomes that of `message`, including its file.

        Missing parts are sent and surplus parts are deleted. A repeated call is safe: parts that have the right
        content already stay as they are.

        Args:
            sent: the channel's ids of the message's parts, in their order.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: the customer still sees the old content; `MessageMissing` when the message is gone;
                `PartlySent` when the beginning was edited and the rest cannot be.
        """

    async def delete(self, recipient_id: str, external_id: str) -> None:
        """Delete a message in the customer's chat. A repeated call is safe.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: the message stays; `TooOldToDelete` when its age is the reason.
        """

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        """Set our only reaction to a message; None removes it. A repeated call is safe.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: the customer does not see the reaction; `MessageMissing` when the message is gone.
        """

    async def answer(self, press_id: str, text: str) -> None:
        """Answer a press of a button, so that the customer's app stops waiting.

        Args:
            text: a short sentence for the customer; an empty text shows nothing.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: the customer does not see the answer; the press still counts.
        """
