"""Rules of the bot's messages: managers switch and reword auto-messages, and write auto-replies to keywords."""

from typing import Any

from bridge.actions.automation.auto_message_texts import check_auto_reply, check_text, usual
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from bridge.text.texts import language
from storage.automation.auto_messages import AutoMessage, AutoMessageKind, heard_in
from storage.automation.auto_replies import MAX_KEYWORDS, MAX_WORD_LENGTH, MAX_WORDS_PER_KEYWORD, AutoReply
from storage.engine.names import key, name_in
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee


class NoWords(Refusal):
    text = lazy("Write from 1 to {most} different words, with commas between them. Nothing was changed")


class TooManyAutoReplies(Refusal):
    text = lazy("There are {most} answers already; delete some first")


async def switch(
    uow: UnitOfWork, kind: AutoMessageKind, channel_id: int | None, *, on: bool, by: Employee
) -> AutoMessage:
    """Switch an auto-message on or off in a channel; None means all channels without a setting of their own."""
    auto_message = await _own(uow, kind, channel_id, by=by)
    auto_message.is_on = on
    await _changed(uow, auto_message, by=by)
    return auto_message


async def reword(
    uow: UnitOfWork, kind: AutoMessageKind, channel_id: int | None, spoken: str, text: str, *, by: Employee
) -> AutoMessage:
    """Set the text of an auto-message in a language.

    Raises:
        NoText, LongText, UnknownVariable, Unclosed: the former text stays.
    """
    text = check_text(text, kind)
    auto_message = await _own(uow, kind, channel_id, by=by)
    with language(spoken):
        is_usual = text == usual(kind)
    others = {code: words for code, words in auto_message.texts.items() if code != spoken}
    auto_message.texts = others if is_usual else others | {spoken: text}
    await _changed(uow, auto_message, by=by)
    return auto_message


async def reset(uow: UnitOfWork, kind: AutoMessageKind, channel_id: int | None, *, by: Employee) -> None:
    """Reset an auto-message to its usual text; in a channel, to the setting of all channels."""
    by.ensure_manager()
    auto_message = await uow.auto_messages.at(kind, channel_id)
    if auto_message is None:
        return
    if channel_id is None:
        auto_message.texts = {}
        await _changed(uow, auto_message, by=by)
        return
    await uow.session.delete(auto_message)
    audit.record_event(
        uow, EventKind.AUTO_MESSAGE_CHANGED, by=by.id, notice=kind, channel_id=channel_id, as_everywhere=True
    )
    await refresh(uow)


async def _own(uow: UnitOfWork, kind: AutoMessageKind, channel_id: int | None, *, by: Employee) -> AutoMessage:
    """The setting of just that channel; a new one starts as a copy of the setting that has applied to it."""
    by.ensure_manager()
    await uow.organizations.lock(uow.organization_id)
    if channel_id is not None:
        await uow.channels.get(channel_id)
    auto_message = await uow.auto_messages.at(kind, channel_id)
    if auto_message is None:
        former = await uow.auto_messages.heard_in(kind, channel_id)
        auto_message = AutoMessage(kind=kind, channel_id=channel_id)
        if former is not None:
            auto_message.is_on, auto_message.texts = former.is_on, dict(former.texts)
        uow.add(auto_message)
    return auto_message


async def _changed(uow: UnitOfWork, auto_message: AutoMessage, *, by: Employee) -> None:
    place: dict[str, Any] = {"notice": auto_message.kind, "channel_id": auto_message.channel_id}
    audit.record_event(
        uow, EventKind.AUTO_MESSAGE_CHANGED, by=by.id, **place, is_on=auto_message.is_on, texts=auto_message.texts
    )
    await refresh(uow)


async def create_auto_reply(
    uow: UnitOfWork, words: str, text: str, *, by: Employee | None, channel_id: int | None = None
) -> AutoReply:
    """Create an auto-reply to keywords. `words` are separated by commas or line breaks.

    Raises:
        NoWords, NameTooLong, TooManyAutoReplies, NoText, LongText, UnknownVariable, Unclosed: no auto-reply was
            created.
    """
    _ensure_may(by)
    await uow.organizations.lock(uow.organization_id)
    if len(await uow.auto_replies.all()) >= MAX_KEYWORDS:
        raise TooManyAutoReplies(most=MAX_KEYWORDS)
    auto_reply = AutoReply(
        words=words_in(words), text=check_auto_reply(text), channel_id=channel_id, created_at=uow.now
    )
    uow.add(auto_reply)
    await uow.flush()
    await _noted(uow, EventKind.AUTO_REPLY_CREATED, auto_reply, by=by)
    return auto_reply


