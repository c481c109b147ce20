"""The part of a team's description about auto-messages, auto-replies, response limits and auto-close.

A second run changes nothing.
"""

from collections.abc import Mapping

from bridge.actions.automation import auto_close_rules, auto_message_rules
from bridge.actions.automation.auto_message_texts import check_auto_reply, check_text
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedAutoClose, PlannedAutoMessage, PlannedAutoReply, PlannedLimit, Team
from storage.automation.auto_close_rules import AutoCloseRule
from storage.automation.auto_messages import AutoMessage
from storage.automation.auto_replies import AutoReply
from storage.engine.names import key
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.unanswered import ResponseLimit


async def apply_rules(uow: UnitOfWork, team: Team, departments: Mapping[str, int], changes: TeamChanges) -> None:
    """Apply the rules; what the description omits stays as it is.

    Raises:
        UnknownVariable, LongText, ...: a text cannot be sent.
    """
    channels = {channel.name: channel.id for channel in await uow.channels.all()}
    for auto_message in team.notices:
        await _auto_message(uow, auto_message, channels.get(auto_message.channel or ""), changes)
    for auto_reply in team.keywords:
        await _auto_reply(uow, auto_reply, channels.get(auto_reply.channel or ""), changes)
    for limit in team.unanswered:
        await _limit(uow, limit, departments[limit.department] if limit.department else None, changes)
    for planned in team.auto_close:
        await _auto_close(uow, planned, departments[planned.department] if planned.department else None, changes)
    await auto_message_rules.refresh(uow)


async def _auto_message(
    uow: UnitOfWork, planned: PlannedAutoMessage, channel_id: int | None, changes: TeamChanges
) -> None:
    found = await uow.auto_messages.at(planned.kind, channel_id)
    auto_message = found or AutoMessage(kind=planned.kind, channel_id=channel_id)
    texts = auto_message.texts | {code: check_text(text, planned.kind) for code, text in planned.texts.items()}
    differences = amend(auto_message, is_on=planned.enabled, texts=texts)
    uow.add(auto_message)
    await uow.flush()
    where = f" of {planned.channel}" if planned.channel else ""
    changes.note(f"notice {planned.kind}{where}", differences, new=found is None)


async def _auto_reply(uow: UnitOfWork, planned: PlannedAutoReply, channel_id: int | None, changes: TeamChanges) -> None:
    words, text = auto_message_rules.words_in(", ".join(planned.words)), check_auto_reply(planned.text)
    found = await _known(uow, words, text, channel_id)
    if found is None:
        await auto_message_rules.create_auto_reply(uow, ", ".join(words), text, by=None, channel_id=channel_id)
    differences = amend(found, words=words, text=text, is_on=planned.enabled) if found is not None else []
    changes.note(f"answer to {', '.join(words)}", differences, new=found is None)


async def _known(uow: UnitOfWork, words: list[str], text: str, channel_id: int | None) -> AutoReply | None:
    """The existing auto-reply that the description means: one with any of these words, or with the same text."""
    theirs = {key(word) for word in words}
    own = [each for each in await uow.auto_replies.all() if each.channel_id == channel_id]
    same = [each for each in own if theirs & {key(word) for word in each.words}]
    return next(iter([*same, *[each for each in own if each.text == text]]), None)


async def _limit(uow: UnitOfWork, planned: PlannedLimit, department_id: int | None, changes: TeamChanges) -> None:
    found = await uow.unanswered.rule(department_id)
    rule = found or ResponseLimit(department_id=department_id)
    differences = amend(rule, remind_after=planned.remind_after, escalate_after=planned.managers_after)
    uow.add(rule)
    await uow.flush()
    if found is None or differences:
        await uow.unanswered.look_again(uow.now)
    changes.note(f"unanswered in {planned.department or 'all departments'}", differences, new=found is None)


async def _auto_close(
    uow: UnitOfWork, planned: PlannedAutoClose, department_id: int | None, changes: TeamChanges
) -> None:
    found = await uow.auto_close_rules.of(department_id)
    rule = found or AutoCloseRule(department_id=department_id)
    text = auto_close_rules.check_text(planned.text) if planned.text is not None else None
    differences = amend(rule, after=planned.after, warning=planned.warning or rule.warning, text=text)
    uow.add(rule)
    await uow.flush()
    changes.note(f"auto-close in {planned.department or 'all departments'}", differences, new=found is None)
