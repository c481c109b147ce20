"""The desk's carrier: every kind of delivery to operators goes to its painter."""

from collections.abc import Awaitable, Callable

from bridge.actions import albums, forums, task_reminders, unheard
from bridge.actions.desk import Show
from bridge.carrier import Receipt
from bridge.channel import Files
from bridge.desk.albums import AlbumPainter
from bridge.desk.auto_close_warnings import ClosingPainter
from bridge.desk.board_painter import BoardPainter
from bridge.desk.bursts import BurstPainter
from bridge.desk.card_painter import CardPainter
from bridge.desk.copies import Copies
from bridge.desk.destinations import Destinations, chat_of, is_group
from bridge.desk.detached_uploads import DetachingPainter, Successes
from bridge.desk.digests import DigestPainter
from bridge.desk.edits import EditPainter
from bridge.desk.errors import OperatorGone, SignedOut
from bridge.desk.marks import MarkPainter
from bridge.desk.mention_painter import MentionPainter
from bridge.desk.message_updates import ErasePainter, ReactionPainter, ReplyNoticePainter
from bridge.desk.moves import MovePainter
from bridge.desk.offer_painter import OfferPainter
from bridge.desk.outage_painter import OutagePainter
from bridge.desk.overdue import OverduePainter
from bridge.desk.painter import Painter
from bridge.desk.private_notices import PrivateNoticePainter
from bridge.desk.recaps import RecapPainter
from bridge.desk.reminder_painter import ReminderPainter, ToldPainter
from bridge.desk.repeats import repeating
from bridge.desk.screen_painter import ScreenPainter
from bridge.desk.sentences import ConfirmationPainter, TopicNoticePainter
from bridge.desk.sound import sound
from bridge.desk.sweeps import SweepPainter
from bridge.desk.task_painter import TaskNoticePainter, TaskPainter
from bridge.desk.telegram import Telegram
from bridge.desk.topics import TopicsMode
from bridge.desk.undelivered_notices import UndeliveredNoticePainter
from bridge.desk.undo_painter import UndoOverPainter, UndoPainter
from bridge.desk.waiting_painter import WaitingPainter
from bridge.desk.week_painter import WeekPainter
from bridge.errors import BridgeError
from bridge.reports.reporter import Reporter
from bridge.texts import language
from storage.database import Database
from storage.deliveries import Delivery
from storage.shift_rules import OffDuty
from storage.unit_of_work import UnitOfWork

OnOperatorGone = Callable[[UnitOfWork, int, OperatorGone], Awaitable[None]]
"""What to do when nothing can be shown in a chat any more: the operator's, whose account has that id, or a group."""


class DeskCarrier:
    def __init__(
        self,
        database: Database,
        telegram: Telegram,
        mode: TopicsMode,
        files: Files,
        reporter: Reporter,
        on_gone: OnOperatorGone,
    ) -> None:
        destinations = Destinations(database, telegram, mode)
        copies, cards = Copies(database, destinations, files), CardPainter(database, telegram, destinations)
        self._database = database
        self._telegram = telegram
        self._on_gone = on_gone
        painters: dict[str, Painter] = {
            Show.COPY: BurstPainter(database, destinations, copies),
            albums.DELIVERY_KIND: AlbumPainter(database, destinations, files, copies),
            Show.CARD: cards,
            Show.TITLE: cards,
            Show.RECAP: RecapPainter(database, destinations),
            Show.OFFER: OfferPainter(database, telegram),
            Show.MARK: MarkPainter(database, telegram, destinations),
            Show.CONFIRMATION: ConfirmationPainter(database, destinations),
            Show.TOPIC_NOTICE: TopicNoticePainter(database, destinations),
            Show.EDIT: EditPainter(database, telegram, destinations, files, copies),
            Show.MOVE: MovePainter(database, telegram, copies),
            Show.ERASE: ErasePainter(database, telegram),
            Show.REACTION: ReactionPainter(database, telegram),
            Show.REPLY_NOTICE: ReplyNoticePainter(database, destinations),
            Show.PRIVATE_NOTICE: PrivateNoticePainter(database, telegram),
            Show.DIGEST: DigestPainter(database, telegram),
            Show.WEEK: WeekPainter(database, telegram, reporter),
            Show.MENTION: MentionPainter(database, telegram),
            Show.WAITING: WaitingPainter(database, telegram),
            Show.BOARD: BoardPainter(database, telegram),
            Show.OUTAGE: OutagePainter(database, telegram),
            Show.SCREEN: ScreenPainter(telegram, database.clock),
            Show.UNDELIVERED_NOTICE: UndeliveredNoticePainter(database, telegram),
            Show.UNDO: UndoPainter(database, telegram, destinations),
            Show.UNDO_OVER: UndoOverPainter(database, telegram, destinations),
            Show.TASK: TaskPainter(database, telegram, destinations),
            Show.TASK_NOTICE: TaskNoticePainter(database, telegram),
            Show.REMINDER: ReminderPainter(database, telegram, destinations),
            Show.TOLD: ToldPainter(database, telegram),
            Show.OVERDUE: OverduePainter(database, telegram),
            Show.CLOSING: ClosingPainter(database, destinations),
            Show.SWEEP: SweepPainter(database, telegram),
        }
        successes = Successes(database.clock)
        self._painters = {kind: DetachingPainter(painter, successes) for kind, painter in painters.items()}

    @property
    def settles(self) -> bool:
        return True

    def floor(self, lane: str) -> int | None:
        return self._telegram.settler.ids.highest(int(lane.rpartition(":")[2]))

    async def send(self, delivery: Delivery) -> Receipt:
        spoken = await self._spoken(delivery) if delivery.is_repeat else None
        with sound(on=await self._may_sound(delivery)), language(spoken), repeating(delivery):
            return await self._painters[delivery.kind].send(delivery)

    async def _spoken(self, delivery: Delivery) -> str:
        """The language of whoever reads there; in a group the organization's."""
        async with self._database.read(delivery.organization_id) as uow:
            reader = await uow.sign_ins.of_account_anywhere(chat_of(delivery))
            if reader is not None:
                return (await uow.employees.get(reader.employee_id)).language
            return (await uow.organizations.get(delivery.organization_id)).language

    async def _may_sound(self, delivery: Delivery) -> bool:
        """As the reader has it now, silently for whoever is off duty; in a group as everybody's own Telegram has it.

        Raises:
            SignedOut: nobody of the organization reads there any more.
        """
        chat_id = chat_of(delivery)
        async with self._database.read() as uow:
            if is_group(chat_id):
                forum = await uow.forums.at_anywhere(chat_id)
                reader = (forum.organization_id, True) if forum is not None else None
            else:
                reader = await uow.sign_ins.reader_anywhere(chat_id)
            if reader is None or reader[0] != delivery.organization_id:
                raise SignedOut
            if is_group(chat_id) or not reader[1] or not await uow.shifts.is_off_anywhere(chat_id):
                return reader[1]
        async with self._database.read(delivery.organization_id) as uow:
            return (await uow.shift_rules.current()).off_duty is OffDuty.SOUND

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await self._painters[delivery.kind].sent(uow, delivery, receipt)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._painters[delivery.kind].failed(uow, delivery, error)
        if isinstance(error, OperatorGone):
            await self._on_gone(uow, chat_of(delivery), error)
            if is_group(chat_of(delivery)):
                await forums.tell_elsewhere(uow, delivery)
        if isinstance(error, OperatorGone | SignedOut) and not is_group(chat_of(delivery)):
            await unheard.tell_others(uow, delivery)
            if delivery.kind == Show.REMINDER:
                await task_reminders.tell_others(uow, delivery)
