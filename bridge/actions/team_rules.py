"""What a team's description says of the bot and of those who wait too long; a second time it changes nothing."""

from collections.abc import Mapping

from bridge.actions import auto_close_rules, notice_rules
from bridge.actions.notice_texts import check_answer, check_text
from bridge.team.changes import Changes, amend
from bridge.team.plan import PlannedAutoClose, PlannedKeyword, PlannedLimit, PlannedNotice, Team
from storage.auto_close_rules import AutoCloseRule
from storage.keywords import Keyword
from storage.names import key
from storage.notices import Notice
from storage.unanswered import UnansweredRule
from storage.unit_of_work import UnitOfWork


async def apply_rules(uow: UnitOfWork, team: Team, departments: Mapping[str, int], changes: Changes) -> None:
    """Make the rules so; what is not described stays as it is.

    Raises:
        UnknownVariable, LongText, ...: a text cannot be said.
    """
    channels = {channel.name: channel.id for channel in await uow.channels.all()}
    for notice in team.notices:
        await _notice(uow, notice, channels.get(notice.channel or ""), changes)
    for keyword in team.keywords:
        await _keyword(uow, keyword, channels.get(keyword.channel or ""), changes)
    for limit in team.unanswered:
        await _limit(uow, limit, departments[limit.department] if limit.department else None, changes)
    for planned in team.auto_close:
        await _auto_close(uow, planned, departments[planned.department] if planned.department else None, changes)
    await notice_rules.refresh(uow)


async def _notice(uow: UnitOfWork, planned: PlannedNotice, channel_id: int | None, changes: Changes) -> None:
    found = await uow.notices.at(planned.kind, channel_id)
    notice = found or Notice(kind=planned.kind, channel_id=channel_id)
    texts = notice.texts | {code: check_text(text, planned.kind) for code, text in planned.texts.items()}
    differences = amend(notice, is_on=planned.enabled, texts=texts)
    uow.add(notice)
    await uow.flush()
    where = f" of {planned.channel}" if planned.channel else ""
    changes.note(f"notice {planned.kind}{where}", differences, new=found is None)


async def _keyword(uow: UnitOfWork, planned: PlannedKeyword, channel_id: int | None, changes: Changes) -> None:
    words, text = notice_rules.words_in(", ".join(planned.words)), check_answer(planned.text)
    found = await _known(uow, words, text, channel_id)
    if found is None:
        await notice_rules.create_answer(uow, ", ".join(words), text, by=None, channel_id=channel_id)
    differences = amend(found, words=words, text=text, is_on=planned.enabled) if found is not None else []
    changes.note(f"answer to {', '.join(words)}", differences, new=found is None)


async def _known(uow: UnitOfWork, words: list[str], text: str, channel_id: int | None) -> Keyword | None:
    """The answer that is described: to any of these words, or with that text."""
    theirs = {key(word) for word in words}
    own = [each for each in await uow.keywords.all() if each.channel_id == channel_id]
    same = [each for each in own if theirs & {key(word) for word in each.words}]
    return next(iter([*same, *[each for each in own if each.text == text]]), None)


async def _limit(uow: UnitOfWork, planned: PlannedLimit, department_id: int | None, changes: Changes) -> None:
    found = await uow.unanswered.rule(department_id)
    rule = found or UnansweredRule(department_id=department_id)
    differences = amend(rule, remind_after=planned.remind_after, escalate_after=planned.managers_after)
    uow.add(rule)
    await uow.flush()
    if found is None or differences:
        await uow.unanswered.look_again(uow.now)
    changes.note(f"unanswered in {planned.department or 'all departments'}", differences, new=found is None)


async def _auto_close(uow: UnitOfWork, planned: PlannedAutoClose, department_id: int | None, changes: Changes) -> None:
    found = await uow.auto_close_rules.of(department_id)
    rule = found or AutoCloseRule(department_id=department_id)
    text = auto_close_rules.check_text(planned.text) if planned.text is not None else None
    differences = amend(rule, after=planned.after, warning=planned.warning or rule.warning, text=text)
    uow.add(rule)
    await uow.flush()
    changes.note(f"auto-close in {planned.department or 'all departments'}", differences, new=found is None)
