"""The HTTP requests of python-telegram-bot, the library of the customers' bots."""

from telegram.request import HTTPXRequest

from bridge.network.httpx_client import transport
from bridge.network.route import Route
from bridge.network.tunnels import CONNECT_TIMEOUT


def routed_request(route: Route, *, connections: int) -> HTTPXRequest:
    """Return a request object whose connections use the route; `connections` is how many may be open at once."""
    return HTTPXRequest(
        connect_timeout=CONNECT_TIMEOUT.total_seconds(),
        pool_timeout=10,
        read_timeout=30,
        write_timeout=30,
        # This limits the wait for one piece of an upload, not the whole upload.
        media_write_timeout=60,
        httpx_kwargs={"transport": transport(route, connections=connections)},
    )
