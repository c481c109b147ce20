"""Screens of «Графики»: who is on duty, whose hours can be changed, and the organization's rules about schedules."""

from collections.abc import Sequence

from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts import schedules
from bridge.desk.shifts.schedules import Button, ShowSchedule, code
from bridge.desk.ui.management import ShowSchedules, back_to_management
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, button
from bridge.desk.ui.settings_rows import Setting
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty, ShiftRules

SCHEDULES_PER_PAGE = 10


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
    lines = [
        "🗓 " + html.bold(html.quote(_("Work schedules"))),
        html.quote(
            _("🗓 marks who has a schedule of their own. Without one the department's counts, then everybody's.")
        ),
        html.quote(_("Below you say how messages come to whoever is off duty.")),
    ]
    rows = [
        *([choice] for choice in shown.items),
        *shown.turning(lambda to: ShowSchedules(page=to)),
        [OWN_SCHEDULES.turn(rules)],
        [OFF_DUTY.turn(rules)],
        [back_to_management()],
    ]
    return Screen("\n\n".join(lines), rows)


def _own_in_words(may: bool) -> str:
    return _("Employees change their own: {state}").format(state=_("yes") if may else _("no"))


def _off_duty_in_words(how: OffDuty) -> str:
    match how:
        case OffDuty.SOUND:
            return "🔕 " + _("Off duty: with sound")
        case OffDuty.SILENT:
            return "🔕 " + _("Off duty: silently")
        case OffDuty.DEFERRED:
            return "🔕 " + _("Off duty: when the shift begins")


OWN_SCHEDULES = Setting[ShiftRules, bool](
    name="own_schedules",
    title=_own_in_words,
    get=lambda rules: rules.own_schedules,
    set=lambda uow, _of, may, by: schedules.set_rules(uow, own_schedules=may, by=by),
    choices=(False, True),
    screen=lambda uow, _of, _by: schedules_list(uow),
)
OFF_DUTY = Setting[ShiftRules, OffDuty](
    name="off_duty",
    title=_off_duty_in_words,
    get=lambda rules: rules.off_duty,
    set=lambda uow, _of, how, by: schedules.set_rules(uow, off_duty=how, by=by),
    choices=[*OffDuty],
    screen=lambda uow, _of, _by: schedules_list(uow),
)
