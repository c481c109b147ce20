"""«Отделы» and «Каналы»: where customers write, and how they are answered there."""

from collections.abc import Mapping
from html import escape

from bridge.reports import words
from bridge.reports.facts import facts
from bridge.reports.report import REPORT_TITLES, Bars, Report, Table, Wish
from bridge.reports.tallies import Tally
from bridge.texts import _
from storage.figures import NO_ID
from storage.unit_of_work import UnitOfWork


async def departments(uow: UnitOfWork, wish: Wish) -> Report:
    names = {it.id: it.name for it in await uow.departments.all()}
    return await _places(uow, wish, "department", {**names, NO_ID: _("Without a department")})


async def channels(uow: UnitOfWork, wish: Wish) -> Report:
    return await _places(uow, wish, "channel", {it.id: it.name for it in await uow.channels.all()})


async def _places(uow: UnitOfWork, wish: Wish, column: str, names: Mapping[int, str]) -> Report:
    now = await facts(uow, wish.period)
    before = (await facts(uow, wish.period.before())).by(column)
    tallies = now.by(column)
    places = {place for place in names if place != NO_ID} | tallies.values
    shown = sorted(places, key=lambda it: (it == NO_ID, names[it]))
    each = [(names[place], tallies[place], before[place]) for place in shown]
    title = _(REPORT_TITLES[wish.kind])
    labels = [name for name, *_tallies in each]
    series = [
        (_("Opened and reopened"), [one.begun for _name, one, _before in each]),
        (_("Answers"), [one.answers for _name, one, _before in each]),
    ]
    table = Table([title, *_head()], [[name, *_counts(one), *words.times(one)] for name, one, _before in each])
    blocks = [_block(*place) for place in each]
    return Report(wish.kind, title, wish.period, blocks, table, [Bars(title, labels, series)])


def _block(name: str, now: Tally, before: Tally) -> str:
    begun = _("opened {count}").format(count=words.counted(now.begun, before.begun))
    answers = _("answers {count}").format(count=words.counted(now.answers, before.answers))
    closed = _("closed {count}").format(count=words.counted(now.closed, before.closed))
    times = words.waits(_("First answer"), now.first, now.first_worked)
    times += words.waits(_("Every answer"), now.every, now.every_worked)
    times += words.rating(now)
    return "\n".join([f"<b>{escape(name, quote=False)}</b>", " · ".join([begun, answers, closed]), *times])


def _head() -> list[str]:
    return [_("Opened and reopened"), _("Answers"), _("Dialogs closed"), *words.times_head()]


def _counts(one: Tally) -> list[int]:
    return [one.begun, one.answers, one.closed]
