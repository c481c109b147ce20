"""Live photos whose video cannot be shown: the picture goes instead, and the copy says so."""

from bridge.channel import OutgoingFile
from bridge.delivery.payloads import DESK
from bridge.files.media import Media
from storage.messages.messages import Message, MessageKind


def seen(row: Message, media: Media | None, carried: OutgoingFile | None) -> Message:
    """The message as operators see it with the file `carried`; with None, as they see it already."""
    if row.kind is not MessageKind.LIVE_PHOTO:
        return row
    if carried is not None:
        return row if carried.film else picture(row)
    # The bot knows no id of a video that it has neither sent nor received.
    film = media.film if media else None
    return row if film and film.known_to(DESK) else picture(row)


def picture(row: Message) -> Message:
    """The message as a photo, marked as one that had a video."""
    return Message(**{**row.model_dump(), "kind": MessageKind.PHOTO, "data": {**row.data, "live": True}})
