"""Votes in polls, as people give and take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.messages import Kind, Message
from bridge.sandbox.postings import touched
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def vote(world: World, user: User, message: Message, numbers: list[int]) -> None:
    """Choose the options of these numbers instead of what was chosen before; none takes the vote back.

    The poll's own bot hears of the new state, and who it was unless the poll is anonymous.
    """
    poll = _open_poll(message)
    _ensure_may(poll, numbers)
    votes: dict[int, list[int]] = poll.setdefault("_votes", {})
    if votes.get(user.id) and (poll["type"] == "quiz" or not poll.get("allows_revoting", True)):
        raise NotPossible("This vote is for good")
    votes[user.id] = numbers
    # New objects: an earlier update, which may still wait, keeps what was true then.
    poll["options"] = [
        {**option, "voter_count": sum(at in chosen for chosen in votes.values())}
        for at, option in enumerate(poll["options"])
    ]
    poll["total_voter_count"] = sum(bool(chosen) for chosen in votes.values())
    touched(world, message)
    if isinstance(message.sender, Bot):
        _tell(message.sender, user, message, numbers)


def _open_poll(message: Message) -> Json:
    poll: Json = message.content.extra.get("poll", {})
    if message.kind is not Kind.POLL or poll["is_closed"]:
        raise NotPossible("There is no open poll in this message")
    return poll


def _ensure_may(poll: Json, numbers: list[int]) -> None:
    if any(not 0 <= number < len(poll["options"]) for number in numbers):
        raise NotPossible("There is no such option")
    if len(numbers) > 1 and not poll["allows_multiple_answers"]:
        raise NotPossible("Only one option can be chosen")


def _tell(bot: Bot, user: User, message: Message, numbers: list[int]) -> None:
    poll = message.content.extra["poll"]
    bot.updates.push("poll", message.content.wire(bot)["poll"], lane=message.chat.id)
    if not poll["is_anonymous"]:
        ids = [poll["options"][number]["persistent_id"] for number in numbers]
        answer = {"poll_id": poll["id"], "user": user.wire, "option_ids": numbers, "option_persistent_ids": ids}
        bot.updates.push("poll_answer", answer, lane=message.chat.id)
