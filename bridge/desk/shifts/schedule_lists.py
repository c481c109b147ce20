"""«Графики»: who is on duty, whose hours can be changed, and what the organization has decided about them."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.shifts.schedules import Button, ShowSchedule, code
from bridge.desk.ui.management import ShowSchedules, back_to_management
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty, ShiftRules

SCHEDULES_PER_PAGE = 10


class AllowOwn(CallbackData, prefix="shj"):
    """Whether employees change their own schedules."""

    on: bool


class HushOffDuty(CallbackData, prefix="shi"):
    """How customers' messages come to whoever is off duty."""

    how: OffDuty


async def schedules_list(uow: UnitOfWork, *, page: int = 0) -> Screen:
    book, on_duty = await uow.schedules.book(), await uow.schedules.on_duty(uow.now)
    people, departments = await uow.employees.all(), await uow.departments.all()

    def opens(icon: str, name: str, owner: Whose) -> Button:
        own = " 🗓" if owner in book.schedules else ""
        return button(f"{icon} {name}{own}", ShowSchedule(owner=code(owner)))

    choices = [opens("🏢", _("Everybody"), Whose())]
    choices += [opens("👥", each.name, Whose(department_id=each.id)) for each in departments]
    choices += [opens("✅" if each.id in on_duty else "🌙", each.name, Whose(each.id)) for each in people]
    return _screen(choices, await uow.shift_rules.current(), page)


def _screen(choices: Sequence[Button], rules: ShiftRules, page: int) -> Screen:
    shown = page_of(choices, page, size=SCHEDULES_PER_PAGE)
    allow = _("Employees change their own: {state}").format(state=_("yes") if rules.own_schedules else _("no"))
    hows = list(OffDuty)
    following = hows[(hows.index(rules.off_duty) + 1) % len(hows)]
    lines = [
        "🗓 " + html.bold(html.quote(_("Work schedules"))),
        html.quote(
            _("🗓 marks who has a schedule of their own. Without one the department's counts, then everybody's.")
        ),
        html.quote(_("Below you say how messages come to whoever is off duty.")),
    ]
    rows = [
        *([choice] for choice in shown.items),
        *shown.turning(lambda to: ShowSchedules(page=to).pack()),
        [button(allow, AllowOwn(on=not rules.own_schedules))],
        [button("🔕 " + how_in_words(rules.off_duty), HushOffDuty(how=following))],
        [back_to_management()],
    ]
    return Screen("\n\n".join(lines), rows)


def how_in_words(how: OffDuty) -> str:
    match how:
        case OffDuty.SOUND:
            return _("Off duty: with sound")
        case OffDuty.SILENT:
            return _("Off duty: silently")
        case OffDuty.DEFERRED:
            return _("Off duty: when the shift begins")
