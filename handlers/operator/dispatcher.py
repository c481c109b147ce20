"""All that the operator bot can do, in the order in which an update is offered to it."""

from aiogram import Dispatcher, F, Router
from aiogram.filters.magic_data import MagicData

from handlers.operator import dialogs, menu, messages, topics, transfers


def dispatcher() -> Dispatcher:
    """A new dispatcher. aiogram's own memory of conversations is off: prompts live in the database."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_routers(_signed_in())
    return dispatcher


def _signed_in() -> Router:
    """For those whom we know; strangers never come this far."""
    router = Router(name="signed in")
    for observer in (router.message, router.callback_query):
        observer.filter(MagicData(F.operator))
    # What the bot itself caused comes first, what an operator typed last: whatever is no command goes to a customer.
    for part in (topics, menu, dialogs, transfers, messages):
        router.include_router(part.router())
    return router
