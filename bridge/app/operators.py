"""The operator bot: its updates, its carrier and its files."""

from typing import Any

from aiogram.methods import GetWebhookInfo

from bridge.actions.team import forums, sign_out
from bridge.app.components import Components
from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.destinations import is_group
from bridge.desk.bot_api.errors import ForumLost, GroupMoved, OperatorGone
from bridge.desk.bot_api.files import DeskFiles
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.bot_api.topics import TopicsMode
from bridge.desk.bot_api.updates import ALLOWED_UPDATES, DeskUpdates, lane_of
from bridge.desk.bot_api.webhook import set_webhook
from bridge.desk.render.carrier import DeskCarrier
from bridge.files.fetching import Fetcher
from bridge.reports.reporter import Reporter
from bridge.security.passwords import Passwords
from bridge.sending.settling import Settler
from handlers.operator.kit.apologies import Apologies
from handlers.operator.kit.dispatcher import dispatcher
from handlers.operator.kit.reader import OperatorReader
from storage.engine.unit_of_work import UnitOfWork
from storage.team.forums import Trouble


class Operators:
    """The `bridge.app.bots.Bot` of the operators."""

    name = DESK

    def __init__(self, components: Components) -> None:
        settings = components.settings.telegram
        self._components = components
        route = components.settings.route
        self.telegram = Telegram(
            settings.operator, api_url=settings.telegram_api_url, route=route, clock=components.database.clock
        )
        self.mode = TopicsMode(self.telegram)
        self._reporter = Reporter(components.database)
        self._updates = DeskUpdates(self.telegram)
        fetcher = Fetcher(settings.telegram_api_url, settings.operator, settings.is_self_hosted, route)
        components.sources[DESK] = DeskFiles(self.telegram, fetcher)

    @property
    def settler(self) -> Settler:
        return self.telegram.settler

    async def answers(self) -> None:
        await self.telegram.answers()

    async def has_pending_updates(self) -> bool:
        return (await self.telegram(GetWebhookInfo())).pending_update_count > 0

    def lane_of(self, update: dict[str, Any]) -> str:
        return lane_of(update)

    async def connect(self) -> None:
        await self.mode.refresh()

    async def set_webhook(self, url: str, secret: str) -> None:
        await set_webhook(self.telegram, url, secret, ALLOWED_UPDATES)

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        return await self._updates.updates(offset)

    def join(self) -> None:
        components = self._components
        components.carriers[DESK] = DeskCarrier(
            components.database, self.telegram, self.mode, components.files, self._reporter, on_gone=_on_chat_gone
        )
        components.apologies = Apologies(components.database, self.telegram)
        components.readers[DESK] = OperatorReader(
            components.database, self.telegram, dispatcher(Passwords(), self._reporter)
        )

    async def close(self) -> None:
        self._reporter.close()
        await self.telegram.close()


async def _on_chat_gone(uow: UnitOfWork, chat_id: int, error: OperatorGone) -> None:
    """React to a chat that cannot be used any more.

    When an operator has blocked the bot, their dialogs return to the queue. When a group cannot be used, its dialogs go
    on in private chats. A group that Telegram has moved gets its new id.
    """
    match error:
        case GroupMoved():
            await forums.migrate(uow, chat_id, to=error.to)
            return
        case ForumLost():
            await forums.lose(uow, chat_id, error.trouble)
            return
    if is_group(chat_id):
        await forums.lose(uow, chat_id, Trouble.GONE)
        return
    sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
    if sign_in is not None and sign_in.organization_id == uow.organization_id:
        await sign_out.lose(uow, sign_in.id)
