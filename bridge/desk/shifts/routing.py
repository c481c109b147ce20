"""Screens of «Маршрутизация»: how each department's dialogs find an employee; and «Почему мне?» in words."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts import routing_rules
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import OpenRouting, back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button
from bridge.desk.ui.settings_rows import Setting, Value
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import Event, EventKind
from storage.shifts.routings import Mode, Reopening, Routing, RoutingRules

Button = InlineKeyboardButton

# The events that explain who is responsible for a dialog.
ASSIGNMENT_EVENTS = (
    EventKind.DIALOG_ROUTED,
    EventKind.DIALOG_TAKEN,
    EventKind.DIALOG_TRANSFERRED,
    EventKind.DIALOG_REOPENED,
)


class ShowDepartment(CallbackData, prefix="rod"):
    """Show a department's routing; an open question about it is forgotten."""

    department_id: Number


class AskDepartmentWords(CallbackData, prefix="row"):
    department_id: Number


class ForgetWords(CallbackData, prefix="rof"):
    department_id: Number


class WhyMe(CallbackData, prefix="roy"):
    """Explain how the dialog came to its responsible employee."""

    dialog_id: Number


def mode_name(mode: Mode) -> str:
    match mode:
        case Mode.BY_HAND:
            return _("by hand")
        case Mode.ROUND_ROBIN:
            return _("in turn")
        case Mode.LEAST_BUSY:
            return _("to the least busy")


async def routing_screen(uow: UnitOfWork) -> Screen:
    """All departments, and the rules of the organization."""
    routings = {row.department_id: row for row in await uow.routings.all()}
    rules = await uow.routings.rules()
    rows = []
    for department in await uow.departments.all():
        routing = routings.get(department.id) or Routing(department_id=department.id)
        show = ShowDepartment(department_id=department.id)
        rows.append([button(f"👥 {department.name}: {_brief(routing)}", show)])
    rows.append([REOPENING.turn(rules)])
    rows.append([back_to_management()])
    words = _(
        "How new dialogs come to somebody. By themselves they go only to who is on duty, within reach and has room; "
        "others wait in the queue, where they can be taken by hand"
    )
    return _screen(_("Routing"), [words], rows)


def _brief(routing: Routing) -> str:
    if routing.is_by_hand:
        return mode_name(routing.mode)
    return _("{mode}, up to {capacity}").format(mode=mode_name(routing.mode), capacity=routing.capacity)


def _reopening_in_words(reopening: Reopening) -> str:
    if reopening is Reopening.FORMER:
        return "↩️ " + _("From the archive: to the former one")
    return "↩️ " + _("From the archive: to the queue")


async def department_screen(uow: UnitOfWork, department_id: int) -> Screen:
    department = await uow.departments.get(department_id)
    routing = await uow.routings.of(department.id) or Routing(department_id=department.id)
    lines = [_("Dialogs go: {how}").format(how=_brief(routing))]
    if not routing.is_by_hand:
        words = _("Nobody gets another one while {capacity} customers wait for their answer")
        lines.append(words.format(capacity=routing.capacity))
    if routing.words:
        lines.append(_("Who begins with these words comes here: {words}").format(words=", ".join(routing.words)))
    if routing.in_menu:
        lines.append(_("Customers may choose it from a menu; a menu needs two departments"))
    return _screen(department.name, lines, [*_choices(routing), [back(OpenRouting())]])


def _choices(routing: Routing) -> list[list[Button]]:
    of = routing.department_id
    words = [button("🔤 " + _("Words"), AskDepartmentWords(department_id=of))]
    if routing.words:
        words.append(button(_("Without words"), ForgetWords(department_id=of)))
    return [
        *([mode] for mode in MODE.options(routing, of)),
        *([] if routing.is_by_hand else in_rows(CAPACITY.options(routing, of), width=4)),
        words,
        [IN_MENU.turn(routing, of)],
    ]


def why_button(dialog_id: int) -> Button:
    return button("❓ " + _("Why me?"), WhyMe(dialog_id=dialog_id))


async def assignment_in_words(uow: UnitOfWork, dialog_id: int) -> str:
    """Which rule or person has made whom responsible."""
    dialog = await uow.dialogs.get(dialog_id)
    if dialog.assignee_id is None:
        return _("Nobody has this dialog yet")
    given = await uow.events.about([dialog.id], ASSIGNMENT_EVENTS)
    name = (await uow.employees.get(dialog.assignee_id)).name
    return (await _reason(uow, given[0], name) if given else "") + await _department(uow, dialog_id)


async def _reason(uow: UnitOfWork, event: Event, name: str) -> str:
    if event.kind is EventKind.DIALOG_ROUTED:
        sentence = _(
            "It was {name}'s turn. {among} could get it; {load} customers of at most {capacity} waited for them."
        )
        if event.data["mode"] == Mode.LEAST_BUSY:
            sentence = _("{name} was the least busy of {among}: {load} customers of at most {capacity} waited.")
        return sentence.format(name=name, **{word: event.data[word] for word in ("among", "load", "capacity")})
    if event.employee_id is None:
        return _("{name} answered this customer before, and the dialog came back from the archive.").format(name=name)
    by = (await uow.employees.get(event.employee_id)).name
    if event.kind is EventKind.DIALOG_TRANSFERRED:
        return _("{by} handed it to {name}.").format(by=by, name=name)
    return _("{by} took it.").format(by=by)


async def _department(uow: UnitOfWork, dialog_id: int) -> str:
    """Why the dialog belongs to its department."""
    sorted_by = await uow.events.about([dialog_id], [EventKind.DIALOG_SORTED])
    if not sorted_by:
        return ""
    data = sorted_by[0].data
    department = (await uow.departments.get(data["to_department"])).name
    if "word" in data:
        return " " + _("{department} by the word «{word}».").format(department=department, word=data["word"])
    return " " + _("The customer chose {department}.").format(department=department)


def _screen(title: str, lines: list[str], rows: list[list[Button]]) -> Screen:
    head = "🔀 " + html.bold(html.quote(title))
    return Screen("\n".join([head, *(html.quote(line) for line in lines)]), rows)


def _of_department(field: str, title: Callable[[Value], str], choices: Sequence[Value]) -> Setting[Routing, Value]:
    return Setting(
        name=f"routing_{field}",
        title=title,
        get=lambda routing: getattr(routing, field),
        set=lambda uow, of, value, by: routing_rules.change_routing(uow, of, by=by, **{field: value}),
        choices=choices,
        screen=lambda uow, of, _by: department_screen(uow, of),
    )


MODE = _of_department("mode", mode_name, [*Mode])
CAPACITY = _of_department("capacity", str, (1, 2, 3, 5, 8, 10, 15, 20))
IN_MENU = _of_department("in_menu", lambda on: ("☑️ " if on else "⬜ ") + _("In the customers' menu"), (False, True))
REOPENING = Setting[RoutingRules, Reopening](
    name="reopening",
    title=_reopening_in_words,
    get=lambda rules: rules.reopening,
    set=lambda uow, _of, reopening, by: routing_rules.set_reopening(uow, reopening, by=by),
    choices=[*Reopening],
    screen=lambda uow, _of, _by: routing_screen(uow),
)
