"""The desk's carrier: it gives every delivery to operators to the renderer of its kind."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from pkgutil import iter_modules

from bridge.actions.delivery import unheard
from bridge.actions.tasks import task_reminders
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.actions.team import forums
from bridge.channel import Files
from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import Payload
from bridge.desk import render
from bridge.desk.bot_api.destinations import Destinations, chat_of, is_group
from bridge.desk.bot_api.detached_uploads import DetachingRenderer, Successes
from bridge.desk.bot_api.errors import OperatorGone, SignedOut
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.bot_api.topics import TopicsMode
from bridge.desk.messages.repeats import repeating
from bridge.desk.messages.sound import sound
from bridge.desk.render.copies import Copies
from bridge.desk.render.renderer import RENDERERS, Renderer, RenderTools
from bridge.errors import BridgeError
from bridge.reports.reporter import Reporter
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.shift_rules import OffDuty

OnOperatorGone = Callable[[UnitOfWork, int, OperatorGone], Awaitable[None]]
"""Called when nothing can be shown in a chat any more. The int is the chat's id: an operator's account or a group."""


def all_renderers() -> dict[type[Payload], Callable[[RenderTools], Renderer]]:
    """The renderers of this package, by the class of their payload."""
    for module in iter_modules(render.__path__, f"{render.__name__}."):
        import_module(module.name)
    return RENDERERS


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
        self._database = database
        self._telegram = telegram
        self._on_gone = on_gone
        copies = Copies(database, destinations, files)
        tools = RenderTools(database, telegram, destinations, files, copies, reporter)
        successes = Successes(database.clock)
        classes = all_renderers()
        made = {renderer: renderer(tools) for renderer in set(classes.values())}
        self._renderers = {
            payload.kind: DetachingRenderer(made[renderer], successes) for payload, renderer in classes.items()
        }

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
        """The language of the chat's employee; in a group the organization's language."""
        async with self._database.read(delivery.organization_id) as uow:
            reader = await uow.sign_ins.of_account_anywhere(chat_of(delivery))
            if reader is not None:
                return (await uow.employees.get(reader.employee_id)).language
            return (await uow.organizations.get(delivery.organization_id)).language

    async def _may_sound(self, delivery: Delivery) -> bool:
        """Whether the message may make a sound: as the reader has set it; off duty as the organization has set it.

        In a group each member's Telegram decides.

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
            if delivery.kind == ReminderPayload.kind:
                await task_reminders.tell_others(uow, delivery)
