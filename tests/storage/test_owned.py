"""Nothing of one organization is ever visible to another, whatever the query."""

import inspect
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import pytest
from sqlalchemy import func, insert
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select, update

from bridge.actions.inbox import dialogs
from bridge.actions.messages import edits, reactions
from bridge.channel import Edited, Reacted
from bridge.errors import NotFound
from storage.automation.auto_close_rules import AutoCloseRule
from storage.automation.auto_close_timers import AutoCloseTimer
from storage.automation.auto_messages import AutoMessage, AutoMessageKind
from storage.automation.auto_replies import AutoReply
from storage.automation.bot_states import BotState
from storage.automation.ratings import Rating
from storage.clients.contact_notes import ContactNote
from storage.clients.fields import CustomField, FieldKind, FieldValue
from storage.delivery.outages import Outage, OutageNotice, OutageReason
from storage.engine.owned import SYSTEM_WIDE, Owned, Unscoped
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.boards import Board
from storage.inbox.dialog_filters import DialogFilter
from storage.inbox.dialog_lists import Wanted
from storage.inbox.dialogs import Dialog
from storage.inbox.search_hits import PersonTerm
from storage.inbox.searches import Search, SearchForgotten, SearchSubject, terms
from storage.messages.parts import Part
from storage.messages.scheduled_messages import ScheduledMessage, ScheduledState
from storage.messages.undos import Undo
from storage.reports.events import EventKind
from storage.shifts.deputies import Deputy
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.pauses import Pause
from storage.shifts.routings import DepartmentQuestion, Routing, RoutingRules
from storage.shifts.schedules import Whose, WorkSchedule
from storage.shifts.shift_rules import ShiftRules
from storage.shifts.shifts import Shift
from storage.shifts.unanswered import ResponseLimit, ResponseWait
from storage.tags.tags import Tag, TagScope
from storage.tasks.task_cards import TaskCard
from storage.tasks.task_lists import TaskQuery, TaskView
from storage.tasks.task_notifications import TaskNotification
from storage.tasks.task_reminders import TaskReminder
from storage.tasks.tasks import Task
from storage.team.departments import Department
from storage.team.employees import Employee
from storage.team.forums import Forum
from storage.team.organizations import Organization
from storage.team.sign_ins import Invite, SignInGuard
from storage.templates.templates import Template, TemplateScope
from tests.office import HELLO, INVOICE, IVAN, Office, open_office


def tables(base: type[Owned] = Owned) -> Iterable[type[Owned]]:
    for table in base.__subclasses__():
        yield from (table, *tables(table))


TABLES = sorted(tables(), key=lambda table: table.__name__)
QUERIES = [
    (noun, method)
    for noun, classes in vars(UnitOfWork).items()
    if isinstance(classes, cached_property) and noun not in ("organizations", "journal", "questions")
    for method, call in inspect.getmembers(inspect.get_annotations(classes.func, eval_str=True)["return"])
    if inspect.iscoroutinefunction(call) and not method.startswith("_") and not method.endswith("_anywhere")
]


@pytest.fixture
async def ours(database, organization) -> Organization:
    """An organization without any rows of its own."""
    return organization


@pytest.fixture
async def theirs(database, ours) -> Office:
    """Another one, with a row in every table."""
    async with database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)
    office = await open_office(database, other)
    await office.hears(file=INVOICE)
    async with office.begin() as uow:
        await uow.flush()
        dialog = (await uow.dialogs.active())[0]
        await dialogs.take(uow, dialog.id, by=office.anna)
        window = (await uow.windows.of_dialog(dialog.id))[0]
        window.thread_id, window.card_id = 77, 78
        uow.windows.remember(window, 76)
        await edits.receive_customer_edit(
            uow, office.channel, Edited(replace(HELLO, text="Где мой заказ?", file=INVOICE))
        )
        await reactions.receive_reaction(uow, office.channel, Reacted(IVAN.external_id, HELLO.external_id, ["👍"]))
        message = (await uow.messages.newest(dialog.id))[0]
        message.album_id = "7"
        uow.add(Part(message_id=message.id, dialog_id=dialog.id, external_id="another part"))
        uow.add(Forum(department_id=office.support.id, chat_id=-1001, title="Поддержка", bound_at=uow.now))
        uow.add(Invite(employee_id=office.anna.id, token_hash="hash", expires_at=uow.now))
        await describe(uow, dialog, office)
        await schedule(uow, office)
    await office.writes(office.anna, await office.window(office.anna), "Уже едет")
    return office


