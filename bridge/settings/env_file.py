"""The file `.env`: lines of NAME=value, in the syntax of shells and Docker."""

import io
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bridge.errors import Misconfigured

ENV_FILE = Path(".env")
# Editors on Windows put a byte order mark before the first name.
ENCODING = "utf-8-sig"


def check(path: Path) -> None:
    """Check that every line can be read. A skipped line would be a setting that silently does not count.

    Raises:
        Misconfigured: the file exists and cannot be read.
    """
    try:
        if path.is_dir():
            raise Misconfigured("{path} is a folder; it must be a text file with lines like NAME=value", path=path)
        text = path.read_text(ENCODING) if path.is_file() else ""
    except UnicodeDecodeError as error:
        raise Misconfigured("{path} cannot be read; save it as a text file in UTF-8", path=path) from error
    except OSError as error:
        raise Misconfigured(
            "{path} cannot be read: {reason}; let the user that runs the bridge read it",
            path=path,
            reason=error.strerror,
        ) from error
    broken = next((each.original.line for each in parse_stream(io.StringIO(text)) if each.error), None)
    if broken is not None:
        raise Misconfigured(
            "{path}, line {line}: write it like NAME=value, with quotes at both ends or at none", path=path, line=broken
        )


def absence(path: Path = ENV_FILE) -> str:
    """Return a sentence with the folder in which the file is missing; "" when the file exists."""
    return "" if path.exists() else f"No {path.name} in {path.absolute().parent}"


def values(path: Path) -> dict[str, str | None]:
    """Return the content of the file; empty when there is no file. Call `check` before."""
    return dotenv_values(path, encoding=ENCODING)
