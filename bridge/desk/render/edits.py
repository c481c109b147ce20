"""Updates the copies of an edited message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message

from bridge.actions.delivery.desk import COPY_KINDS
from bridge.actions.messages.message_updates import EditPayload
from bridge.channel import OutgoingFile
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.delivery.payloads import DESK
from bridge.desk.bot_api import copying
from bridge.desk.bot_api.copying import Frame
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.bot_api.errors import BadEntities, MessageGone, NotModified, TopicGone
from bridge.desk.bot_api.telegram import Sent
from bridge.desk.messages.headers import DialogNames, headed, header, names_in, shared_header
from bridge.desk.messages.live_photos import seen
from bridge.desk.messages.versions import versions_button
from bridge.desk.render.bursts import buttons, together
from bridge.desk.render.copies import CopyReceipt
from bridge.desk.render.renderer import Plain, renders
from bridge.errors import BridgeError, FileGone, FileTooBig, Undeliverable
from bridge.files.media import Media
from bridge.sending import attempts
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, Piece, pieces
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Mirror, Window
from storage.messages.messages import Message as Row
from storage.messages.messages import MessageKind

EditMethod = EditMessageText | EditMessageCaption | EditMessageMedia


@dataclass(frozen=True)
class ShownMessage:
    """A message and its copies in one window."""

    row: Row
    window: Window
    mirrors: list[Mirror]
    names: DialogNames
    language: str
    media: Media | None
    is_first_edit: bool
    # The copy was sent as a possible repeat.
    is_repeat: bool
    # All messages that one Telegram message shows together, this one included; empty when it is shown alone.
    burst: list[Row]

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The button to earlier versions; None in an album, because Telegram allows no buttons below its pictures."""
        return versions_button(self.row) if self.row.album_id is None else None

    @property
    def is_captioned(self) -> bool:
        return self.row.kind in copying.FILE_METHODS and self.row.kind not in copying.CAPTIONLESS_KINDS


@renders(EditPayload)
class EditRenderer(Plain):
    """Updates the copies; when no copy can be changed, the message is shown anew."""

    async def send(self, delivery: Delivery) -> Receipt:
        shown = await self._read(delivery)
        if shown.row.deleted_at is not None:
            return EMPTY_RECEIPT
        if not shown.mirrors or not (shown.burst or shown.is_captioned or shown.row.kind is MessageKind.TEXT):
            return await self._anew(delivery, shown)
        try:
            with language(shown.language):
                if not shown.burst:
                    return await self._change(delivery, shown)
                stays = await self._change_burst(shown)
        except (MessageGone, TopicGone, FileGone, FileTooBig):
            return await self._anew(delivery, shown)
        except Undeliverable as refusal:
            if type(refusal) is not Undeliverable:
                raise
            # The message has become another kind, and Telegram cannot turn the copy into that kind.
            return await self._anew(delivery, shown)
        return EMPTY_RECEIPT if stays else await self._anew(delivery, shown)

    async def _read(self, delivery: Delivery) -> ShownMessage:
        async with self._database.read(delivery.organization_id) as uow:
            showing = await uow.showings.of(delivery.message_id or 0, delivery.window_id or 0)
            row, window = showing.message, showing.window
            attachments = await uow.messages.attachments(row.id)
            mirrors = await self._mirrors(uow, delivery, row, window)
            shown_with = await uow.windows.shown_with(mirrors[0]) if mirrors else []
            return ShownMessage(
                row=row,
                window=window,
                mirrors=mirrors,
                burst=await uow.messages.several(shown_with) if len(shown_with) > 1 else [],
                names=names_in(showing),
                language=showing.language,
                media=Media.of(attachments),
                is_first_edit=len(await uow.versions.of_message(row.id)) == 1,
                is_repeat=await _is_repeat(uow, shown_with or [row.id], window),
            )

    async def _mirrors(self, uow: UnitOfWork, delivery: Delivery, row: Row, window: Window) -> list[Mirror]:
        """The mirrors to update. An employee's own message is left out, because a bot cannot edit it."""
        if EditPayload.of(delivery).own:
            return await uow.windows.mirrors_of(row.id, window.id)
        return await uow.windows.copies_of(row.id, window.id)

    async def _anew(self, delivery: Delivery, shown: ShownMessage) -> Receipt:
        receipt = await self._copies.send(delivery)
        with language(shown.language):
            await self._point_back(delivery, shown, receipt.message_ids[0])
        return replace(receipt, instead_of=[mirror.id for mirror in shown.mirrors])

    async def _change(self, delivery: Delivery, shown: ShownMessage) -> Receipt:
        """Update the first copy, and update, add or delete copies for the rest of the text."""
        carried = await self._carried(delivery, shown)
        row, (first, *others) = seen(shown.row, shown.media, carried), shown.mirrors
        head = header(row, shown.names, shown.window.layout, is_repeat=shown.is_repeat)
        limit = MAX_CAPTION_UNITS if shown.is_captioned else MAX_TEXT_UNITS
        lead, *rest = pieces(*headed(head, row.text, row.entities), first=limit, then=MAX_TEXT_UNITS) or [Piece("", [])]
        sent = await self._edit(_lead(replace(shown, row=row), carried, first, lead))
        if shown.keyboard is None and shown.is_first_edit:
            await self._point_back(delivery, shown, first.telegram_message_id)
        for mirror, piece in zip(others, rest, strict=False):
            await self._edit(text(mirror, piece))
        surplus, missing = others[len(rest) :], rest[len(others) :]
        for mirror in surplus:
            await self._remove(mirror)
        for piece in missing:
            await self._add(delivery, piece, below=first)
        learnt = (sent.file_id, sent.film_id) if sent and carried else (None, None)
        return CopyReceipt([], *learnt, instead_of=[mirror.id for mirror in surplus])

    async def _change_burst(self, shown: ShownMessage) -> bool:
        """Update the burst's message; False when the edited message no longer fits and was left out."""
        head = shared_header(shown.row, shown.names, shown.window.layout, is_repeat=shown.is_repeat)
        # Another message of the burst that became a picture leaves by its own edit.
        texts = [part for part in shown.burst if part.kind is MessageKind.TEXT]
        whole = together(texts, head) if shown.row in texts else None
        parts = texts if whole else [part for part in texts if part is not shown.row]
        piece = whole or together(parts, head)
        if piece is not None and parts:
            await self._edit(text(shown.mirrors[0], piece, buttons(parts)))
        return whole is not None

    async def _carried(self, delivery: Delivery, shown: ShownMessage) -> OutgoingFile | None:
        """The new file; None when it is unchanged, or when Telegram cannot exchange it."""
        media, is_new = shown.media, shown.is_captioned and EditPayload.of(delivery).with_file
        if media is None or not is_new or shown.row.kind is MessageKind.VOICE:
            return None
        return media.known_to(DESK) or await media.from_disk(self._files)

    async def _edit(self, method: EditMethod) -> Sent | None:
        """Edit a copy; None when it shows this already."""
        try:
            return await self._telegram.edit(cast(TelegramMethod[Message], method))
        except NotModified:
            return None
        except BadEntities:
            return await self._telegram.edit(cast(TelegramMethod[Message], without_formatting(method)))

    async def _remove(self, mirror: Mirror) -> None:
        try:
            await self._telegram(DeleteMessage(chat_id=mirror.chat_id, message_id=mirror.telegram_message_id))
        except MessageGone:
            return

    async def _add(self, delivery: Delivery, piece: Piece, *, below: Mirror) -> None:
        """Send one more part and store its mirror at once: a later wait must not send it again."""

        def make(destination: Destination) -> TelegramMethod[Message]:
            return copying.text(Frame(destination, below.telegram_message_id, silent=True), piece.text, piece.entities)

        sent = await self._destinations.send(delivery, make)
        async with self._database.begin(delivery.organization_id) as uow:
            await self._copies.sent(uow, delivery, CopyReceipt([sent.message_id]))
        attempts.stored()

    async def _point_back(self, delivery: Delivery, shown: ShownMessage, message_id: int) -> None:
        """Send a message with the button to earlier versions, where the copy itself cannot have a button."""

        def make(destination: Destination) -> TelegramMethod[Message]:
            return SendMessage(
                **Frame(destination, message_id, silent=True).parameters(),
                text="✏️ " + _("edited"),
                reply_markup=versions_button(shown.row),
            )

        await self._destinations.send(delivery, make)

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await self._copies.replaced(uow, delivery, receipt)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._copies.failed(uow, delivery, error)


