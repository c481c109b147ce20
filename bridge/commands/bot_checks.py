"""The doctor's checks of a bot."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from bridge.commands.bot_api import BotApi, NotTheBotApi, TelegramRefused, TelegramUnreachable, TokenRefused
from bridge.commands.findings import Finding
from bridge.commands.subjects import CheckedBot
from bridge.network.route import Route
from bridge.settings import TelegramSettings

INLINE_HINT = "Write /setinline to @BotFather, choose @{name}, and write what an empty field shall show: «a word»"
THREADED_MODE_HINT = "Open @BotFather's Mini App, choose @{name}, Bot Settings, Threads Settings, and switch {switch}"


def file_sizes(telegram: TelegramSettings) -> Finding:
    """Check the settings for big files."""
    if not telegram.is_self_hosted:
        return Finding("files up to 20 MB pass; with a Bot API server of your own (TELEGRAM_SELF_HOSTED) up to 2000 MB")
    what = f"TELEGRAM_SELF_HOSTED is on: files up to 2000 MB pass through {telegram.telegram_api_url}"
    if telegram.telegram_api_url == TelegramSettings.model_fields["telegram_api_url"].default:
        mend = "Make TELEGRAM_API_URL lead to your own server, or switch TELEGRAM_SELF_HOSTED off"
        return Finding("TELEGRAM_SELF_HOSTED is on, but TELEGRAM_API_URL is Telegram's own server", mend)
    return Finding(what)


def way(route: Route) -> Iterator[Finding]:
    """Yield the proxy on the way to Telegram; nothing when there is none."""
    if route.proxy is not None:
        yield Finding(f"{route.said_by} is set: Telegram is reached through {route.proxy}")


async def check(api: BotApi, bot: CheckedBot) -> AsyncIterator[Finding]:
    try:
        me = await api.call(bot.token, "getMe")
        webhook = await api.call(bot.token, "getWebhookInfo")
    except TokenRefused as error:
        yield Finding(f"{bot.what}: {error}", f"Take its token from @BotFather and {bot.renew}")
        return
    except TelegramUnreachable as error:
        yield Finding(f"{bot.what}: {error}", error.mend)
        return
    except (NotTheBotApi, TelegramRefused) as error:
        yield Finding(f"{bot.what}: {error}", "Look at TELEGRAM_API_URL")
        return
    name = me.get("username", "")
    yield Finding(f"{bot.what}: @{name} answers")
    if bot.is_operators:
        yield _topics(name, me)
        yield _inline(name, me)
    yield _updates(f"{bot.what}: updates", webhook, bot.webhook)


def _topics(name: str, me: dict[str, Any]) -> Finding:
    what = "operator bot: topics in private chats"
    if not me.get("has_topics_enabled"):
        mend = THREADED_MODE_HINT.format(name=name, switch="Threaded Mode on")
        return Finding(f"{what} are off, so dialogs are shown as replies", mend)
    if me.get("allows_users_to_create_topics"):
        mend = THREADED_MODE_HINT.format(name=name, switch="the creation of topics by users off")
        return Finding(f"{what} are on, but operators can make topics that belong to no dialog", mend)
    return Finding(f"{what} are on")


def _inline(name: str, me: dict[str, Any]) -> Finding:
    what = "operator bot: templates in the input field (inline mode)"
    if me.get("supports_inline_queries"):
        return Finding(f"{what} are on")
    return Finding(f"{what} are off", INLINE_HINT.format(name=name))


def _updates(what: str, info: dict[str, Any], wanted: str) -> Finding:
    present = str(info.get("url") or "")
    waiting, error = info.get("pending_update_count", 0), info.get("last_error_message")
    if present and present != wanted:
        # Only the host is shown: the path may be somebody's secret.
        return Finding(
            f"{what} go to another webhook, at {urlsplit(present).hostname}",
            "`bridge run` takes them over; if this comes back, another program uses the same token: stop it",
        )
    if present and waiting and error:
        return Finding(
            f"{what} do not arrive ({waiting} wait): {error}", "Make PUBLIC_URL lead to HTTP_HOST and HTTP_PORT"
        )
    if wanted and not present:
        return Finding(f"{what} are sent to PUBLIC_URL once `bridge run` has started")
    return Finding(f"{what} are sent to PUBLIC_URL" if wanted else f"{what} are polled")
