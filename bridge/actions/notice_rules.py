"""What managers arrange of what the bot says by itself: which notices, in which words, and the answers to keywords."""

from typing import Any

from bridge.actions import audit
from bridge.actions.notice_texts import check_answer, check_text, usual
from bridge.errors import Refusal, lazy
from bridge.texts import language
from storage.employees import Employee
from storage.events import EventKind
from storage.keywords import MAX_KEYWORDS, MAX_WORD_LENGTH, MAX_WORDS_PER_KEYWORD, Keyword
from storage.names import key, name_in
from storage.notices import Notice, NoticeKind, heard_in
from storage.unit_of_work import UnitOfWork


class NoWords(Refusal):
    text = lazy("Write from 1 to {most} different words, with commas between them. Nothing was changed")


class TooManyKeywords(Refusal):
    text = lazy("There are {most} answers already; delete some first")


async def switch(uow: UnitOfWork, kind: NoticeKind, channel_id: int | None, *, on: bool, by: Employee) -> Notice:
    """Have a notice given, or not, in a channel; in all that have none of their own when it is None."""
    notice = await _own(uow, kind, channel_id, by=by)
    notice.is_on = on
    await _changed(uow, notice, by=by)
    return notice


async def reword(
    uow: UnitOfWork, kind: NoticeKind, channel_id: int | None, spoken: str, text: str, *, by: Employee
) -> Notice:
    """Have it say that in a language.

    Raises:
        NoText, LongText, UnknownVariable, Unclosed: it goes on saying what it said.
    """
    text = check_text(text, kind)
    notice = await _own(uow, kind, channel_id, by=by)
    with language(spoken):
        is_usual = text == usual(kind)
    others = {code: words for code, words in notice.texts.items() if code != spoken}
    notice.texts = others if is_usual else others | {spoken: text}
    await _changed(uow, notice, by=by)
    return notice


async def reset(uow: UnitOfWork, kind: NoticeKind, channel_id: int | None, *, by: Employee) -> None:
    """Have it say the usual again; in a channel: what goes for all of them, or not."""
    by.ensure_manager()
    notice = await uow.notices.at(kind, channel_id)
    if notice is None:
        return
    if channel_id is None:
        notice.texts = {}
        await _changed(uow, notice, by=by)
        return
    await uow.session.delete(notice)
    audit.record_event(uow, EventKind.NOTICE_CHANGED, by=by.id, notice=kind, channel_id=channel_id, as_everywhere=True)
    await refresh(uow)


async def _own(uow: UnitOfWork, kind: NoticeKind, channel_id: int | None, *, by: Employee) -> Notice:
    """The row of just that place; a new one begins as what has gone for it so far."""
    by.ensure_manager()
    await uow.organizations.lock(uow.organization_id)
    if channel_id is not None:
        await uow.channels.get(channel_id)
    notice = await uow.notices.at(kind, channel_id)
    if notice is None:
        former = await uow.notices.heard_in(kind, channel_id)
        notice = Notice(kind=kind, channel_id=channel_id)
        if former is not None:
            notice.is_on, notice.texts = former.is_on, dict(former.texts)
        uow.add(notice)
    return notice


async def _changed(uow: UnitOfWork, notice: Notice, *, by: Employee) -> None:
    place: dict[str, Any] = {"notice": notice.kind, "channel_id": notice.channel_id}
    audit.record_event(uow, EventKind.NOTICE_CHANGED, by=by.id, **place, is_on=notice.is_on, texts=notice.texts)
    await refresh(uow)


async def create_answer(
    uow: UnitOfWork, words: str, text: str, *, by: Employee | None, channel_id: int | None = None
) -> Keyword:
    """Have the bot answer to words.

    Raises:
        NoWords, NameTooLong, TooManyKeywords, NoText, LongText, UnknownVariable, Unclosed: there is no new answer.
    """
    _ensure_may(by)
    await uow.organizations.lock(uow.organization_id)
    if len(await uow.keywords.all()) >= MAX_KEYWORDS:
        raise TooManyKeywords(most=MAX_KEYWORDS)
    keyword = Keyword(words=words_in(words), text=check_answer(text), channel_id=channel_id, created_at=uow.now)
    uow.add(keyword)
    await uow.flush()
    await _noted(uow, EventKind.KEYWORD_CREATED, keyword, by=by)
    return keyword


