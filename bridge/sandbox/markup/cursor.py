"""What the three parsers share: the text already read, its length in UTF-16 units, the refusal."""

from __future__ import annotations

from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.wire import Json

SPACE = frozenset(" \t\n\r\v\f\0")


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def malformed(problem: str) -> Refused:
    return Refused(Reason.ENTITIES, problem=problem)


class Output:
    """The plain text as it grows. `entities` hold what was closed so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.entities: list[Json] = []

    def add(self, text: str) -> None:
        self._parts.append(text)
        self.length += utf16_length(text)

    def mark(self) -> int:
        return len(self._parts)

    def since(self, mark: int) -> str:
        return "".join(self._parts[mark:])

    def close(self, offset: int, kind: str, **details: object) -> None:
        """An entity from `offset` to here; an empty one is dropped."""
        if self.length > offset:
            entity: Json = {"type": kind, "offset": offset, "length": self.length - offset, **details}
            self.entities.append(entity)

    def close_link(self, offset: int, url: str) -> None:
        """A link, a mention by id (tg://user?id=), or nothing when it is no URL at all."""
        if (user_id := url.removeprefix("tg://user?id=")).isdigit() and user_id != url:
            user = {"id": int(user_id), "is_bot": False, "first_name": ""}
            self.close(offset, "text_mention", user=user)
        elif checked := checked_url(url):
            self.close(offset, "text_link", url=checked)

    def text(self) -> str:
        return "".join(self._parts)


def checked_url(url: str) -> str | None:
    """The URL as the server keeps it, None when it would drop the link."""
    url = url.strip()
    if not url or any(char in SPACE for char in url):
        return None
    if url.startswith(("http://", "https://", "tg://", "ton://", "mailto:", "tel:")):
        return f"{url}/" if url.count("/") == 2 and "?" not in url and url.startswith("http") else url
    return f"http://{url}{'' if '/' in url else '/'}" if "." in url.strip(".") else None
