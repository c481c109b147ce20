"""Folding: what is written in different ways and meant the same becomes the same, so that it can be found."""

import unicodedata


def folded(words: str | None) -> str:
    """«Ёлка» is «елка», and full-width letters are letters.

    Not `casefold`: PostgreSQL's own function of this name (see its migration) knows only `lower`.
    """
    return unicodedata.normalize("NFKC", words or "").lower().replace("ё", "е")
