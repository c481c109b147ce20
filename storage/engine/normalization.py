"""Text normalization: all spellings of one word become equal, so that a search finds each of them."""

import unicodedata


def normalize(words: str | None) -> str:
    """The text in lower case, with «е» for «ё» and usual letters for full-width ones: «Ёлка» becomes «елка».

    It uses `lower` and not `casefold`, because PostgreSQL's function for this (see its migration) knows only `lower`.
    """
    return unicodedata.normalize("NFKC", words or "").lower().replace("ё", "е")
