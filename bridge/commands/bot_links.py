"""Links to the operator bot."""

from collections.abc import Callable

from aiogram.methods import GetMe
from aiogram.utils.link import create_telegram_link

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError
from bridge.settings import Settings


class BotNameUnknown(BridgeError):
    text = "Telegram does not say what the operator bot is called, so no link was made: {reason}"


async def start_link(settings: Settings) -> Callable[[str], str]:
    """Return a function that makes a token into a link. The link starts the operator bot with the token.

    Raises:
        BotNameUnknown: Telegram could not be asked.
    """
    its = settings.telegram
    telegram = Telegram(its.operator, api_url=its.telegram_api_url)
    try:
        username = (await telegram(GetMe())).username or ""
    except BridgeError as error:
        raise BotNameUnknown(reason=error) from error
    finally:
        await telegram.close()
    return lambda token: create_telegram_link(username, start=token)
