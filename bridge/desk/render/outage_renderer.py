"""Paints the message that tells somebody of an outage; one message shows the outage from begin to end."""

from datetime import datetime

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.delivery import outages
from bridge.actions.delivery.outages import OutagePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.render.renderer import MessageReceipt, Plain, renders, repaint
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _, language, short_time
from storage.delivery.deliveries import Delivery
from storage.delivery.outages import Outage, OutageNotice, OutageReason
from storage.engine.unit_of_work import UnitOfWork


@renders(OutagePayload)
class OutageRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            notice = await uow.outages.notice(OutagePayload.of(delivery).notice_id)
            outage = await uow.outages.get(notice.outage_id) if notice is not None else None
            if notice is None or outage is None:
                return EMPTY_RECEIPT
            screen = await self._screen(uow, outage, notice)
        shown = notice.telegram_message_id
        if shown is not None and await repaint(self._telegram, screen, chat_id=notice.chat_id, message_id=shown):
            return EMPTY_RECEIPT
        sent = await self._telegram.send(
            SendMessage(chat_id=chat_of(delivery), text=screen.text, parse_mode="HTML", disable_notification=True)
        )
        return MessageReceipt(sent.message_id)

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        notice = await uow.outages.notice(OutagePayload.of(delivery).notice_id)
        if notice is not None and isinstance(receipt, MessageReceipt):
            notice.telegram_message_id = receipt.message_id

    async def _screen(self, uow: UnitOfWork, outage: Outage, notice: OutageNotice) -> Screen:
        sign_in = await uow.sign_ins.of_account_anywhere(notice.chat_id)
        reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
        zone = reader.time_zone or (await uow.organizations.get(uow.organization_id)).time_zone
        refused = sum([await uow.deliveries.count_refused(each, since=outage.began_at) for each in outage.carriers])
        left = await outages.count_remaining(uow, outage) if outage.ended_at is not None else 0
        with language(reader.language):
            name = await _name(uow, outage)
            times = _times(outage, zone, uow.now)
            return Screen(html.quote(_words(outage, name, times, left=left, refused=refused)))


def _times(outage: Outage, zone: str, now: datetime) -> str:
    """When the outage began and, if it is over, when it ended; times that are not of today have their day."""
    since = short_time(outage.began_at, zone, now)
    until = short_time(outage.ended_at, zone, now) if outage.ended_at is not None else since
    return since if since == until else f"{since}–{until}"


def _words(outage: Outage, name: str, times: str, *, left: int, refused: int) -> str:
    if outage.ended_at is None:
        return _going_on(outage.reason).format(bot=name, since=times)
    lines = [_over(outage).format(bot=name, times=times)]
    if left:
        lines.append(_("still on its way: {count}").format(count=left))
    if refused:
        lines.append(_("not delivered: {count}, see the marks").format(count=refused))
    if len(lines) == 1:
        lines.append(_("everything was delivered"))
    return ("⏳ " if left else "✅ ") + ", ".join(lines)


def _going_on(reason: OutageReason) -> str:
    match reason:
        case OutageReason.TOKEN:
            return _(
                "⚠️ Telegram has not accepted the token of {bot} since {since}. What concerns it waits and leaves by "
                "itself once there is a valid one: from @BotFather, stored by `bridge apply team.yaml`"
            )
        case OutageReason.ELSEWHERE:
            return _(
                "⚠️ Another program has been taking the messages of {bot} since {since}. Stop it, or get a new token "
                "from @BotFather: then the bridge goes on by itself"
            )
    return _("⏳ Telegram has not answered since {since} ({bot}). What you send waits and leaves by itself")


def _over(outage: Outage) -> str:
    if outage.also:
        return _("Telegram did not answer {times}")
    if outage.reason is OutageReason.AWAY:
        return _("Telegram did not answer {times} ({bot})")
    return _("The bot did not work {times} ({bot})")


async def _name(uow: UnitOfWork, outage: Outage) -> str:
    if outage.carrier == DESK:
        return _("the operators' bot")
    channels = {channel.carrier: channel.name for channel in await uow.channels.all()}
    return f"«{channels.get(outage.carrier, outage.carrier)}»"
