"""Mentions: an employee whose name is in a note is told in private, with a button that opens the dialog."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from bridge.actions.delivery import outbox
from bridge.actions.delivery.desk import lane
from bridge.actions.messages import message_updates
from bridge.actions.messages.message_updates import ReplyNoticePayload
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import DESK, Payload
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn

NOT_SIGNED_IN_TEXT = lazy("{name} is not signed in, and will not hear of this note before they open the dialog")


class MentionPayload(Payload, kind="mention", rank=Rank.NOTICE):
    """Tells an employee in private that a note mentions them."""


async def notify_named(uow: UnitOfWork, note: Message, window: Window | None, *, picked: Collection[int] = ()) -> None:
    """Tell every employee whom the note mentions; its author reads who is not signed in.

    An edit of the note does not repeat a notice.

    Args:
        window: the window where the note was written; None when there is none.
        picked: ids of employees to tell besides those that the text mentions.
    """
    if not picked and not _may_name(note):
        return
    deliveries = await uow.deliveries.of_message(note.id)
    told = {delivery.lane for delivery in deliveries if delivery.kind == MentionPayload.kind}
    remarks = [each for each in deliveries if each.kind == ReplyNoticePayload.kind and not each.is_purged]
    missed = {
        notice.params["name"] for notice in map(ReplyNoticePayload.of, remarks) if notice.text == NOT_SIGNED_IN_TEXT
    }
    for employee, sign_ins in await _people(uow):
        if employee.id == note.employee_id:
            continue
        if employee.id not in picked and not _is_meant(employee, sign_ins, note):
            continue
        lanes = [lane(each.chat_id) for each in sign_ins if each.blocked_at is None]
        for place in lanes:
            if place not in told:
                await _tell(uow, note, place)
        if not lanes and window is not None and employee.name not in missed:
            await message_updates.send_reply_notice(uow, note, window, NOT_SIGNED_IN_TEXT, name=employee.name)


def _may_name(note: Message) -> bool:
    return "@" in note.text or any(entity["type"] == "text_mention" for entity in note.entities)


async def _people(uow: UnitOfWork) -> list[tuple[Employee, list[SignIn]]]:
    """All employees, each with their sign-ins."""
    signed_in: dict[int, list[SignIn]] = defaultdict(list)
    for sign_in, employee in await uow.sign_ins.active():
        signed_in[employee.id].append(sign_in)
    return [(employee, signed_in[employee.id]) for employee in await uow.employees.all()]


async def _tell(uow: UnitOfWork, note: Message, place: str) -> None:
    await outbox.put(uow, MentionPayload(), carrier=DESK, lane=place, dialog_id=note.dialog_id, message_id=note.id)


def _is_meant(employee: Employee, sign_ins: list[SignIn], note: Message) -> bool:
    """Whether the note mentions the employee.

    The text names them, or Telegram itself does: it marks an account without a user name by an entity.
    """
    pointed_at = {entity["user"]["id"] for entity in note.entities if entity["type"] == "text_mention"}
    usernames = [each.telegram_username for each in sign_ins if each.telegram_username]
    is_pointed_at = any(each.telegram_user_id in pointed_at for each in sign_ins)
    return is_pointed_at or is_named(employee, note.text, usernames)


def is_named(employee: Employee, text: str, usernames: Iterable[str] = ()) -> bool:
    """Whether the text has «@» with the first name, the full name or a user name: «@Мария Лис», «@мария», «@lis_m».

    Upper and lower case are equal, and so are «ё» and «е».
    """
    first = employee.name.split()[:1]
    names = sorted({*usernames, *first, *([employee.name] if first else [])}, key=len, reverse=True)
    spelt = "|".join(re.escape(_plain(name)) for name in names)
    return bool(spelt) and re.search(rf"(?<!\w)@(?:{spelt})(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
