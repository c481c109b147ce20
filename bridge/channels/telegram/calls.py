"""Calls of the Bot API: the request and its raw answer."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from telegram import Bot

from bridge.channel import OutgoingFile
from bridge.errors import FileGone, FileTooBig, OutcomeUnknown, Undeliverable

# How long Telegram may work on a request after it has arrived completely.
ANSWER_TIMEOUT = timedelta(seconds=30)

ENTITY_FIELDS = ("entities", "caption_entities")
ENTITY_ERRORS = ("can't parse entities", "can't parse messageentity", "entity_", "entities_")
KIND_ERRORS = (
    "photo_invalid_dimensions",
    "photo_save_file_invalid",
    "photo_ext_invalid",
    "image_process_failed",
    "voice_messages_forbidden",
    "type of file mismatch",
)

# A refused rich message is sent as a text, in as many parts as it needs. Settling must not take one for the other.
RICH = "send_rich_message"
# Settling does not distinguish the other calls of a delivery by their content; it matches their results in order. An
# album is one call.
MESSAGE = "message"

# Fields for the file of a message that can be sent as a document instead.
SENDABLE_FIELDS = ("photo", "video", "animation", "audio", "voice", "video_note", "sticker")


@dataclass(frozen=True)
class Call:
    """A message for one chat; `field` is the name of its file's field."""

    method: str
    fields: dict[str, Any]
    field: str = ""
    file: OutgoingFile | None = None

    @property
    def what(self) -> str:
        """The name by which settling distinguishes the call (`bridge.sending.settling`).

        Calls of one message have different names when one cannot stand for the other.
        """
        return RICH if self.method == RICH else MESSAGE

    def simpler(self, refusal: Undeliverable) -> "Call | None":
        """A simpler call that Telegram may accept after a refusal; None when there is none.

        It leaves out the formatting or the film, sends the file as a document, or sends it from the disk.
        """
        reason = str(refusal.params.get("detail", "")).lower()
        if any(words in reason for words in ENTITY_ERRORS) and not self.fields.keys().isdisjoint(ENTITY_FIELDS):
            return replace(self, fields={name: self.fields[name] for name in self.fields if name not in ENTITY_FIELDS})
        if self.file and self.file.film and (isinstance(refusal, FileTooBig) or type(refusal) is Undeliverable):
            return self.as_picture()
        if any(words in reason for words in KIND_ERRORS) and self.field in SENDABLE_FIELDS:
            return self.as_document()
        if isinstance(refusal, FileGone) and self.file and self.file.file_id and self.file.path:
            return replace(self, file=replace(self.file, file_id=None))
        return None

    def as_picture(self) -> "Call":
        """The call with a live photo's picture only."""
        picture = replace(self.file, film=None) if self.file else None
        if "media" in self.fields:
            media = {**self.fields["media"], "type": "photo"}
            return replace(self, fields={**self.fields, "media": media}, file=picture)
        return replace(self, method="send_photo", file=picture)

    def as_document(self) -> "Call":
        kept = ("chat_id", "caption", "caption_entities", "reply_parameters", "reply_markup")
        fields = {name: value for name, value in self.fields.items() if name in kept}
        return Call("send_document", fields, "document", replace(self.file, film=None) if self.file else None)


async def raw(bot: Bot, method: str, fields: dict[str, Any], *, answer_within: timedelta = ANSWER_TIMEOUT) -> Any:
    """Call `method` ("send_video_note") and return its raw answer, not parsed into models.

    An answer with something that a model does not know must not look like an unsent message, nor block the updates
    behind it.
    """
    # The library warns when a method has the name of one of its own functions, which parse the answer. A name with two
    # underscores is no function's name and still becomes "sendVideoNote".
    unparsed = method.replace("_", "__", 1)
    try:
        return await bot.do_api_request(unparsed, fields, read_timeout=answer_within.total_seconds())
    except KeyError as error:  # the answer reports success and has no result
        raise OutcomeUnknown from error
