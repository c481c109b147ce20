"""Updates the catalogues from the code: `python -m bridge.locales.update` (`make texts`).

New message ids get an empty translation, unused ids are removed, and existing translations stay.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT_ROOT = Path(__file__).parents[2]
SOURCE_FOLDERS = ("bridge", "handlers", "scheduler", "storage")
MESSAGE_KEYWORDS = {"_": None, "lazy": None, "ngettext": (1, 2)}
# English needs no translation: its catalogue contains only messages that read differently from their id.
TRANSLATED_LANGUAGES = ("ru",)


def extract() -> Catalog:
    """Return every message id in the code, with its files."""
    found = Catalog()
    for folder in SOURCE_FOLDERS:
        for name, _line, ids, _comments, _context in extract_from_dir(PROJECT_ROOT / folder, keywords=MESSAGE_KEYWORDS):
            if name.endswith(".py"):
                found.add(ids, locations=[(f"{folder}/{name}", 0)])
    return found


def path_of(language: str) -> Path:
    return PROJECT_ROOT / "bridge" / "locales" / language / "LC_MESSAGES" / "bridge.po"


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language)


def update(language: str) -> None:
    path, messages, text = path_of(language), read(language), BytesIO()
    messages.update(extract(), no_fuzzy_matching=True)
    write_po(text, messages, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    # Babel's own header would add the hour, and placeholders for names that nobody fills in.
    header = path.read_text("utf-8").split("\n\n")[0]
    path.write_text(f"{header}\n\n{text.getvalue().decode().strip()}\n", "utf-8")


if __name__ == "__main__":
    for language in TRANSLATED_LANGUAGES:
        update(language)
