"""Text normalization: spellings of the same word become equal, so that a search finds all of them."""

import unicodedata


def normalize(words: str | None) -> str:
    """«Ёлка» is «елка», and full-width letters are letters.

    Not `casefold`: PostgreSQL's own function of this name (see its migration) knows only `lower`.
    """
    return unicodedata.normalize("NFKC", words or "").lower().replace("ё", "е")
