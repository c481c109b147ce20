"""A live photo whose film cannot be shown: its picture goes instead, and says so."""

from bridge.channel import OutgoingFile
from bridge.delivery.payloads import DESK
from bridge.files.media import Media
from storage.messages.messages import Message, MessageKind


def seen(row: Message, media: Media | None, carried: OutgoingFile | None) -> Message:
    """The message as the operators see it with what is `carried`; None: with what they see already."""
    if row.kind is not MessageKind.LIVE_PHOTO:
        return row
    if carried is not None:
        return row if carried.film else picture(row)
    # The bot has no id of a film that it has never sent or got.
    film = media.film if media else None
    return row if film and film.known_to(DESK) else picture(row)


def picture(row: Message) -> Message:
    """The message as a photo that once had a film."""
    return Message(**{**row.model_dump(), "kind": MessageKind.PHOTO, "data": {**row.data, "live": True}})
