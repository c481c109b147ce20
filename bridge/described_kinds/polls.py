"""Polls: the question, the options and the rules."""

from collections.abc import Iterator

from bridge.described_kinds.facts import Fact, Raw, fact, lines, moment, number, several, word
from bridge.errors import lazy


def text(poll: Raw) -> str:
    return lines(word(poll, "question"), word(poll, "description"), *map(_option, several(poll, "options")))


def _option(option: Raw) -> str:
    votes = number(option, "voter_count")
    return f"• {word(option, 'text')}" + (f" — {votes}" if votes else "")


def facts(poll: Raw) -> Iterator[Fact]:
    if poll.get("type") == "quiz":
        yield fact(lazy("A quiz: one answer is right"))
    for right in _right(poll):
        yield fact(lazy("The right answer: {answer}"), answer=right)
    if word(poll, "explanation"):
        yield fact(lazy("The explanation: {text}"), text=word(poll, "explanation"))
    if poll.get("allows_multiple_answers"):
        yield fact(lazy("Several answers may be chosen"))
    if poll.get("is_anonymous") is False:
        yield fact(lazy("It is seen who has chosen what"))
    if number(poll, "close_date"):
        yield fact(lazy("Votes are taken until {moment}"), moment=moment(number(poll, "close_date")))
    if poll.get("is_closed"):
        yield fact(lazy("No more votes are taken"))
    if poll.get("media"):
        yield fact(lazy("There is a picture or a file in it, which only the app shows"))


def _right(poll: Raw) -> Iterator[str]:
    found = poll.get("correct_option_ids") or [poll.get("correct_option_id")]
    options = several(poll, "options")
    for at in found if isinstance(found, list) else []:
        if isinstance(at, int) and 0 <= at < len(options):
            yield word(options[at], "text")


def chosen(options: list[str], numbers: list[int]) -> list[str]:
    """Return the options that a voter chose; "?" for an option that was removed meanwhile."""
    return [options[at] if 0 <= at < len(options) else "?" for at in numbers]


# The fields of a received poll that are fields of `sendPoll`, too.
KEPT_FIELDS = (
        "question", "question_entities", "type", "allows_multiple_answers", "allows_revoting", "correct_option_ids",
        "explanation", "explanation_entities", "description", "description_entities", "open_period")  # fmt: skip


def again(poll: Raw) -> Raw:
    """Return the fields of `sendPoll` for a copy of this poll.

    The copy has one voter, so the bot knows the vote in any case. The voter is told so: the copy is never anonymous.
    """
    options = [{name: option[name] for name in ("text", "text_entities") if option.get(name)} for option in
               several(poll, "options")]  # fmt: skip
    return {name: poll[name] for name in KEPT_FIELDS if poll.get(name)} | {"options": options, "is_anonymous": False}
