"""The media of a message: one file, or the picture and the film of a live photo."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridge.channel import Files, OutgoingFile
from bridge.errors import FileGone, FileTooBig
from storage.messages.messages import Attachment

# Bytes and seconds. Telegram accepts no bigger or longer film of a live photo from a bot.
MAX_FILM_BYTES, MAX_FILM_SECONDS = 10_000_000, 10


@dataclass(frozen=True)
class Media:
    file: Attachment
    film: Attachment | None = None

    @classmethod
    def of(cls, attachments: Sequence[Attachment]) -> "Media | None":
        """Return the media of a message with these attachments; None when it has none."""
        return cls(*attachments[:2]) if attachments else None

    def known_to(self, carrier: str) -> OutgoingFile | None:
        """Return the media by the carrier's own file ids; None when the carrier does not know all parts."""
        known = _known(self.file, carrier)
        if known is None or self.film is None:
            return known
        film = _known(self.film, carrier)
        return replace(known, film=film) if film else None

    async def from_disk(self, files: Files) -> OutgoingFile:
        """Return the media with local files. The film is left out when it is gone or above the limits.

        Raises:
            FileTooBig, FileGone: the file cannot be downloaded.
            TryLater: the file cannot be downloaded now.
        """
        return replace(_described(self.file), path=await files.local(self.file), film=await self._film(files))

    async def _film(self, files: Files) -> OutgoingFile | None:
        if self.film is None or (self.film.size or 0) > MAX_FILM_BYTES or (self.film.duration or 0) > MAX_FILM_SECONDS:
            return None
        try:
            return replace(_described(self.film), path=await files.local(self.film))
        except (FileTooBig, FileGone):
            return None

    def learn(self, carrier: str, file_id: str | None, film_id: str | None) -> None:
        """Remember the carrier's ids of the parts; None is an id that the carrier has not returned."""
        for part, known in ((self.file, file_id), (self.film, film_id)):
            if part is not None and known is not None:
                part.learn(carrier, known)


def _described(attachment: Attachment) -> OutgoingFile:
    return OutgoingFile(
        name=attachment.file_name,
        mime=attachment.mime,
        width=attachment.width,
        height=attachment.height,
        duration=attachment.duration,
    )


def _known(attachment: Attachment, carrier: str) -> OutgoingFile | None:
    file_id = attachment.known_to(carrier)
    return replace(_described(attachment), file_id=file_id) if file_id is not None else None
