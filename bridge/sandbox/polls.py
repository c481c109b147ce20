"""Polls and dice, as bots and people put them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from bridge.sandbox.errors import NotPossible
from bridge.sandbox.messages import Content, Kind
from bridge.sandbox.wire import Json, trimmed

FACES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
LEAST_OPTIONS = 2


def poll(question: str, options: Iterable[str], **rules: Any) -> Json:
    """A poll that nobody has voted in; `rules` are the Bot API's, what is left out is as in a plain anonymous poll."""
    return trimmed(
        id=str(random.randrange(10**17, 10**18)),
        question=question,
        options=[{"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(options)],
        total_voter_count=0,
        **{
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
            **rules,
        },
    )


def poll_content(question: str, options: list[str], *, several: bool = False, anonymous: bool = True) -> Content:
    """What a person puts to the others.

    Raises:
        NotPossible: the app asks for a question and for two options.
    """
    said = [option.strip() for option in options if option.strip()]
    if not question.strip() or len(said) < LEAST_OPTIONS:
        raise NotPossible("A poll has a question and at least two options")
    rules = {"allows_multiple_answers": several, "is_anonymous": anonymous}
    return Content(Kind.POLL, extra={"poll": poll(question.strip(), said, **rules)})


def dice_content(emoji: str) -> Content:
    if emoji not in FACES:
        raise NotPossible("There is no such dice")
    return Content(Kind.DICE, extra={"dice": thrown(emoji)})


def thrown(emoji: str) -> Json:
    return {"emoji": emoji, "value": random.randint(1, FACES[emoji])}
