"""Mirrors messages into windows: the copy of what a customer, a colleague or the bot has said."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import CopyPayload, is_original_copy, is_silent_copy
from bridge.actions.messages import albums
from bridge.actions.messages.bursts import parts_of
from bridge.actions.messages.message_updates import EditPayload
from bridge.channel import Files, OutgoingFile
from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import DESK, payload_of
from bridge.delivery.retry import Sleep, when_asked
from bridge.desk.bot_api import copying
from bridge.desk.bot_api.copying import Frame
from bridge.desk.bot_api.destinations import Destination, Destinations, chat_of
from bridge.desk.bot_api.errors import BadEntities, OperatorGone, SignedOut
from bridge.desk.bot_api.telegram import Sent
from bridge.desk.bot_api.uploads import Uploads
from bridge.desk.messages.headers import DialogNames, headed, header, names_in
from bridge.desk.messages.live_photos import picture, seen
from bridge.errors import BridgeError, FileGone, FileTooBig, TooLong, Undeliverable, lazy
from bridge.files.media import Media
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, Entities, Piece, pieces
from bridge.text.texts import file_size, language, translate
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Mirror, Window
from storage.messages.messages import Attachment, DeliveryState, MessageKind
from storage.messages.messages import Message as Row

Make = Callable[[Frame], TelegramMethod[Message]]
Shown = TypeVar("Shown")

# Telegram refuses a message without a visible character; a caption may be empty.
BLANK_TEXT, NO_CAPTION = Piece("…", []), Piece("", [])


@dataclass(frozen=True)
class Original:
    """A message with everything that its copy needs."""

    row: Row
    window: Window
    names: DialogNames
    language: str
    media: Media | None
    reply_to: int | None


@dataclass(frozen=True)
class CopyReceipt(Receipt):
    """The copies of one message: their ids, Telegram's ids of its file, the mirrors that they replace."""

    message_ids: Sequence[int]
    file_id: str | None = None
    film_id: str | None = None
    instead_of: Sequence[int] = ()


@dataclass(frozen=True)
class CopiesReceipt(Receipt):
    """The copies of several messages by the messages' ids; None for a message that could not be shown."""

    copies: Sequence[tuple[int, CopyReceipt | None]]


