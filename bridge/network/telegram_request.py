"""What python-telegram-bot, the library of the customers' bots, sends its requests by."""

from telegram.request import HTTPXRequest

from bridge.network.httpx_client import transport
from bridge.network.route import Route
from bridge.network.tunnels import CONNECT_TIMEOUT


def routed_request(route: Route, *, connections: int) -> HTTPXRequest:
    """One whose connections go by the route, at most so many at once."""
    return HTTPXRequest(
        connect_timeout=CONNECT_TIMEOUT.total_seconds(),
        pool_timeout=10,
        read_timeout=30,
        write_timeout=30,
        # Between two pieces of an upload, not for all of it.
        media_write_timeout=60,
        httpx_kwargs={"transport": transport(route, connections=connections)},
    )
