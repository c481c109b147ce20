"""An operator's reaction to a customer's message goes to the customer."""

from aiogram import Router
from aiogram.types import MessageReactionUpdated, ReactionTypeEmoji, ReactionTypePaid, ReactionTypeUnion

from bridge.actions.messages import reactions
from bridge.actions.messages.reactions import Put
from handlers.operator.kit.context import Begin, Operator


async def put_reaction(event: MessageReactionUpdated, operator: Operator, begin: Begin) -> None:
    put = Put(event.chat.id, event.message_id, [_emoji(reaction) for reaction in event.new_reaction])
    async with begin() as uow:
        await reactions.put_reaction(uow, put, by=await operator.employee(uow))


def _emoji(reaction: ReactionTypeUnion) -> str:
    match reaction:
        case ReactionTypeEmoji():
            return reaction.emoji
        case ReactionTypePaid():
            return "⭐"
    return "[custom_emoji]"


def router() -> Router:
    router = Router(name=__name__)
    router.message_reaction.register(put_reaction)
    return router
