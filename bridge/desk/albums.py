"""Mirrors albums into windows, as albums."""

from functools import partial

from aiogram.methods import SendMediaGroup
from aiogram.types import (
    FSInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)

from bridge.actions import albums, desk
from bridge.actions.albums import ensure_gathered
from bridge.actions.desk import DESK
from bridge.carrier import Receipt
from bridge.channel import Files, fits_together
from bridge.desk import copying
from bridge.desk.copies import Copies, Original, single
from bridge.desk.copying import Frame
from bridge.desk.errors import OperatorGone, SignedOut
from bridge.desk.headers import headed
from bridge.desk.places import Places, Spot
from bridge.desk.telegram import Sent
from bridge.entities import CAPTION_LIMIT, TEXT_LIMIT, Piece, pieces
from bridge.errors import BridgeError, FileGone
from bridge.texts import language
from storage.database import Database
from storage.deliveries import Delivery, DeliveryStatus
from storage.messages import DeliveryState, Kind, Message
from storage.unit_of_work import UnitOfWork
from storage.windows import Mirror

Media = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo

MEDIA: dict[Kind, type[Media]] = {
    Kind.PHOTO: InputMediaPhoto,
    Kind.VIDEO: InputMediaVideo,
    Kind.DOCUMENT: InputMediaDocument,
    Kind.AUDIO: InputMediaAudio,
}
NO_CAPTION = Piece("", [])


class AlbumPainter:
    """What an album has in common with single copies is theirs."""

    def __init__(self, database: Database, places: Places, files: Files, copies: Copies) -> None:
        self._database = database
        self._places = places
        self._files = files
        self._copies = copies
        self._since = database.clock()

    async def send(self, delivery: Delivery) -> Receipt:
        ensure_gathered(delivery, now=self._database.clock(), since=self._since)
        async with self._database.read(delivery.organization_id) as uow:
            together = fits_together(await _unseen(uow, delivery), lambda message: message.kind)
        if not together:
            return Receipt({"copies": []})
        if len(together) == 1:
            receipt = await self._copies.send(single(delivery, together[0].id))
            return Receipt({"copies": [(together[0].id, receipt.facts["message_ids"], receipt.facts["file_id"])]})
        originals = [await self._copies.read(single(delivery, message.id)) for message in together]
        with language(originals[0].language):
            sent, rest = await self._carry(delivery, originals)
        ids = [[one.message_id] for one in sent]
        ids[0] += [one.message_id for one in rest]
        return Receipt({"copies": [(m.id, i, s.file_id) for m, i, s in zip(together, ids, sent, strict=True)]})

    async def _carry(self, delivery: Delivery, originals: list[Original]) -> tuple[list[Sent], list[Sent]]:
        """The album, and what did not fit below its first picture."""
        first = originals[0]
        head = await self._copies.head(delivery, first)
        words = headed(head, first.row.text, first.row.entities)
        caption, *rest = pieces(*words, first=CAPTION_LIMIT, then=TEXT_LIMIT) or [NO_CAPTION]
        captions = [caption, *(Piece(one.row.text, one.row.entities) for one in originals[1:])]
        try:
            sent = await self._post(delivery, originals, captions, from_disk=False)
        except FileGone:
            # Telegram has forgotten a file and has sent nothing; the originals may still be there.
            sent = await self._post(delivery, originals, captions, from_disk=True)
        return sent, await self._copies.rest(delivery, first, rest)

    async def _post(
        self, delivery: Delivery, originals: list[Original], captions: list[Piece], *, from_disk: bool
    ) -> list[Sent]:
        media = [
            await self._item(original, caption, from_disk=from_disk)
            for original, caption in zip(originals, captions, strict=True)
        ]
        return await self._places.send_album(delivery, partial(self._album, delivery, originals[0], media))

    def _album(self, delivery: Delivery, first: Original, media: list[Media], spot: Spot) -> SendMediaGroup:
        frame = Frame(spot, first.reply_to, silent=bool(delivery.body.get("silent")))
        return SendMediaGroup(media=[*media], **frame.parameters())

    async def _item(self, original: Original, caption: Piece, *, from_disk: bool) -> Media:
        if original.attachment is None:
            raise FileGone
        what: str | FSInputFile | None = None if from_disk else original.attachment.known_to(DESK)
        if what is None:
            path = await self._files.local(original.attachment)
            what = FSInputFile(path, filename=original.attachment.file_name or path.name)
        marks = copying.formatting(caption.entities)
        return MEDIA[original.row.kind](media=what, caption=caption.text.rstrip("\n") or None, caption_entities=marks)

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Map every copy, so that replies, edits and reactions find their message."""
        window = await uow.windows.get(delivery.window_id or 0)
        for message_id, copies, file_id in receipt.facts["copies"]:
            for copy in copies:
                place = {"window_id": window.id, "chat_id": window.chat_id, "telegram_message_id": copy}
                uow.add(Mirror(message_id=message_id, **place))
            for attachment in (await uow.messages.attachments(message_id))[:1]:
                if file_id:
                    attachment.learn(DESK, file_id)
        await uow.flush()
        for message in (await _unseen(uow, delivery))[:1]:
            # Of another kind, or more than an album holds.
            await desk.copy(uow, message, window, silent=bool(delivery.body.get("silent")))

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """An album that is refused as such goes piece by piece."""
        unseen = await _unseen(uow, delivery)
        if isinstance(error, OperatorGone | SignedOut):
            return
        if delivery.status is not DeliveryStatus.FAILED or len(unseen) < 2:
            await self._copies.failed(uow, delivery, error)
            return
        window = await uow.windows.get(delivery.window_id or 0)
        for message in unseen:
            await desk.alone(uow, message, window, silent=bool(delivery.body.get("silent")))


async def _unseen(uow: UnitOfWork, delivery: Delivery) -> list[Message]:
    """The messages of the album that have no copy in the window yet."""
    first = await uow.messages.get(delivery.message_id or 0)
    return [
        mate
        for mate in await albums.mates(uow, first)
        if mate.state not in (DeliveryState.HELD, DeliveryState.DISCARDED)
        and await uow.windows.mirror_of(mate.id, delivery.window_id or 0) is None
    ]