async def change_keywords(uow: UnitOfWork, auto_reply_id: int, words: str, *, by: Employee) -> AutoReply:
    """Set the keywords of an auto-reply; raises as `create_auto_reply` does."""
    _ensure_may(by)
    auto_reply = await uow.auto_replies.get(auto_reply_id)
    auto_reply.words = words_in(words)
    await _noted(uow, EventKind.AUTO_REPLY_CHANGED, auto_reply, by=by)
    return auto_reply


async def change_auto_reply(uow: UnitOfWork, auto_reply_id: int, text: str, *, by: Employee) -> AutoReply:
    """Set the text of an auto-reply; raises as `create_auto_reply` does."""
    _ensure_may(by)
    auto_reply = await uow.auto_replies.get(auto_reply_id)
    auto_reply.text = check_auto_reply(text)
    await _noted(uow, EventKind.AUTO_REPLY_CHANGED, auto_reply, by=by)
    return auto_reply


async def switch_auto_reply(uow: UnitOfWork, auto_reply_id: int, *, on: bool, by: Employee) -> AutoReply:
    _ensure_may(by)
    auto_reply = await uow.auto_replies.get(auto_reply_id)
    auto_reply.is_on = on
    await _noted(uow, EventKind.AUTO_REPLY_CHANGED, auto_reply, by=by)
    return auto_reply


async def place_auto_reply(uow: UnitOfWork, auto_reply_id: int, channel_id: int | None, *, by: Employee) -> AutoReply:
    """Make an auto-reply apply to one channel; None means all channels."""
    _ensure_may(by)
    auto_reply = await uow.auto_replies.get(auto_reply_id)
    auto_reply.channel_id = (await uow.channels.get(channel_id)).id if channel_id is not None else None
    await _noted(uow, EventKind.AUTO_REPLY_CHANGED, auto_reply, by=by)
    return auto_reply


async def delete_auto_reply(uow: UnitOfWork, auto_reply_id: int, *, by: Employee) -> AutoReply:
    _ensure_may(by)
    auto_reply = await uow.auto_replies.get(auto_reply_id)
    auto_reply.deleted_at = uow.now
    await _noted(uow, EventKind.AUTO_REPLY_DELETED, auto_reply, by=by)
    return auto_reply


async def restore_auto_reply(uow: UnitOfWork, auto_reply_id: int, *, by: Employee) -> AutoReply:
    _ensure_may(by)
    auto_reply = await uow.auto_replies.deleted(auto_reply_id)
    auto_reply.deleted_at = None
    await _noted(uow, EventKind.AUTO_REPLY_RESTORED, auto_reply, by=by)
    return auto_reply


def words_in(text: str) -> list[str]:
    """The typed keywords, separated by commas or line breaks, without duplicates.

    Raises:
        NoWords, NameTooLong: the words cannot be used.
    """
    typed = [name_in(each, most=MAX_WORD_LENGTH) for each in text.replace("\n", ",").split(",") if each.strip()]
    words = [word for word in typed if any(letter.isalnum() for letter in word)]
    once = list({key(word): word for word in words}.values())
    if not 1 <= len(once) <= MAX_WORDS_PER_KEYWORD:
        raise NoWords(most=MAX_WORDS_PER_KEYWORD)
    return once


def _ensure_may(by: Employee | None) -> None:
    """Make sure that `by` is a manager; None stands for the team's description, which may do everything."""
    if by is not None:
        by.ensure_manager()


async def _noted(uow: UnitOfWork, kind: EventKind, auto_reply: AutoReply, *, by: Employee | None) -> None:
    by_id = by.id if by else None
    audit.record_event(
        uow, kind, by=by_id, keyword_id=auto_reply.id, words=auto_reply.words, text=auto_reply.text, on=auto_reply.is_on
    )
    await refresh(uow)


async def refresh(uow: UnitOfWork) -> None:
    """Store in every channel whether the bot says anything there, so that silent channels read no rules."""
    await uow.flush()
    notices, answers = await uow.auto_messages.all(), [each for each in await uow.auto_replies.all() if each.is_on]
    for channel in await uow.channels.all():
        heard = [heard_in(notices, kind, channel.id) for kind in AutoMessageKind]
        speaks = any(auto_message is not None and auto_message.is_on for auto_message in heard)
        channel.has_bot = speaks or any(answer.channel_id in (None, channel.id) for answer in answers)
