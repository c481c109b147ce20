"""Every button of the operator bot has exactly one function that answers it, and a prefix of its own."""

from collections import Counter
from collections.abc import Iterator

from aiogram import Router
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from bridge.reports.reporter import Reporter
from bridge.security.passwords import Passwords
from handlers.operator.kit.dispatcher import dispatcher

# One function answers strangers, the other whoever has signed in meanwhile.
TWICE = ["OtherNumber"]


def buttons(of: type[CallbackData] = CallbackData) -> Iterator[type[CallbackData]]:
    """Buttons of the product; those that others are made from are on no screen."""
    for button in of.__subclasses__():
        if not button.__subclasses__() and button.__module__.startswith(("bridge.", "handlers.")):
            yield button
        yield from buttons(button)


def answered(router: Router) -> Iterator[type[CallbackData]]:
    for part in router.chain_tail:
        for handler in part.callback_query.handlers:
            for each in handler.filters or ():
                if isinstance(each.callback, CallbackQueryFilter):
                    yield each.callback.callback_data


def test_every_button_is_answered_by_one_function(database):
    found = Counter(answered(dispatcher(Passwords(), Reporter(database))))

    assert {button.__name__ for button in buttons() if button not in found} == set()
    assert [button.__name__ for button, count in found.items() if count > 1] == TWICE


def test_every_button_has_a_prefix_of_its_own(database):
    dispatcher(Passwords(), Reporter(database))

    prefixes = Counter(button.__prefix__ for button in buttons())

    assert [prefix for prefix, count in prefixes.items() if count > 1] == []