class Copies:
    def __init__(
        self, database: Database, destinations: Destinations, files: Files, *, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._database = database
        self._destinations = destinations
        self._files = files
        self._sleep = sleep
        # Other renderers of files, such as that of albums, share these uploads.
        self.uploads = Uploads()

    async def send(self, delivery: Delivery) -> CopyReceipt:
        """Send the copy. A long message becomes several; the first of them decides the outcome."""
        original = await self.read(delivery)
        if _is_withdrawn(delivery, original.row):
            return CopyReceipt([])
        with language(original.language):
            sent = await self._carry(delivery, original)
        ids = [one.message_id for one in sent]
        return CopyReceipt(ids, sent[0].file_id, sent[0].film_id)

    async def read(self, delivery: Delivery) -> Original:
        """Read everything that the copy needs."""
        async with self._database.read(delivery.organization_id) as uow:
            showing = await uow.showings.of(delivery.message_id or 0, delivery.window_id or 0)
            row, window = showing.message, showing.window
            attachments = [] if row.kind is MessageKind.TEXT else await uow.messages.attachments(row.id)
            shown = await uow.windows.mirror_of(row.reply_to_id, window.id) if row.reply_to_id else None
            return Original(
                row=row,
                window=window,
                names=names_in(showing),
                language=showing.language,
                media=Media.of(attachments),
                reply_to=shown.telegram_message_id if shown else None,
            )

    async def _carry(self, delivery: Delivery, original: Original) -> list[Sent]:
        row, media = original.row, original.media
        if row.kind in copying.KINDS_SHOWN_AS_TEXT:
            return await self._text(delivery, original, copying.in_words(row), [])
        if media is not None:
            return await self._file(delivery, original, media)
        if row.kind is MessageKind.RICH_MESSAGE:
            return await self._rich(delivery, original)
        if row.kind is MessageKind.LOCATION:
            now = self._database.clock()
            return await self._captionless(delivery, original, lambda frame: copying.place(frame, row, now))
        if row.kind is MessageKind.VENUE:
            return await self._captionless(delivery, original, lambda frame: copying.venue(frame, row))
        if row.kind is MessageKind.CONTACT:
            return await self._captionless(delivery, original, lambda frame: copying.contact(frame, row))
        return await self._text(delivery, original, row.text, row.entities)

    async def _rich(self, delivery: Delivery, original: Original) -> list[Sent]:
        head = await self.head(delivery, original)

        def make(destination: Destination) -> TelegramMethod[Message]:
            return copying.rich(self._frame(delivery, destination, original.reply_to), original.row, head)

        try:
            return [await self._destinations.send(delivery, make, window=original.window)]
        except Undeliverable as refusal:
            if type(refusal) not in (Undeliverable, BadEntities, TooLong):
                raise
            return await self._text(delivery, original, copying.in_words(original.row), [])

    async def _text(self, delivery: Delivery, original: Original, text: str, formatting: Entities) -> list[Sent]:
        head = await self.head(delivery, original)
        first, *rest = pieces(*headed(head, text, formatting), first=MAX_TEXT_UNITS, then=MAX_TEXT_UNITS) or [
            BLANK_TEXT
        ]
        sent = await self.piece(delivery, original, first, reply_to=original.reply_to)
        return [sent, *await self.rest(delivery, original, rest)]

    async def rest(self, delivery: Delivery, original: Original, rest: list[Piece]) -> list[Sent]:
        """Send the text that did not fit into the first message."""
        return [await self.go_on(partial(self.piece, delivery, original, piece)) for piece in rest]

    async def go_on(self, step: Callable[[], Awaitable[Shown]]) -> Shown:
        """Send a part that follows a message that is there already; short waits that Telegram asks for happen here."""
        return await when_asked(step, sleep=self._sleep)

    async def piece(self, delivery: Delivery, original: Original, piece: Piece, *, reply_to: int | None = None) -> Sent:
        def make(destination: Destination, formatting: Entities = piece.entities) -> TelegramMethod[Message]:
            return copying.text(self._frame(delivery, destination, reply_to), piece.text, formatting)

        try:
            return await self._destinations.send(delivery, make, window=original.window)
        except BadEntities:
            return await self._destinations.send(delivery, partial(make, formatting=[]))

    async def _file(self, delivery: Delivery, original: Original, media: Media) -> list[Sent]:
        try:
            show = partial(self._with_any_file, delivery, original, media)
            return await self.uploads.share([media], show)
        except (FileTooBig, FileGone) as error:
            # The file is not available: its name, the reason and the caption are shown, so that nobody misses it.
            return await self._text(delivery, original, _named(media.file, original.row, error), [])
        except Undeliverable as refusal:
            if type(refusal) is not Undeliverable or original.row.kind is not MessageKind.LIVE_PHOTO:
                raise
            # Telegram refuses the live photo; it may accept the picture alone.
            still = replace(original, row=picture(original.row))
            return await self._file(delivery, still, Media(media.file))

    async def _with_any_file(self, delivery: Delivery, original: Original, media: Media) -> list[Sent]:
        if (known := media.known_to(DESK)) is not None:
            try:
                return await self._with_file(delivery, original, known)
            except FileGone:
                pass  # Telegram has forgotten the file and has sent nothing; the original may still be there
        return await self._with_file(delivery, original, await media.from_disk(self._files))

    async def _with_file(self, delivery: Delivery, original: Original, carried: OutgoingFile) -> list[Sent]:
        original = replace(original, row=seen(original.row, original.media, carried))
        row = original.row
        head = await self.head(delivery, original)
        if row.kind in copying.CAPTIONLESS_KINDS:
            return await self._captionless(delivery, original, lambda frame: copying.file(frame, row, carried, "", []))
        caption, *rest = pieces(
            *headed(head, row.text, row.entities), first=MAX_CAPTION_UNITS, then=MAX_TEXT_UNITS
        ) or [NO_CAPTION]

        def make(destination: Destination, formatting: Entities = caption.entities) -> TelegramMethod[Message]:
            frame = self._frame(delivery, destination, original.reply_to)
            return copying.file(frame, row, carried, caption.text.rstrip("\n"), formatting)

        try:
            sent = await self._destinations.send(delivery, make, window=original.window)
        except BadEntities:
            sent = await self._destinations.send(delivery, partial(make, formatting=[]))
        return [sent, *await self.rest(delivery, original, rest)]

    async def _captionless(self, delivery: Delivery, original: Original, make: Make) -> list[Sent]:
        """Send a kind that has no caption; its header follows as a line of its own."""
        head = await self.head(delivery, original)

        def framed(destination: Destination) -> TelegramMethod[Message]:
            return make(self._frame(delivery, destination, original.reply_to))

        sent = await self._destinations.send(delivery, framed, window=original.window)
        above = [Piece(head.rstrip("\n") + " ↑", [])] if head else []
        return [sent, *await self.rest(delivery, original, above)]

    async def head(self, delivery: Delivery, original: Original) -> str:
        """The line above the message; how much it says depends on the place."""
        destination = await self._destinations.find(delivery, original.window)
        return header(original.row, original.names, destination.layout, is_repeat=delivery.is_repeat)

    def _frame(self, delivery: Delivery, destination: Destination, reply_to: int | None) -> Frame:
        return Frame(destination, reply_to, silent=is_silent_copy(delivery))

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: CopyReceipt) -> None:
        """Store the mirrors, so that replies, edits and reactions find their message."""
        await map_copies(uow, delivery, delivery.message_id or 0, receipt.message_ids)
        if receipt.file_id:
            media = Media.of(await uow.messages.attachments(delivery.message_id or 0))
            if media is not None:
                media.learn(DESK, receipt.file_id, receipt.film_id)

    async def replaced(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Store mirrors of new copies and delete those that they replace; other receipts change nothing."""
        if not isinstance(receipt, CopyReceipt):
            return
        for mirror in await uow.windows.mirrors_of(delivery.message_id or 0, delivery.window_id or 0):
            if mirror.id in receipt.instead_of:
                await uow.session.delete(mirror)
        await uow.flush()
        await self.sent(uow, delivery, receipt)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Say in the topic that a message could not be shown; the history still has it."""
        if isinstance(error, OperatorGone | SignedOut):
            return
        window = await uow.windows.get(delivery.window_id or 0)
        if len(parts_of(delivery)) > 1:
            await desk.send_topic_notice(
                uow, window, lazy("Several messages could not be shown here; «History» has them")
            )
            return
        await desk.send_topic_notice(uow, window, lazy("A message could not be shown here; «History» has it"))


async def map_copies(uow: UnitOfWork, delivery: Delivery, message_id: int, copies: Sequence[int]) -> None:
    """Store a mirror for each Telegram message. The first one may represent what the author typed."""
    is_original = await _is_original(uow, delivery, message_id)
    for number, copy in enumerate(copies):
        place = {"window_id": delivery.window_id or 0, "chat_id": chat_of(delivery), "telegram_message_id": copy}
        uow.add(Mirror(message_id=message_id, is_original=is_original and number == 0, **place))
    if is_original:
        await uow.flush()
        await _tell_author(uow, await uow.messages.lock(message_id), await uow.windows.get(delivery.window_id or 0))


async def _is_original(uow: UnitOfWork, delivery: Delivery, message_id: int) -> bool:
    """Whether the copy represents what the author typed; an edit can replace such a copy that is gone."""
    if delivery.kind == EditPayload.kind and EditPayload.of(delivery).own:
        return await uow.windows.original_of(message_id) is None
    return is_original_copy(delivery)


async def _tell_author(uow: UnitOfWork, message: Row, window: Window) -> None:
    """Tell the author what happened before the original was shown; an album asks for confirmation once."""
    if message.state is DeliveryState.NEEDS_CONFIRMATION:
        if (await albums.messages_of_album_in(uow, message, DeliveryState.NEEDS_CONFIRMATION))[0].id == message.id:
            await desk.ask_confirmation(uow, message, window)
    elif message.state is not DeliveryState.QUEUED:
        await desk.show_delivery_state(uow, message)


def single(delivery: Delivery, message_id: int) -> Delivery:
    """The delivery as if it were for this message alone."""
    payload = payload_of(delivery)
    body = replace(payload, with_=()).pack() if isinstance(payload, CopyPayload) else delivery.body
    return Delivery(**{**delivery.model_dump(), "message_id": message_id, "body": body})


def _is_withdrawn(delivery: Delivery, row: Row) -> bool:
    """Whether the customer never gets the message, or no longer has it: then only its author needs a copy."""
    is_over = row.deleted_at is not None or row.state is DeliveryState.DISCARDED
    return is_over and delivery.kind == CopyPayload.kind and not is_original_copy(delivery)


def _named(attachment: Attachment, row: Row, error: BridgeError) -> str:
    name = attachment.file_name or row.kind.value
    size = f" ({file_size(attachment.size)})" if attachment.size else ""
    return f"📎 {name}{size}\n⚠️ {translate(error)}\n{row.text}".rstrip()
