"""Who there is: people and bots."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bridge.sandbox.wire import Json, trimmed

if TYPE_CHECKING:
    from bridge.sandbox.updates import UpdateQueue
    from bridge.sandbox.webhooks import Webhook


@dataclass(eq=False)
class User:
    """A person's account. `side` and `note` only help the page to lay out its phones."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = None
    language_code: str = "ru"
    side: str = "customer"
    note: str = ""
    deactivated: bool = False

    is_bot = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    @cached_property
    def profile(self) -> Json:
        """The names, as `User` and a private `Chat` both carry them."""
        return trimmed(first_name=self.first_name, last_name=self.last_name, username=self.username)

    @cached_property
    def wire(self) -> Json:
        return {"id": self.id, "is_bot": False, **self.profile, "language_code": self.language_code}

    def use(self, username: str | None) -> None:
        """Be known by another user name from now on, or by none. No update says so."""
        self.username = username
        for written in ("profile", "wire"):
            self.__dict__.pop(written, None)


@dataclass(eq=False)
class Bot:
    """A bot's account, its settings and what waits for it."""

    id: int
    token: str
    name: str
    username: str
    updates: UpdateQueue
    has_topics: bool = False
    users_create_topics: bool = False
    side: str = "customer"
    reads_all_group_messages: bool = False
    # Set by @BotFather: /setinline and /setinlinefeedback.
    is_inline: bool = False
    has_inline_feedback: bool = False
    logged_out: bool = False
    webhook: Webhook | None = None
    webhook_set_at: datetime | None = None
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    downloads: set[str] = field(default_factory=set)
    last_message_id: int = 0

    is_bot = True
    deactivated = False

    @cached_property
    def wire(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def me(self) -> Json:
        """The answer of getMe: more than others are told about the bot."""
        return self.wire | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_guest_queries": False,
            "supports_inline_queries": self.is_inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": self.has_topics,
            "allows_users_to_create_topics": self.has_topics and self.users_create_topics,
            "can_manage_bots": False,
        }

    def next_message_id(self) -> int:
        """Private chats of one bot count their messages together, as one account does."""
        self.last_message_id += 1
        return self.last_message_id


Account = User | Bot
