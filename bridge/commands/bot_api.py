"""The few questions that the doctor asks of the Bot API, without the libraries that take seconds to import."""

from datetime import timedelta
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bridge.errors import BridgeError

PATIENCE = timedelta(seconds=10)


class NoAnswer(BridgeError):
    text = "{root} cannot be reached: {reason}"


class NotTheBotApi(BridgeError):
    text = "{root} answers, but it is not the Bot API"


class TokenRefused(BridgeError):
    text = "its token is refused: {reason}"


class Refused(BridgeError):
    """The token is good, and the question is not answered."""

    text = "Telegram refuses: {reason}"


class BotApi:
    def __init__(self, session: ClientSession, root: str) -> None:
        self._session = session
        self._root = root

    async def call(self, token: str, method: str, **parameters: int) -> dict[str, Any]:
        """The method's result.

        Raises:
            NoAnswer, NotTheBotApi, TokenRefused, Refused: never with the token in their words.
        """
        timeout = ClientTimeout(total=PATIENCE.total_seconds())
        try:
            where = f"{self._root}/bot{token}/{method}"
            async with self._session.get(where, params=parameters, timeout=timeout) as response:
                answer = await response.json(content_type=None)
        except (TimeoutError, ClientError, OSError) as error:
            # Not the error's own words: they may quote the address, and the token is in it.
            raise NoAnswer(root=self._root, reason=type(error).__name__) from None
        except ValueError:
            raise NotTheBotApi(root=self._root) from None
        match answer:
            case {"ok": True, "result": dict(result)}:
                return result
            case {"ok": False, "error_code": 400 | 403, "description": str(reason)}:
                raise Refused(reason=reason)
            case {"ok": False, "description": str(reason)}:
                raise TokenRefused(reason=reason)
        raise NotTheBotApi(root=self._root)