async def _is_repeat(uow: UnitOfWork, message_ids: Sequence[int], window: Window) -> bool:
    carried = [each for message_id in message_ids for each in await uow.deliveries.of_message(message_id)]
    return any(each.is_repeat for each in carried if each.window_id == window.id and each.kind in COPY_KINDS)


def _lead(shown: ShownMessage, carried: OutgoingFile | None, mirror: Mirror, piece: Piece) -> EditMethod:
    """The request that changes the first copy."""
    if carried is not None:
        return media(shown.row.kind, carried, mirror, piece, shown.keyboard)
    change = caption if shown.is_captioned else text
    return change(mirror, piece, shown.keyboard)


def media(
    kind: MessageKind, carried: OutgoingFile, mirror: Mirror, piece: Piece, keyboard: InlineKeyboardMarkup | None
) -> EditMessageMedia:
    return EditMessageMedia(
        chat_id=mirror.chat_id,
        message_id=mirror.telegram_message_id,
        media=copying.media(kind, carried, piece.text.rstrip("\n"), piece.entities),
        reply_markup=keyboard,
    )


def text(mirror: Mirror, piece: Piece, keyboard: InlineKeyboardMarkup | None = None) -> EditMessageText:
    return EditMessageText(
        chat_id=mirror.chat_id,
        message_id=mirror.telegram_message_id,
        text=piece.text or "…",
        entities=copying.formatting(piece.entities),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard,
    )


def caption(mirror: Mirror, piece: Piece, keyboard: InlineKeyboardMarkup | None) -> EditMessageCaption:
    return EditMessageCaption(
        chat_id=mirror.chat_id,
        message_id=mirror.telegram_message_id,
        caption=piece.text.rstrip("\n"),
        caption_entities=copying.formatting(piece.entities),
        reply_markup=keyboard,
    )


def without_formatting(method: EditMethod) -> EditMethod:
    match method:
        case EditMessageText():
            return method.model_copy(update={"entities": None})
        case EditMessageCaption():
            return method.model_copy(update={"caption_entities": None})
    return method.model_copy(update={"media": method.media.model_copy(update={"caption_entities": None})})