async def change_words(uow: UnitOfWork, keyword_id: int, words: str, *, by: Employee) -> Keyword:
    """Have it answer to other words; raises as `create_answer` does."""
    _ensure_may(by)
    keyword = await uow.keywords.get(keyword_id)
    keyword.words = words_in(words)
    await _noted(uow, EventKind.KEYWORD_CHANGED, keyword, by=by)
    return keyword


async def change_answer(uow: UnitOfWork, keyword_id: int, text: str, *, by: Employee) -> Keyword:
    """Have it say something else; raises as `create_answer` does."""
    _ensure_may(by)
    keyword = await uow.keywords.get(keyword_id)
    keyword.text = check_answer(text)
    await _noted(uow, EventKind.KEYWORD_CHANGED, keyword, by=by)
    return keyword


async def switch_answer(uow: UnitOfWork, keyword_id: int, *, on: bool, by: Employee) -> Keyword:
    _ensure_may(by)
    keyword = await uow.keywords.get(keyword_id)
    keyword.is_on = on
    await _noted(uow, EventKind.KEYWORD_CHANGED, keyword, by=by)
    return keyword


async def place_answer(uow: UnitOfWork, keyword_id: int, channel_id: int | None, *, by: Employee) -> Keyword:
    """Have it go for one channel, or for all of them."""
    _ensure_may(by)
    keyword = await uow.keywords.get(keyword_id)
    keyword.channel_id = (await uow.channels.get(channel_id)).id if channel_id is not None else None
    await _noted(uow, EventKind.KEYWORD_CHANGED, keyword, by=by)
    return keyword


async def delete_answer(uow: UnitOfWork, keyword_id: int, *, by: Employee) -> Keyword:
    _ensure_may(by)
    keyword = await uow.keywords.get(keyword_id)
    keyword.deleted_at = uow.now
    await _noted(uow, EventKind.KEYWORD_DELETED, keyword, by=by)
    return keyword


async def restore_answer(uow: UnitOfWork, keyword_id: int, *, by: Employee) -> Keyword:
    _ensure_may(by)
    keyword = await uow.keywords.deleted(keyword_id)
    keyword.deleted_at = None
    await _noted(uow, EventKind.KEYWORD_RESTORED, keyword, by=by)
    return keyword


def words_in(text: str) -> list[str]:
    """The words that were typed, with commas or line breaks between them.

    Raises:
        NoWords, NameTooLong: they cannot be used.
    """
    typed = [name_in(each, most=MAX_WORD_LENGTH) for each in text.replace("\n", ",").split(",") if each.strip()]
    words = [word for word in typed if any(letter.isalnum() for letter in word)]
    once = list({key(word): word for word in words}.values())
    if not 1 <= len(once) <= MAX_WORDS_PER_KEYWORD:
        raise NoWords(most=MAX_WORDS_PER_KEYWORD)
    return once


def _ensure_may(by: Employee | None) -> None:
    """Nobody in particular is the team's description."""
    if by is not None:
        by.ensure_manager()


async def _noted(uow: UnitOfWork, kind: EventKind, keyword: Keyword, *, by: Employee | None) -> None:
    by_id = by.id if by else None
    audit.record_event(
        uow, kind, by=by_id, keyword_id=keyword.id, words=keyword.words, text=keyword.text, on=keyword.is_on
    )
    await refresh(uow)


async def refresh(uow: UnitOfWork) -> None:
    """Have every channel know whether the bot says anything there: one where it does not asks for no rules."""
    await uow.flush()
    notices, answers = await uow.notices.all(), [each for each in await uow.keywords.all() if each.is_on]
    for channel in await uow.channels.all():
        heard = [heard_in(notices, kind, channel.id) for kind in NoticeKind]
        speaks = any(notice is not None and notice.is_on for notice in heard)
        channel.has_bot = speaks or any(answer.channel_id in (None, channel.id) for answer in answers)
