"""Mirrors albums into windows as albums."""

from dataclasses import replace
from functools import partial

from aiogram.methods import SendMediaGroup

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import AlbumCopyPayload, is_original_copy, is_silent_copy
from bridge.actions.messages import albums
from bridge.actions.messages.albums import ensure_gathered
from bridge.channel import OutgoingFile, fits_together
from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import DESK
from bridge.desk.bot_api import copying
from bridge.desk.bot_api.copying import AlbumMedia, Frame
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.bot_api.errors import OperatorGone, SignedOut
from bridge.desk.bot_api.telegram import Sent
from bridge.desk.messages.headers import headed, still
from bridge.desk.messages.live_photos import seen
from bridge.desk.render.copies import CopiesReceipt, CopyReceipt, Original, single
from bridge.desk.render.renderer import Plain, RenderTools, renders
from bridge.errors import BridgeError, FileGone
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, Piece, pieces
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message

NO_CAPTION = Piece("", [])


@renders(AlbumCopyPayload)
class AlbumRenderer(Plain):
    """Renders an album; the renderer of copies does what albums and single copies have in common."""

    def __init__(self, tools: RenderTools) -> None:
        super().__init__(tools)
        self._since = self._database.clock()

    async def send(self, delivery: Delivery) -> Receipt:
        ensure_gathered(delivery, now=self._database.clock(), since=self._since)
        async with self._database.read(delivery.organization_id) as uow:
            together = fits_together(await _not_shown(uow, delivery), lambda message: message.kind)
        if not together:
            return CopiesReceipt([])
        if len(together) == 1:
            return CopiesReceipt([(together[0].id, await self._copies.send(single(delivery, together[0].id)))])
        originals = [await self._copies.read(single(delivery, message.id)) for message in together]
        with language(originals[0].language):
            shown = await self._share(delivery, originals)
        sent, rest = [one for one in shown if one.is_in_album], [one for one in shown if not one.is_in_album]
        # An earlier attempt may have sent the album before all of its messages had come: then fewer were sent.
        together = together[: len(sent)]
        ids = [[one.message_id] for one in sent]
        ids[0] += [one.message_id for one in rest]
        known = zip(together, ids, sent, strict=True)
        return CopiesReceipt([(each.id, CopyReceipt(copies, one.file_id, one.film_id)) for each, copies, one in known])

    async def _share(self, delivery: Delivery, originals: list[Original]) -> list[Sent]:
        media_list = [original.media for original in originals if original.media is not None]
        if len(media_list) < len(originals):
            raise FileGone
        return await self._copies.uploads.share(media_list, partial(self._carry, delivery, originals))

    async def _carry(self, delivery: Delivery, originals: list[Original]) -> list[Sent]:
        """Send the album, and then the text that did not fit into its captions."""
        try:
            return await self._post(delivery, originals, from_disk=False)
        except FileGone:
            # Telegram has forgotten a file and has sent nothing; the originals may still be on the disk.
            return await self._post(delivery, originals, from_disk=True)

    async def _post(self, delivery: Delivery, originals: list[Original], *, from_disk: bool) -> list[Sent]:
        files = [await self._carried(original, from_disk=from_disk) for original in originals]
        shown = [
            replace(original, row=seen(original.row, original.media, file))
            for original, file in zip(originals, files, strict=True)
        ]
        captions, rest = await self._captions(delivery, shown)
        media = [
            copying.album_media(original.row.kind, file, caption.text.rstrip("\n") or None, caption.entities)
            for original, file, caption in zip(shown, files, captions, strict=True)
        ]
        sent = await self._destinations.send_album(delivery, partial(self._album, delivery, shown[0], media))
        return [*sent, *await self._copies.rest(delivery, shown[0], rest)]

    def _album(
        self, delivery: Delivery, first: Original, media: list[AlbumMedia], destination: Destination
    ) -> SendMediaGroup:
        frame = Frame(destination, first.reply_to, silent=is_silent_copy(delivery))
        return SendMediaGroup(media=[*media], **frame.parameters())

    async def _carried(self, original: Original, *, from_disk: bool) -> OutgoingFile:
        if original.media is None:
            raise FileGone
        known = None if from_disk else original.media.known_to(DESK)
        return known or await original.media.from_disk(self._files)

    async def _captions(self, delivery: Delivery, shown: list[Original]) -> tuple[list[Piece], list[Piece]]:
        """The captions, and the text that did not fit into them. The first caption has the album's header."""
        heads = [await self._copies.head(delivery, shown[0]), *(_line(original.row) for original in shown[1:])]
        captions, rest = list[Piece](), list[Piece]()
        for number, (head, original) in enumerate(zip(heads, shown, strict=True)):
            # A caption without a header fits: Telegram has accepted it once.
            whole = [Piece(original.row.text, original.row.entities)]
            caption, *more = _cut(head, original.row) if head or number == 0 else whole
            captions.append(caption)
            rest += more
        return captions, rest

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Store a mirror of every copy, so that replies, edits and reactions find their message."""
        window = await uow.windows.get(delivery.window_id or 0)
        for message_id, copy in receipt.copies if isinstance(receipt, CopiesReceipt) else ():
            if copy is not None:
                await self._copies.sent(uow, single(delivery, message_id), copy)
        await uow.flush()
        for message in (await _not_shown(uow, delivery))[:1]:
            # The message is of another kind, or the album is full.
            await desk.show_copy(uow, message, window, **_options(delivery))

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Send the messages one by one when Telegram refuses them as an album."""
        unseen = await _not_shown(uow, delivery)
        if isinstance(error, OperatorGone | SignedOut):
            return
        if delivery.status is not DeliveryStatus.FAILED or len(unseen) < 2:
            await self._copies.failed(uow, delivery, error)
            return
        window = await uow.windows.get(delivery.window_id or 0)
        for message in unseen:
            await desk.show_without_album(uow, message, window, **_options(delivery))


def _options(delivery: Delivery) -> dict[str, bool]:
    """Options with which the other messages of the album are shown, too."""
    payload = AlbumCopyPayload.of(delivery)
    return {"silent": payload.silent, "is_original": payload.original}


async def _not_shown(uow: UnitOfWork, delivery: Delivery) -> list[Message]:
    """The messages of the album that have no copy in the window yet."""
    first = await uow.messages.get(delivery.message_id or 0)
    return [
        mate
        for mate in await albums.messages_of_album(uow, first)
        # Of a message that needs a confirmation, or was discarded, only the copy that stands for what its author typed
        # is shown.
        if (mate.state not in (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED) or is_original_copy(delivery))
        and await uow.windows.mirror_of(mate.id, delivery.window_id or 0) is None
    ]


def _line(row: Message) -> str:
    return f"{words}\n" if (words := still(row)) else ""


def _cut(head: str, row: Message) -> list[Piece]:
    return pieces(*headed(head, row.text, row.entities), first=MAX_CAPTION_UNITS, then=MAX_TEXT_UNITS) or [NO_CAPTION]