async def describe(uow: UnitOfWork, dialog: Dialog, office: Office) -> None:
    """All that employees have said of a dialog and its contact."""
    for scope, owner_id in ((TagScope.DIALOG, dialog.id), (TagScope.CONTACT, dialog.contact_id)):
        tag = Tag(scope=scope, name="Срочно", key="срочно", created_at=uow.now)
        uow.add(tag)
        await uow.flush()
        await uow.tags.put(tag, owner_id, by=office.anna.id, at=uow.now)
    uow.add(DialogFilter(employee_id=office.anna.id))
    uow.add(Search(employee_id=office.anna.id, words="привет", subject=SearchSubject.MESSAGES, made_at=uow.now))
    field = CustomField(name="Город", key="город", kind=FieldKind.TEXT, created_at=uow.now)
    written = {"contact_id": dialog.contact_id, "employee_id": office.anna.id}
    place = {"scope": TemplateScope.DEPARTMENT, "department_id": office.support.id}
    uow.add(Template(title="Привет", key="привет", author_id=office.anna.id, created_at=uow.now, **place))
    uow.add(field, ContactNote(text="Звонит по утрам", created_at=uow.now, **written))
    await uow.flush()
    uow.add(FieldValue(contact_id=dialog.contact_id, field_id=field.id, value="Омск", put_at=uow.now))
    task = Task(text="Перезвонить", author_id=office.anna.id, dialog_id=dialog.id, created_at=uow.now)
    uow.add(task, TaskView(employee_id=office.anna.id))
    await uow.flush()
    window = (await uow.windows.of_dialog(dialog.id))[0]
    said = (await uow.messages.newest(dialog.id))[0]
    uow.add(Undo(message_id=said.id, window_id=window.id, until=uow.now, telegram_message_id=81))
    uow.add(TaskCard(task_id=task.id, window_id=window.id, telegram_message_id=79))
    uow.add(TaskReminder(task_id=task.id, due_at=uow.now))
    await rule(uow, dialog, office)
    uow.add(Routing(department_id=office.support.id), RoutingRules())
    newest = (await uow.messages.newest(dialog.id))[0]
    uow.add(DepartmentQuestion(dialog_id=dialog.id, message_id=newest.id, asked_at=uow.now))
    later = {"chat_id": window.chat_id, "state": ScheduledState.WAITING, "due_at": uow.now, "album": "8"}
    uow.add(ScheduledMessage(dialog_id=dialog.id, author_id=office.anna.id, created_at=uow.now, **later))
    uow.add(AutoCloseRule(after=60), AutoCloseTimer(dialog_id=dialog.id, since=uow.now, close_at=uow.now))
    uow.add(TaskNotification(task_id=task.id, chat_id=window.chat_id, telegram_message_id=80))
    uow.add(outage := Outage(carrier="desk", reason=OutageReason.AWAY, began_at=uow.now))
    await uow.flush()
    uow.add(OutageNotice(outage_id=outage.id, chat_id=window.chat_id, telegram_message_id=82))


async def schedule(uow: UnitOfWork, office: Office) -> None:
    """When employees work."""
    anna = {"employee_id": office.anna.id}
    uow.add(WorkSchedule(days=[[[0, 1440]]] * 7, **anna), Shift(settled_at=uow.now, due_at=uow.now, **anna))
    uow.add(Pause(since=uow.now, until=uow.now + timedelta(hours=1), **anna))
    uow.add(ExemptDays(first=uow.now.date(), last=uow.now.date(), made_at=uow.now, **anna))
    uow.add(ShiftRules(), Deputy(deputy_id=office.maria.id, **anna))


