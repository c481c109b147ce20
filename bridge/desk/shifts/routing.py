"""«Маршрутизация»: how each department's dialogs come to somebody; and «Почему мне?», in words."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import OpenRouting, back_to_management
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import Event, EventKind
from storage.shifts.routings import Mode, Reopening, Routing

Button = InlineKeyboardButton

CAPACITY_CHOICES = (1, 2, 3, 5, 8, 10, 15, 20)
# What says whose a dialog has become.
ASSIGNMENT_EVENTS = (
    EventKind.DIALOG_ROUTED,
    EventKind.DIALOG_TAKEN,
    EventKind.DIALOG_TRANSFERRED,
    EventKind.DIALOG_REOPENED,
)


class ShowDepartment(CallbackData, prefix="rod"):
    """How its dialogs come to somebody; a question about it is forgotten."""

    department_id: Number


class SetMode(CallbackData, prefix="rom"):
    department_id: Number
    mode: Mode


class SetCapacity(CallbackData, prefix="roc"):
    department_id: Number
    capacity: Number


class SetMenu(CallbackData, prefix="rou"):
    department_id: Number
    on: bool


class AskDepartmentWords(CallbackData, prefix="row"):
    department_id: Number


class ForgetWords(CallbackData, prefix="rof"):
    department_id: Number


class SetReopening(CallbackData, prefix="ror"):
    reopening: Reopening


class WhyMe(CallbackData, prefix="roy"):
    """Tell how a dialog has come to whoever has it."""

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
    """All departments, and what goes for all of them."""
    routings = {row.department_id: row for row in await uow.routings.all()}
    rules = await uow.routings.rules()
    rows = []
    for department in await uow.departments.all():
        routing = routings.get(department.id) or Routing(department_id=department.id)
        data = ShowDepartment(department_id=department.id).pack()
        rows.append([button(f"👥 {department.name}: {_brief(routing)}", data)])
    rows.append([_reopening(rules.reopening)])
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


def _reopening(reopening: Reopening) -> Button:
    if reopening is Reopening.FORMER:
        text, other = _("From the archive: to the former one"), Reopening.QUEUE
    else:
        text, other = _("From the archive: to the queue"), Reopening.FORMER
    return button("↩️ " + text, SetReopening(reopening=other))


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
    back = button("‹ " + _("Back"), OpenRouting())
    return _screen(department.name, lines, [*_choices(routing), [back]])


def _choices(routing: Routing) -> list[list[Button]]:
    department_id = routing.department_id
    modes = [
        _chosen(mode_name(mode), SetMode(department_id=department_id, mode=mode), on=mode is routing.mode)
        for mode in Mode
    ]
    capacities = [
        _chosen(str(count), SetCapacity(department_id=department_id, capacity=count), on=count == routing.capacity)
        for count in CAPACITY_CHOICES
    ]
    words = [button("🔤 " + _("Words"), AskDepartmentWords(department_id=department_id))]
    if routing.words:
        forget = ForgetWords(department_id=department_id).pack()
        words.append(button(_("Without words"), forget))
    menu = SetMenu(department_id=department_id, on=not routing.in_menu)
    sign = "☑️ " if routing.in_menu else "⬜ "
    return [
        *([mode] for mode in modes),
        *([] if routing.is_by_hand else in_rows(capacities, width=4)),
        words,
        [button(sign + _("In the customers' menu"), menu)],
    ]


def _chosen(text: str, data: CallbackData, *, on: bool) -> Button:
    return button(f"✅ {text}" if on else text, data)


def why_button(dialog_id: int) -> Button:
    return button("❓ " + _("Why me?"), WhyMe(dialog_id=dialog_id))


async def assignment_in_words(uow: UnitOfWork, dialog_id: int) -> str:
    """Which rule, or who, has made whom responsible."""
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
    """Why it is that department's."""
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
