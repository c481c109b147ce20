"""The desk's carrier: every kind of delivery to operators goes to its renderer."""

from collections.abc import Awaitable, Callable

from bridge.actions.delivery import unheard
from bridge.actions.delivery.desk import DeliveryKind
from bridge.actions.messages import albums
from bridge.actions.tasks import task_reminders
from bridge.actions.team import forums
from bridge.channel import Files
from bridge.delivery.carrier import Receipt
from bridge.desk.automation.auto_close_warnings import ClosingRenderer
from bridge.desk.bot_api.destinations import Destinations, chat_of, is_group
from bridge.desk.bot_api.detached_uploads import DetachingRenderer, Successes
from bridge.desk.bot_api.errors import OperatorGone, SignedOut
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.bot_api.topics import TopicsMode
from bridge.desk.inbox.digests import DigestRenderer
from bridge.desk.inbox.recaps import RecapRenderer
from bridge.desk.messages.repeats import repeating
from bridge.desk.messages.sound import sound
from bridge.desk.render.albums import AlbumRenderer
from bridge.desk.render.board_renderer import BoardRenderer
from bridge.desk.render.bursts import BurstRenderer
from bridge.desk.render.card_renderer import CardRenderer
from bridge.desk.render.copies import Copies
from bridge.desk.render.delivery_states import DeliveryStateRenderer
from bridge.desk.render.edits import EditRenderer
from bridge.desk.render.mention_renderer import MentionRenderer
from bridge.desk.render.message_updates import EraseRenderer, ReactionRenderer, ReplyNoticeRenderer
from bridge.desk.render.moves import MoveRenderer
from bridge.desk.render.offer_renderer import OfferRenderer
from bridge.desk.render.outage_renderer import OutageRenderer
from bridge.desk.render.private_notices import PrivateNoticeRenderer
from bridge.desk.render.reminder_renderer import ReminderRenderer, ToldRenderer
from bridge.desk.render.renderer import Renderer
from bridge.desk.render.screen_renderer import ScreenRenderer
from bridge.desk.render.sentences import ConfirmationRenderer, TopicNoticeRenderer
from bridge.desk.render.sweeps import SweepRenderer
from bridge.desk.render.task_renderer import TaskNoticeRenderer, TaskRenderer
from bridge.desk.render.undelivered_notices import UndeliveredNoticeRenderer
from bridge.desk.render.undo_renderer import UndoOverRenderer, UndoRenderer
from bridge.desk.render.waiting_renderer import WaitingRenderer
from bridge.desk.render.week_renderer import WeekRenderer
from bridge.desk.tasks.overdue_tasks import OverdueRenderer
from bridge.errors import BridgeError
from bridge.reports.reporter import Reporter
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.shift_rules import OffDuty

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
        copies, cards = Copies(database, destinations, files), CardRenderer(database, telegram, destinations)
        self._database = database
        self._telegram = telegram
        self._on_gone = on_gone
        renderers: dict[str, Renderer] = {
            DeliveryKind.COPY: BurstRenderer(database, destinations, copies),
            albums.DELIVERY_KIND: AlbumRenderer(database, destinations, files, copies),
            DeliveryKind.CARD: cards,
            DeliveryKind.TITLE: cards,
            DeliveryKind.RECAP: RecapRenderer(database, destinations),
            DeliveryKind.OFFER: OfferRenderer(database, telegram),
            DeliveryKind.DELIVERY_STATE: DeliveryStateRenderer(database, telegram, destinations),
            DeliveryKind.CONFIRMATION: ConfirmationRenderer(database, destinations),
            DeliveryKind.TOPIC_NOTICE: TopicNoticeRenderer(database, destinations),
            DeliveryKind.EDIT: EditRenderer(database, telegram, destinations, files, copies),
            DeliveryKind.MOVE: MoveRenderer(database, telegram, copies),
            DeliveryKind.ERASE: EraseRenderer(database, telegram),
            DeliveryKind.REACTION: ReactionRenderer(database, telegram),
            DeliveryKind.REPLY_NOTICE: ReplyNoticeRenderer(database, destinations),
            DeliveryKind.PRIVATE_NOTICE: PrivateNoticeRenderer(database, telegram),
            DeliveryKind.DIGEST: DigestRenderer(database, telegram),
            DeliveryKind.WEEK: WeekRenderer(database, telegram, reporter),
            DeliveryKind.MENTION: MentionRenderer(database, telegram),
            DeliveryKind.WAITING: WaitingRenderer(database, telegram),
            DeliveryKind.BOARD: BoardRenderer(database, telegram),
            DeliveryKind.OUTAGE: OutageRenderer(database, telegram),
            DeliveryKind.SCREEN: ScreenRenderer(telegram, database.clock),
            DeliveryKind.UNDELIVERED_NOTICE: UndeliveredNoticeRenderer(database, telegram),
            DeliveryKind.UNDO: UndoRenderer(database, telegram, destinations),
            DeliveryKind.UNDO_OVER: UndoOverRenderer(database, telegram, destinations),
            DeliveryKind.TASK: TaskRenderer(database, telegram, destinations),
            DeliveryKind.TASK_NOTICE: TaskNoticeRenderer(database, telegram),
            DeliveryKind.REMINDER: ReminderRenderer(database, telegram, destinations),
            DeliveryKind.TASK_NOTIFICATION: ToldRenderer(database, telegram),
            DeliveryKind.OVERDUE: OverdueRenderer(database, telegram),
            DeliveryKind.CLOSING: ClosingRenderer(database, destinations),
            DeliveryKind.SWEEP: SweepRenderer(database, telegram),
        }
        successes = Successes(database.clock)
        self._renderers = {kind: DetachingRenderer(renderer, successes) for kind, renderer in renderers.items()}

    @property
    def settles(self) -> bool:
        return True

    def floor(self, lane: str) -> int | None:
        return self._telegram.settler.ids.highest(int(lane.rpartition(":")[2]))

    async def send(self, delivery: Delivery) -> Receipt:
        spoken = await self._spoken(delivery) if delivery.is_repeat else None
        with sound(on=await self._may_sound(delivery)), language(spoken), repeating(delivery):
            return await self._renderers[delivery.kind].send(delivery)

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
        await self._renderers[delivery.kind].sent(uow, delivery, receipt)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._renderers[delivery.kind].failed(uow, delivery, error)
        if isinstance(error, OperatorGone):
            await self._on_gone(uow, chat_of(delivery), error)
            if is_group(chat_of(delivery)):
                await forums.tell_elsewhere(uow, delivery)
        if isinstance(error, OperatorGone | SignedOut) and not is_group(chat_of(delivery)):
            await unheard.tell_others(uow, delivery)
            if delivery.kind == DeliveryKind.REMINDER:
                await task_reminders.tell_others(uow, delivery)