async def rule(uow: UnitOfWork, dialog: Dialog, office: Office) -> None:
    """What the bot says and does by itself, and has said and done in a dialog."""
    uow.add(AutoMessage(kind=AutoMessageKind.GREETING, channel_id=office.channel.id, is_on=True))
    uow.add(AutoReply(channel_id=office.channel.id, words=["адрес"], text="Мира, 5", created_at=uow.now))
    uow.add(BotState(dialog_id=dialog.id), ResponseWait(dialog_id=dialog.id, waiting_since=uow.now, due_at=uow.now))
    uow.add(Rating(dialog_id=dialog.id, channel_id=office.channel.id, closed_at=uow.now, due_at=uow.now))
    uow.add(ResponseLimit(department_id=office.support.id, remind_after=5))
    uow.add(Board(chat_id=101, employee_id=office.anna.id))


async def test_rows_of_a_table_are_their_owners_only(database, ours, theirs):
    for table in TABLES:
        async with theirs.begin() as uow:
            row = (await uow.session.scalars(select(table))).first()
        assert row is not None, f"the set-up makes no {table.__name__}"
        key = tuple(getattr(row, column.name) for column in table.__table__.primary_key)

        async with database.begin(ours.id) as uow:
            assert await uow.session.get(table, key) is None, table
            for statement in (select(table), select(aliased(table)), select(table.organization_id)):
                assert not (await uow.session.execute(statement)).all(), table
            assert not await uow.session.scalar(select(func.count(col(table.organization_id)))), table
            assert not (await uow.session.execute(update(table).values(organization_id=ours.id))).rowcount, table
            assert not (await uow.session.execute(delete(table))).rowcount, table


OWNER = col(Department.organization_id)
REACHED = {
    "subquery": select(select(Department.id).subquery()),
    "with": select(select(Department.id).cte()),
    "scalar subquery": select(select(func.count(col(Department.id))).scalar_subquery()),
    "join": select(Organization.id).join(Department, Organization.id == OWNER),
    "outer join": select(Department.id).join(Organization, Organization.id == OWNER, isouter=True),
    "in": select(Organization.id).where(col(Organization.id).in_(select(OWNER))),
    "exists": select(Organization.id).where(select(Department).where(Organization.id == OWNER).exists()),
    "two tables": select(Organization.id).where(Organization.id == OWNER),
}
NOT_REACHED = {
    "count of anything": select(func.count()).select_from(Department),
    "count of anything where": select(func.count()).where(Department.name == "Поддержка"),
    "count of anything inside": select(Organization, select(func.count()).select_from(Department).scalar_subquery()),
    "bare table": select(Department.__table__),
    "union": select(Department.id).union(select(Department.id)),
    "update of a bare table": update(Department.__table__).values(name="Наш"),
    "delete from a bare table": delete(Department.__table__),
    "insert": insert(Department).values(name="Наш", organization_id=2),
}


async def test_query_in_a_roundabout_way_finds_nothing_of_theirs(database, ours, theirs):
    for name, statement in REACHED.items():
        async with theirs.begin() as uow:
            assert any((await uow.session.scalars(statement)).all()), name

        async with database.begin(ours.id) as uow:
            assert not any((await uow.session.scalars(statement)).all()), name


@pytest.mark.parametrize("statement", NOT_REACHED.values(), ids=NOT_REACHED)
async def test_query_that_the_filter_does_not_reach_is_refused(database, ours, statement):
    with pytest.raises(Unscoped):
        async with database.begin(ours.id) as uow:
            await uow.session.execute(statement)


async def test_without_an_organization_nothing_is_asked(database):
    for statement in (*REACHED.values(), *NOT_REACHED.values(), select(Dialog)):
        with pytest.raises(Unscoped):
            async with database.begin() as uow:
                await uow.session.execute(statement)


async def test_system_wide_queries_say_so(database, ours, theirs):
    async with database.begin() as uow:
        found = await uow.session.scalars(select(Employee), execution_options=SYSTEM_WIDE)

    assert len(found.all()) == 3


