"""Every button of the operator bot has exactly one function that answers it, and a prefix of its own."""

import sys
from collections import Counter
from collections.abc import Iterator

from aiogram import Router
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from bridge.reports.reporter import Reporter
from bridge.security.passwords import Passwords
from handlers.operator.kit.dispatcher import dispatcher
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData

# One function answers strangers, the other whoever has signed in meanwhile.
TWICE = ["OtherNumber"]

# What answers them is more than a text, or is more than kept: they have a filter of their own.
OWN_FILTERS = {"LaterMessage", "NewPassword"}


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


def test_every_question_has_a_function_for_its_answer(database):
    """Without one the answer would go to the customer."""
    dispatcher(Passwords(), Reporter(database))
    modules = [module for name, module in sys.modules.items() if name.startswith("handlers.operator.")]
    parts = [part for module in modules if isinstance(part := getattr(module, "part", None), BotPart)]

    answered = set().union(*(part.answered for part in parts))

    assert {data.__name__ for data in QuestionData.by_kind.values() if data not in answered} == OWN_FILTERS
