"""Topics: threads of a forum supergroup or of a private chat with a bot that has them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.sandbox.wire import Json

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
NAME_LIMIT = 128
GENERAL = 1


def clean_name(name: str) -> str:
    """The name as the server keeps it: spaces and line breaks collapsed, cut at 128."""
    return " ".join(name.split())[:NAME_LIMIT].rstrip()


@dataclass(eq=False)
class Topic:
    """`id` is its message_thread_id: the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    icon_emoji_id: str | None
    creator_id: int
    is_name_implicit: bool = False
    closed: bool = False
    pinned: list[int] = field(default_factory=list)

    def wire(self) -> Json:
        topic: Json = {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}
        if self.icon_emoji_id:
            topic["icon_custom_emoji_id"] = self.icon_emoji_id
        if self.is_name_implicit:
            topic["is_name_implicit"] = True
        return topic

    def created(self) -> Json:
        """The service message's content."""
        topic = self.wire()
        del topic["message_thread_id"]
        return topic