async def test_query_of_a_noun_tells_nobody_else_anything(database, ours, theirs):
    for noun, method in QUERIES:
        async with theirs.begin() as uow:
            known = await known_of(uow, noun)
            asked = inspect.signature(getattr(getattr(uow, noun), method)).parameters.values()
            arguments = {it.name: known[it.name] for it in asked if it.default is it.empty}

        if any(isinstance(value, Owned) for value in arguments.values()):
            # It takes a row, and a row can only be had through a query that is asked here.
            continue
        async with database.begin(ours.id) as uow:
            with suppress(NotFound, NoResultFound, SearchForgotten):
                answer = await getattr(getattr(uow, noun), method)(**arguments)
                assert not told(answer), f"{noun}.{method}"


async def known_of(uow: UnitOfWork, noun: str) -> dict[str, object]:
    """What the parameters of a noun's queries are called, with the values of their rows."""
    rows = {table.__tablename__: (await uow.session.scalars(select(table))).first() for table in TABLES}
    known = {name: value for row in rows.values() for name, value in row.model_dump().items() if value is not None}
    known |= {f"{name}_id": row.id for name, row in rows.items() if hasattr(row, "id")}
    known |= {"address_id": known["contact_address_id"], "contact_ids": [known["contact_id"]]}
    known |= {"external_ids": [known["external_id"]], "message_ids": [known["message_id"]]}
    known |= {"department_ids": [known["department_id"]], "answer": rows["message"]}
    known |= {"owner_id": known["dialog_id"], "owner_ids": [known["dialog_id"]], "dialog_ids": [known["dialog_id"]]}
    known |= {"note_id": known["contact_note_id"], "wanted": Wanted(known["employee_id"])}
    known |= {"of": known["employee_id"], "terms": terms("заказ"), "person": [PersonTerm(["иван"])]}
    known |= {"scheduled_id": known["scheduled_message_id"]}
    known |= {"kinds": list(EventKind), "departments": [known["department_id"]]}
    day = (uow.now, uow.now + timedelta(days=1))
    known |= {"until": uow.now, "before": uow.now + timedelta(days=1), "others": [], "rule": rows["auto_close_rule"]}
    known |= {
        "task_query": TaskQuery(rows["task_view"], uow.now, day, day),
        "now": uow.now,
        "employee_ids": [known["employee_id"]],
        "owner": Whose(known["employee_id"]),
        "at": uow.now,
        "limit": 10,
        "after_id": 0,
        "up_to_id": 100,
        "into": rows["tag"],
        "window_ids": [known["window_id"]],
    }
    known |= {table: row for table, row in rows.items() if table not in known}
    known |= {"by": known["employee_id"], "not_by": known["employee_id"]}
    own = rows.get(re.sub("ies$", "y", noun).removesuffix("s"))
    return known | (own.model_dump(exclude_none=True) if own is not None else {})


def told(answer: object) -> list[object]:
    """The rows in an answer, or the answer itself when it is a fact about rows.

    Guards and a bot's outages belong to nobody, nor do rows that were made for the occasion: what somebody sees who
    has chosen nothing.
    """
    values = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list | set) else [answer]
    return [value for value in values if value and not isinstance(value, SignInGuard | Outage) and not _is_new(value)]


def _is_new(value: object) -> bool:
    return isinstance(value, Owned) and value.organization_id is None


async def test_new_row_belongs_to_the_unit_of_works_organization(database, ours):
    async with database.begin(ours.id) as uow:
        department = Department(name="Поддержка")
        uow.add(department)

    assert department.organization_id == ours.id


async def test_row_cannot_be_made_for_another_organization(database, ours, theirs):
    with pytest.raises(Unscoped):
        async with database.begin(ours.id) as uow:
            uow.add(Department(name="Поддержка", organization_id=theirs.organization.id))


async def test_unit_of_work_belongs_to_one_organization(database, ours, theirs):
    with pytest.raises(Unscoped):
        async with database.begin(ours.id) as uow:
            uow.bind(theirs.organization.id)
