"""The doctor's few calls to the Bot API. They do without the libraries that take seconds to import."""

import json
from typing import Any

from bridge.commands.asking import Ask
from bridge.errors import BridgeError, Unreachable
from bridge.network.faults import CertificateNotTrusted, ProxyUnusable
from bridge.network.route import Route


class TelegramUnreachable(BridgeError):
    """The Bot API cannot be reached. `mend` says what to do about it."""

    text = "{root} cannot be reached: {reason}"
    mend = "Look at the network and at TELEGRAM_API_URL; a proxy on the way to Telegram is named in TELEGRAM_PROXY"


class NoProxy(TelegramUnreachable):
    text = "the proxy {proxy} cannot be used: {reason}"

    def __init__(self, route: Route, reason: str) -> None:
        super().__init__(proxy=route.proxy, reason=reason)
        self.mend = f"Look at the proxy and at {route.said_by}"


class NoTrust(TelegramUnreachable):
    mend = "Name a file with the certificate of your own authority in SSL_CERT_FILE; without one, somebody listens in"


class NotTheBotApi(BridgeError):
    text = "{root} answers, but it is not the Bot API"


class TokenRefused(BridgeError):
    text = "its token is refused: {reason}"


class TelegramRefused(BridgeError):
    """The token is right, but Telegram refuses the call."""

    text = "Telegram refuses: {reason}"


class BotApi:
    """Calls the Bot API; `ask` sends the requests as the bot itself does in `bridge run`."""

    def __init__(self, ask: Ask, root: str, route: Route) -> None:
        self._ask = ask
        self._root = root
        self._route = route

    async def call(self, token: str, method: str, **parameters: int) -> dict[str, Any]:
        """Call a method and return its result.

        Raises:
            TelegramUnreachable, NotTheBotApi, TokenRefused, TelegramRefused: their texts never contain the token.
        """
        try:
            answer = json.loads(await self._ask(f"{self._root}/bot{token}/{method}", parameters))
        except Unreachable as error:
            raise self._no_answer(error) from None
        except ValueError:
            raise NotTheBotApi(root=self._root) from None
        match answer:
            case {"ok": True, "result": dict(result)}:
                return result
            case {"ok": False, "error_code": 400 | 403, "description": str(reason)}:
                raise TelegramRefused(reason=reason)
            case {"ok": False, "description": str(reason)}:
                raise TokenRefused(reason=reason)
        raise NotTheBotApi(root=self._root)

    def _no_answer(self, error: Unreachable) -> TelegramUnreachable:
        match error:
            case ProxyUnusable():
                return NoProxy(self._route, error.reason)
            case CertificateNotTrusted():
                return NoTrust(root=self._root, reason=error.reason)
        return TelegramUnreachable(root=self._root, reason=error.reason)
