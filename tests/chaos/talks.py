"""Dialogs in which both sides write, and what somebody has done in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bridge.sandbox import Bot, Chat, Message, Person, Topic, acting
from bridge.sandbox.messages import Content
from tests.chaos.stamps import ANSWER, NOTE, QUESTION, Stamp, contents, needed, stamps_of
from tests.kit.stories.stage import Stage

# Far longer than a start of the process takes on a busy machine.
PATIENCE = 60.0


@dataclass
class Said:
    """A person's message, the stamps in it, and what was done to it since.

    Args:
        version: how often it was edited.
        reaction: what the other side has put on it last; None: nothing, or it was taken back.
    """

    stamps: list[Stamp]
    message: Message
    place: tuple[int, int | None]
    version: int = 0
    is_deleted: bool = False
    reaction: str | None = None


@dataclass
class Talk:
    """The dialog of one customer.

    A steady one is answered by `operator` alone in `place`, in its topic where there are topics; what becomes of any
    other is anybody's guess, and they have none.
    """

    stage: Stage
    name: str
    customer: Person
    operator: Person | None = None
    place: Bot | Chat | None = None
    topic: Topic | None = None
    said: list[Said] = field(default_factory=list)
    _numbers: int = 0

    @property
    def is_steady(self) -> bool:
        return self.operator is not None

    def of(self, kind: str) -> list[Said]:
        return [said for said in self.said if said.stamps[0].kind == kind]

    def asks(self, kind: str) -> Said:
        """The customer sends something."""
        chat = self.customer.chat(self.stage.shop)
        return self._say(self.customer, chat, kind, QUESTION)

    def answers(
        self, kind: str, *, by: Person, chat: Chat, topic_id: int | None, reply_to: int | None, is_note: bool = False
    ) -> Said:
        """An operator sends something, or notes it."""
        what, before = (NOTE, "// ") if is_note else (ANSWER, "")
        return self._say(by, chat, kind, what, before=before, topic_id=topic_id, reply_to=reply_to)

    def _say(
        self,
        person: Person,
        chat: Chat,
        kind: str,
        what: str,
        *,
        before: str = "",
        topic_id: int | None = None,
        reply_to: int | None = None,
    ) -> Said:
        stamps = [Stamp(what, self.name, self._numbers + number) for number in range(needed(kind))]
        self._numbers += len(stamps)
        parts = contents(self.stage.world, kind, stamps, before=before)
        album = f"{9_000_000 + self._numbers}" if len(parts) > 1 else None
        sent = [self._write(person, chat, part, topic_id, reply_to, album) for part in parts]
        place = (chat.id, topic_id)
        if len(sent) == 1:
            self.said.append(Said(stamps, sent[0], place))
            return self.said[-1]
        self.said += [Said([stamp], message, place) for stamp, message in zip(stamps, sent, strict=True)]
        return self.said[-len(sent)]

    def _write(
        self,
        person: Person,
        chat: Chat,
        content: Content,
        topic_id: int | None,
        reply_to: int | None,
        album: str | None,
    ) -> Message:
        return acting.write(
            self.stage.world, person.user, chat, content, topic_id=topic_id, reply_to=reply_to, album=album
        )


def copies(messages: Sequence[Message], name: str) -> list[Message]:
    """What shows a customer's words in an operator's chat: no offer, no recap."""
    return [
        message
        for message in messages
        if message.sender.is_bot
        and not message.text.startswith(("🆕", "🕓", "✅"))
        and any(stamp.dialog == name and stamp.kind == QUESTION for stamp in stamps_of(message))
    ]
