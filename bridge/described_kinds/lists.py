"""Checklists: the title, and each task with whether it is done and who did it."""

from collections.abc import Iterator

from bridge.described_kinds.facts import Fact, Raw, fact, inner, lines, several, title, word
from bridge.errors import lazy


def text(checklist: Raw) -> str:
    return lines(word(checklist, "title"), *map(_task, several(checklist, "tasks")))


def _task(task: Raw) -> str:
    by = title(inner(task, "completed_by_user") or inner(task, "completed_by_chat"))
    done = bool(by or task.get("completion_date"))
    return f"{'☑' if done else '☐'} {word(task, 'text')}" + (f" — {by}" if by else "")


def facts(checklist: Raw) -> Iterator[Fact]:
    if checklist.get("others_can_mark_tasks_as_done"):
        yield fact(lazy("Others may mark tasks as done"))
    if checklist.get("others_can_add_tasks"):
        yield fact(lazy("Others may add tasks"))
