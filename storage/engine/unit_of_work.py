"""A unit of work: one transaction on the rows of one organization, with the queries of every noun."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar, overload

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from storage.automation.auto_close_rules import AutoCloseRules
from storage.automation.auto_close_timers import AutoCloseTimers
from storage.automation.auto_messages import AutoMessages
from storage.automation.auto_replies import AutoReplies
from storage.automation.bot_states import BotStates
from storage.automation.ratings import Ratings
from storage.clients.contact_notes import ContactNotes
from storage.clients.contacts import Contacts
from storage.clients.dialog_files import DialogFiles
from storage.clients.fields import Fields
from storage.delivery.deliveries import Deliveries
from storage.delivery.journal import Journal
from storage.delivery.outages import Outages
from storage.engine import writes
from storage.engine.owned import OwnedSession, Unscoped
from storage.inbox.boards import Boards
from storage.inbox.dialog_filters import DialogFilters
from storage.inbox.dialog_lists import DialogLists
from storage.inbox.dialogs import Dialogs
from storage.inbox.questions import Questions
from storage.inbox.search_hits import SearchHits
from storage.inbox.searches import Searches
from storage.inbox.showings import Showings
from storage.inbox.windows import Windows
from storage.messages.messages import Messages
from storage.messages.parts import Parts
from storage.messages.reactions import Reactions
from storage.messages.scheduled_messages import ScheduledMessages
from storage.messages.undos import Undos
from storage.messages.versions import Versions
from storage.reports.events import Events
from storage.reports.report_rows import ReportRows
from storage.shifts.deputies import Deputies
from storage.shifts.routings import Routings
from storage.shifts.schedules import Schedules
from storage.shifts.shift_rules import AllShiftRules
from storage.shifts.shifts import Shifts
from storage.shifts.unanswered import Unanswered
from storage.tags.tags import Tags
from storage.tasks.overdue_tasks import OverdueTasks
from storage.tasks.task_cards import TaskCards
from storage.tasks.task_lists import TaskLists
from storage.tasks.task_notifications import TaskNotifications
from storage.tasks.task_reminders import TaskReminders
from storage.tasks.tasks import Tasks
from storage.team.channels import Channels
from storage.team.departments import Departments
from storage.team.employees import Employees
from storage.team.forums import Forums
from storage.team.organizations import Organizations
from storage.team.sign_ins import SignIns
from storage.templates.templates import Templates

Queries = TypeVar("Queries")


class Repository(Generic[Queries]):
    """A descriptor that makes the queries of one noun an attribute of every unit of work, at its first use."""

    def __init__(self, make: Callable[[AsyncSession], Queries]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, uow: None, owner: type) -> "Repository[Queries]": ...

    @overload
    def __get__(self, uow: "UnitOfWork", owner: type) -> Queries: ...

    def __get__(self, uow: "UnitOfWork | None", owner: type) -> "Repository[Queries] | Queries":
        if uow is None:
            return self
        # This is no data descriptor: after the assignment Python finds the attribute in the instance.
        made = uow.__dict__[self._name] = self._make(uow.session)
        return made


class UnitOfWork:
    """A transaction: all its changes are committed, or none.

    `now` is one moment for the whole unit of work. A unit of work that is bound to an organization reads and makes
    only rows of that organization.
    """

    organizations = Repository(Organizations)
    departments = Repository(Departments)
    employees = Repository(Employees)
    sign_ins = Repository(SignIns)
    channels = Repository(Channels)
    contacts = Repository(Contacts)
    dialogs = Repository(Dialogs)
    dialog_lists = Repository(DialogLists)
    dialog_filters = Repository(DialogFilters)
    messages = Repository(Messages)
    parts = Repository(Parts)
    undos = Repository(Undos)
    versions = Repository(Versions)
    reactions = Repository(Reactions)
    windows = Repository(Windows)
    showings = Repository(Showings)
    forums = Repository(Forums)
    routings = Repository(Routings)
    scheduled_messages = Repository(ScheduledMessages)
    events = Repository(Events)
    report_rows = Repository(ReportRows)
    tasks = Repository(Tasks)
    task_lists = Repository(TaskLists)
    task_cards = Repository(TaskCards)
    task_reminders = Repository(TaskReminders)
    outages = Repository(Outages)
    overdue_tasks = Repository(OverdueTasks)
    auto_close_rules = Repository(AutoCloseRules)
    auto_close_timers = Repository(AutoCloseTimers)
    task_notifications = Repository(TaskNotifications)
    tags = Repository(Tags)
    templates = Repository(Templates)
    contact_notes = Repository(ContactNotes)
    dialog_files = Repository(DialogFiles)
    fields = Repository(Fields)
    schedules = Repository(Schedules)
    shifts = Repository(Shifts)
    shift_rules = Repository(AllShiftRules)
    deputies = Repository(Deputies)
    searches = Repository(Searches)
    search_hits = Repository(SearchHits)
    ratings = Repository(Ratings)
    auto_messages = Repository(AutoMessages)
    auto_replies = Repository(AutoReplies)
    bot_states = Repository(BotStates)
    unanswered = Repository(Unanswered)
    boards = Repository(Boards)
    questions = Repository(Questions)
    journal = Repository(Journal)
    deliveries = Repository(Deliveries)

    def __init__(self, session: AsyncSession, now: datetime, organization_id: int | None) -> None:
        self.session = session
        self.now = session.info["now"] = now
        self._after_commit: list[Callable[[], None]] = []
        # The loops that get work with this commit: some look for it themselves, some are given the new rows.
        self.woken: set[str] = set()
        self.brought: defaultdict[str, list[Any]] = defaultdict(list)
        if not isinstance(session.sync_session, OwnedSession):
            raise Unscoped("this session does not keep organizations apart")
        if organization_id is not None:
            self.bind(organization_id)

    @property
    def organization_id(self) -> int:
        bound = self.session.info.get("organization_id")
        if bound is None:
            raise Unscoped("this unit of work is bound to no organization")
        return int(bound)

    def bind(self, organization_id: int) -> None:
        """Bind the unit of work to an organization, as soon as that is known.

        Raises:
            Unscoped: the unit of work is already bound to another organization.
        """
        if self.session.info.setdefault("organization_id", organization_id) != organization_id:
            raise Unscoped("this unit of work belongs to another organization")

    def add(self, *rows: SQLModel) -> None:
        self.session.add_all(rows)

    async def flush(self) -> None:
        """Write new and changed rows to the database; new rows get their ids."""
        await writes.flush(self.session)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run `call` after the commit, for example to wake a loop that waits for the rows."""
        self._after_commit.append(call)

    def wake(self, loop: str) -> None:
        """Tell a loop after the commit to look for work. The loop listens with `Database.listen`."""
        self.woken.add(loop)

    def bring(self, loop: str, row: object) -> None:
        """Give a new row to a loop after the commit."""
        self.brought[loop].append(row)

    def committed(self) -> None:
        for call in self._after_commit:
            call()
