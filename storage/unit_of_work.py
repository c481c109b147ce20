"""A unit of work: the rows that change together, of one organization."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from storage import writes
from storage.boards import Boards
from storage.bot_states import BotStates
from storage.channels import Channels
from storage.close_rules import CloseRules
from storage.contact_notes import ContactNotes
from storage.contacts import Contacts
from storage.deliveries import Deliveries
from storage.departments import Departments
from storage.deputies import Deputies
from storage.dialog_files import DialogFiles
from storage.dialog_filters import DialogFilters
from storage.dialog_lists import DialogLists
from storage.dialogs import Dialogs
from storage.employees import Employees
from storage.events import Events
from storage.fields import Fields
from storage.figures import Figures
from storage.findings import Findings
from storage.forums import Forums
from storage.journal import Journal
from storage.keywords import Keywords
from storage.messages import Messages
from storage.notices import Notices
from storage.organizations import Organizations
from storage.outages import Outages
from storage.overdue import Overdue
from storage.owned import OwnedSession, Unscoped
from storage.parts import Parts
from storage.prompts import Prompts
from storage.ratings import Ratings
from storage.reactions import Reactions
from storage.routings import Routings
from storage.scheduled_messages import ScheduledMessages
from storage.schedules import Schedules
from storage.searches import Searches
from storage.shift_rules import AllShiftRules
from storage.shifts import Shifts
from storage.showings import Showings
from storage.sign_ins import SignIns
from storage.silences import Silences
from storage.tags import Tags
from storage.task_cards import TaskCards
from storage.task_lists import TaskLists
from storage.task_reminders import TaskReminders
from storage.tasks import Tasks
from storage.templates import Templates
from storage.told_tasks import ToldTasks
from storage.unanswered import Unanswered
from storage.undos import Undos
from storage.versions import Versions
from storage.windows import Windows


class UnitOfWork:
    """What happens in it is committed as a whole, or not at all.

    `now` is one moment for everything in it. Bound to an organization it sees and makes only that one's rows.
    """

    def __init__(self, session: AsyncSession, now: datetime, organization_id: int | None) -> None:
        self.session = session
        self.now = now
        self._after_commit: list[Callable[[], None]] = []
        # The loops that get work by this commit, with the rows if that is all they have to know.
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
        """Say whose work this is, once it is known; it cannot be changed afterwards."""
        if self.session.info.setdefault("organization_id", organization_id) != organization_id:
            raise Unscoped("this unit of work belongs to another organization")

    def add(self, *rows: SQLModel) -> None:
        self.session.add_all(rows)

    async def flush(self) -> None:
        """Give new rows their ids."""
        await writes.flush(self.session)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have `call` run once the rows are safe: wake a loop that waits for them."""
        self._after_commit.append(call)

    def wake(self, loop: str) -> None:
        """Have a loop look for work once the rows are safe; it listens by `Database.listen`."""
        self.woken.add(loop)

    def bring(self, loop: str, row: object) -> None:
        """Hand a new row to a loop once it is safe."""
        self.brought[loop].append(row)

    def committed(self) -> None:
        for call in self._after_commit:
            call()

    @cached_property
    def organizations(self) -> Organizations:
        return Organizations(self.session)

    @cached_property
    def departments(self) -> Departments:
        return Departments(self.session)

    @cached_property
    def employees(self) -> Employees:
        return Employees(self.session)

    @cached_property
    def sign_ins(self) -> SignIns:
        return SignIns(self.session)

    @cached_property
    def channels(self) -> Channels:
        return Channels(self.session)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.session)

    @cached_property
    def dialogs(self) -> Dialogs:
        return Dialogs(self.session)

    @cached_property
    def dialog_lists(self) -> DialogLists:
        return DialogLists(self.session)

    @cached_property
    def dialog_filters(self) -> DialogFilters:
        return DialogFilters(self.session)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.session)

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.session)

    @cached_property
    def undos(self) -> Undos:
        return Undos(self.session)

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.session)

    @cached_property
    def reactions(self) -> Reactions:
        return Reactions(self.session)

    @cached_property
    def windows(self) -> Windows:
        return Windows(self.session)

    @cached_property
    def showings(self) -> Showings:
        return Showings(self.session)

    @cached_property
    def forums(self) -> Forums:
        return Forums(self.session)

    @cached_property
    def routings(self) -> Routings:
        return Routings(self.session)

    @cached_property
    def scheduled_messages(self) -> ScheduledMessages:
        return ScheduledMessages(self.session)

    @cached_property
    def events(self) -> Events:
        return Events(self.session)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.session)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.session)

    @cached_property
    def task_lists(self) -> TaskLists:
        return TaskLists(self.session)

    @cached_property
    def task_cards(self) -> TaskCards:
        return TaskCards(self.session)

    @cached_property
    def task_reminders(self) -> TaskReminders:
        return TaskReminders(self.session)

    @cached_property
    def outages(self) -> Outages:
        return Outages(self.session)

    @cached_property
    def overdue(self) -> Overdue:
        return Overdue(self.session)

    @cached_property
    def close_rules(self) -> CloseRules:
        return CloseRules(self.session)

    @cached_property
    def silences(self) -> Silences:
        return Silences(self.session)

    @cached_property
    def told_tasks(self) -> ToldTasks:
        return ToldTasks(self.session)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self.session)

    @cached_property
    def templates(self) -> Templates:
        return Templates(self.session)

    @cached_property
    def contact_notes(self) -> ContactNotes:
        return ContactNotes(self.session)

    @cached_property
    def dialog_files(self) -> DialogFiles:
        return DialogFiles(self.session)

    @cached_property
    def fields(self) -> Fields:
        return Fields(self.session)

    @cached_property
    def schedules(self) -> Schedules:
        return Schedules(self.session, self.now)

    @cached_property
    def shifts(self) -> Shifts:
        return Shifts(self.session)

    @cached_property
    def shift_rules(self) -> AllShiftRules:
        return AllShiftRules(self.session)

    @cached_property
    def deputies(self) -> Deputies:
        return Deputies(self.session)

    @cached_property
    def searches(self) -> Searches:
        return Searches(self.session)

    @cached_property
    def findings(self) -> Findings:
        return Findings(self.session)

    @cached_property
    def ratings(self) -> Ratings:
        return Ratings(self.session)

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.session)

    @cached_property
    def keywords(self) -> Keywords:
        return Keywords(self.session)

    @cached_property
    def bot_states(self) -> BotStates:
        return BotStates(self.session)

    @cached_property
    def unanswered(self) -> Unanswered:
        return Unanswered(self.session)

    @cached_property
    def boards(self) -> Boards:
        return Boards(self.session)

    @cached_property
    def prompts(self) -> Prompts:
        return Prompts(self.session)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.session)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.session)
