"""What a customers' channel and the rest of the bridge agree on: messages without any provider's shapes."""

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
    # The channel's name of the content; the same content always has the same one, unlike its `file_id`.
    unique_id: str | None = None
    # Of a live photo, whose file is its picture.
    film: "File | None" = None
    # Who can fetch it, when that is not whoever announces it.
    source: str | None = None


@dataclass(frozen=True)
class Incoming:
    """A customer's message.

    Args:
        external_id: the message's id, unique within the channel's chat; empty for what is no message there: a vote.
        entities: Bot API entities as dicts; offsets and lengths in UTF-16 units of `text`.
        data: what has no field: {"latitude", "longitude"}, {"phone", "name"}, {"emoji"}, {"kind": "poll"}.
        reply_to: `external_id` of the message this one answers.
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
    """The customer has blocked the bot (`blocked`), or has let it in again."""

    external_id: str
    blocked: bool
    at: datetime


@dataclass(frozen=True)
class Edited:
    """The customer has changed a message: `now` is all of it as it reads since. It may be the same as before."""

    now: Incoming


@dataclass(frozen=True)
class Reacted:
    """What the customer's reactions to a message are now; none after the last was taken back.

    Args:
        recipient_id: the chat, as in `Sender.external_id`.
        external_id: the message's.
        emojis: what is no emoji is named in brackets: "[custom_emoji]".
    """

    recipient_id: str
    external_id: str
    emojis: list[str]


@dataclass(frozen=True)
class Voted:
    """The customer has answered a poll of ours: the numbers of the options, none after the vote was taken back."""

    sender: Sender
    poll_id: str
    options: list[int]
    at: datetime


@dataclass(frozen=True)
class Pressed:
    """The customer has pressed a button below a message of ours.

    Args:
        carried: what the button carries, see `bridge.buttons`.
        press_id: by which the channel wants the press to be answered.
    """

    sender: Sender
    carried: str
    press_id: str


Happening = Incoming | Edited | Reacted | Voted | Pressed | CustomerBlocked
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
    # Of a live photo, whose file is its picture; without one only the picture can be sent.
    film: "OutgoingFile | None" = None


@dataclass(frozen=True)
class Button:
    """What the customer can press below a message; `data` is what `Pressed.carried` will be, at most 64 bytes."""

    text: str
    data: str


@dataclass(frozen=True)
class Outgoing:
    """A message to the customer. `text` is the caption when there is a file; fields as in `Incoming`.

    Args:
        buttons: in rows; a long text has them below its last part.
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
    """The channel has taken a message.

    Args:
        external_id: the channel's id of it.
        file_id: the channel's id of the file it carried, for sending it again without an upload.
        more: the ids of the further messages that a long text has needed.
        learnt: what the message's `data` knows since: a poll's id, how a dice has fallen, that of a live photo only the
            picture has arrived.
        film_id: as `file_id`, of the film of a live photo.
    """

    external_id: str
    file_id: str | None = None
    more: tuple[str, ...] = ()
    learnt: dict[str, Any] = field(default_factory=dict)
    film_id: str | None = None


class PartlySent(Undeliverable):
    """The beginning of a long text is at the customer's and the rest is refused. A person decides.

    Args:
        accepted: what the customer is known to have of it.
    """

    text = lazy("Only the beginning of the message is known to have arrived: {detail}")

    def __init__(self, accepted: Accepted, because: BridgeError) -> None:
        super().__init__(detail=str(because))
        self.accepted = accepted
        self.because = because


# What one album holds at most.
MAX_ALBUM_SIZE = 10
# The kinds that may be in one album with each other; everything else stands alone.
ALBUM_KINDS = (
    {MessageKind.PHOTO, MessageKind.LIVE_PHOTO, MessageKind.VIDEO},
    {MessageKind.DOCUMENT},
    {MessageKind.AUDIO},
)


def fits_together(members: Sequence[Member], kind_of: Callable[[Member], MessageKind]) -> list[Member]:
    """The first of them that can be one album, in their order; the very first alone when it fits into none."""
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
    """Where the original of a file can be fetched from."""

    async def fetch(self, file_id: str, to: Path) -> None:
        """Download the file to `to`, whole or not at all.

        Raises:
            FileTooBig, FileGone: it cannot be had.
            TryLater: it can be had later.
        """


@runtime_checkable
class Settling(Protocol):
    """The ability of a channel to find out whether what it has sent before has arrived.

    Inside of an attempt (`bridge.sending.attempts`) `send` and `send_album` send nothing twice; they raise
    `CannotSettle` when it cannot be found out.
    """

    def floor(self, recipient_id: str) -> int | None:
        """The highest message id that is known in the recipient's chat; None when nothing is."""


class Files(Protocol):
    """The files of messages, on this machine's disk while they are on their way."""

    async def local(self, attachment: Attachment) -> Path:
        """Where the file is on the disk, fetched from its source when it is not there yet.

        Raises:
            FileTooBig, FileGone, TryLater: as for a source.
        """


class ChannelAdapter(FileSource, Protocol):
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

    async def send_album(self, album: list[Outgoing]) -> list[Accepted]:
        """Send two to ten messages with files as one album: all of them or none, in their order.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: as for a single message.
        """

    async def edit(self, sent: Sequence[str], message: Outgoing) -> Accepted:
        """Make the message that was sent as `sent`, in its parts, read like `message`; with a file, carry that instead.

        Parts that are missing follow, parts too many are deleted. It may be repeated: what reads so already is left
        alone.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: the customer goes on seeing what was there; `MessageMissing` when not even that;
                `PartlySent` when its beginning was changed and the rest cannot be.
        """

    async def delete(self, recipient_id: str, external_id: str) -> None:
        """Take a message away from the customer. It may be repeated: what is gone is gone.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: it stays; `TooOldToDelete` for its age.
        """

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        """Put our one reaction on a message, or take it away with None. It may be repeated.

        Raises:
            TryLater, OutcomeUnknown: as for `send`.
            Undeliverable: the customer does not see it; `MessageMissing` when the message is gone.
        """

    async def answer(self, press_id: str, text: str) -> None:
        """Answer a press of a button, with a short sentence or none, so that it does not go on waiting.

        Raises:
            TryLater, Undeliverable, OutcomeUnknown: nobody sees the answer; the press counts all the same.
        """
