"""An operator blocks the bot, and unblocks it."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import MagicData
from aiogram.types import ChatMemberUpdated, Message, TelegramObject

from bridge.actions.team import sign_out
from handlers.operator.kit.context import Begin, Operator
from storage.engine.database import Database


async def lose(update: ChatMemberUpdated, operator: Operator, begin: Begin) -> None:
    async with begin() as uow:
        await sign_out.lose(uow, operator.sign_in_id)


async def regain(update: ChatMemberUpdated, operator: Operator, begin: Begin) -> None:
    async with begin() as uow:
        await sign_out.regain(uow, operator.sign_in_id)


async def regain_and_go_on(event: TelegramObject, operator: Operator, database: Database) -> None:
    """Mark the operator as reachable: they write or press. A message from before the block does not count."""
    # `begin` would mark the update as handled before its own handler has seen it.
    async with database.begin(operator.organization_id) as uow:
        wrote_at = event.date if isinstance(event, Message) else None
        await sign_out.regain(uow, operator.sign_in_id, wrote_at=wrote_at)
    raise SkipHandler


def router() -> Router:
    router = Router(name=__name__)
    router.my_chat_member.filter(MagicData(F.operator))
    # Somebody who writes in a group may still have blocked the bot.
    for observer in (router.message, router.callback_query):
        observer.filter(MagicData(~F.place.is_group))
    router.my_chat_member.register(lose, F.new_chat_member.status == "kicked")
    router.my_chat_member.register(regain)
    # New topics and pins come back as messages of the bot itself.
    router.message.register(regain_and_go_on, MagicData(F.operator.is_blocked), ~F.from_user.is_bot)
    router.callback_query.register(regain_and_go_on, MagicData(F.operator.is_blocked))
    return router
