"""Stamps: every message that somebody writes names its dialog and its number there, whatever kind it is of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bridge.sandbox import Kind, Message, World
from bridge.sandbox.contents import file_content, text_content
from bridge.sandbox.messages import Content

QUESTION, ANSWER, NOTE = "вопрос", "ответ", "заметка"
MARK = re.compile(rf"({QUESTION}|{ANSWER}|{NOTE}) (\w+) (\d{{3,}})")
EDITED = re.compile(r"✎(\d+)")
REPEAT = "↻ возможный повтор"

# Telegram counts an emoji twice: so many need a second message.
FULL = "😀" * 2048
FILES = ("photo", "document", "voice", "video", "animation", "audio", "video_note", "sticker")
ALBUM, LONG, CONTACT, POLL = "album", "long", "contact", "poll"
KINDS = {"text": 12, LONG: 1, ALBUM: 2, CONTACT: 1, POLL: 1, "photo": 2} | dict.fromkeys(FILES[1:], 1)
NAMES = {"photo": "витрина.jpg", "document": "счёт.pdf", "voice": "голос.ogg", "video": "ролик.mp4"}
NAMES |= {"animation": "кот.mp4", "audio": "песня.mp3", "video_note": "кружок.mp4", "sticker": "стикер.webp"}


@dataclass(frozen=True, order=True)
class Stamp:
    kind: str
    dialog: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.dialog} {self.number:03}"


def stamps_in(text: str) -> list[Stamp]:
    return [Stamp(kind, dialog, int(number)) for kind, dialog, number in MARK.findall(text)]


def stamps_of(message: Message) -> list[Stamp]:
    """What the message shows, each once: of a file the bytes tell it, too."""
    content, said = message.content, [message.text]
    if content.file is not None:
        said.append(content.file.data.decode(errors="ignore"))
    match content.extra:
        case {"poll": {"question": str(question)}}:
            said.append(question)
        case {"contact": {"first_name": str(first), **rest}}:
            said.append(" ".join([first, str(rest.get("last_name") or "")]))
    return list(dict.fromkeys(stamp for text in said for stamp in stamps_in(text)))


def version_of(message: Message) -> int:
    """How often what it says was edited."""
    return max(map(int, EDITED.findall(message.text)), default=0)


def needed(kind: str) -> int:
    """How many stamps a message of this kind carries: what may arrive in pieces has one for each."""
    return {ALBUM: 3, LONG: 2}.get(kind, 1)


def contents(world: World, kind: str, stamps: Sequence[Stamp], *, before: str = "") -> list[Content]:
    """What to send: several of an album. `before` stands before the words."""
    first = str(stamps[0])
    match kind:
        case "text":
            return [text_content(f"{before}{first}")]
        case "long":
            return [text_content(f"{before}{first} {FULL} {stamps[1]}")]
        case "contact":
            return [Content(Kind.CONTACT, extra={"contact": {"phone_number": "+79990000000", "first_name": first}})]
        case "poll":
            return [Content(Kind.POLL, extra={"poll": _poll(first)})]
        case "album":
            return [_file(world, "photo", stamp, before if stamp is stamps[0] else None) for stamp in stamps]
    return [_file(world, kind, stamps[0], before)]


def _file(world: World, kind: str, stamp: Stamp, before: str | None) -> Content:
    caption = "" if before is None else f"{before}{stamp}"
    return file_content(world, f"{stamp} ".encode() * 20, kind=kind, name=NAMES[kind], caption=caption)


def _poll(question: str) -> dict[str, object]:
    options = [{"persistent_id": name, "text": name, "voter_count": 0} for name in ("Чай", "Кофе")]
    return {
        "id": question, "question": question, "options": options, "total_voter_count": 0, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": True,
        "members_only": False,
    }  # fmt: skip


def overtaken(stamps: Iterable[Stamp]) -> list[Stamp]:
    """Those that come behind a later one."""
    return [later for earlier, later in pairwise(stamps) if later.number < earlier.number]
