"""A name for a file without one. Telegram recognizes an animated sticker or a document by its extension."""

import mimetypes

# Offset in bytes, the bytes that a file of this type has there, and its extension.
SIGNATURES = (
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"\x89PNG", ".png"),
    (0, b"GIF8", ".gif"),
    (8, b"WEBP", ".webp"),
    (4, b"ftyp", ".mp4"),
    (0, b"\x1a\x45\xdf\xa3", ".webm"),
    (0, b"\x1f\x8b", ".tgs"),
    (0, b"OggS", ".ogg"),
    (0, b"ID3", ".mp3"),
    (0, b"%PDF", ".pdf"),
)
MAX_SIGNATURE_BYTES = max(at + len(start) for at, start, _extension in SIGNATURES)


def name_for(content: bytes, mime: str | None) -> str:
    """A plain name with the extension that fits the content."""
    found = (extension for at, start, extension in SIGNATURES if content.startswith(start, at))
    return "file" + (next(found, None) or mimetypes.guess_extension(mime or "") or "")
