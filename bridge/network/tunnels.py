"""Makes a proxy connect us with a host: CONNECT of HTTP (RFC 9110), and SOCKS5 (RFC 1928, RFC 1929).

Every request goes through such a tunnel, even one without TLS. So an error before the tunnel is open is the proxy's,
and everything that arrives later is Telegram's.
"""

from base64 import b64encode
from datetime import timedelta
from ipaddress import ip_address
from typing import Protocol

from bridge.network.faults import ProxyFault
from bridge.network.proxies import Proxy, ProxyKind

# The time to connect to the proxy and open the tunnel, or to connect to Telegram directly.
CONNECT_TIMEOUT = timedelta(seconds=10)
# The largest answer of a proxy to CONNECT.
MAX_ANSWER_BYTES = 1 << 16

SUCCESS_STATUSES = range(200, 300)
CREDENTIALS_NEEDED_STATUS = 407
UNREACHABLE_STATUSES = (502, 503, 504)

SOCKS_VERSION, CREDENTIALS_VERSION = 5, 1
NO_CREDENTIALS_METHOD, CREDENTIALS_METHOD = 0, 2
CONNECT_COMMAND = 1
IPV4, DOMAIN_NAME, IPV6 = 1, 3, 4
# The words for SOCKS5 replies to CONNECT other than success.
REPLY_TEXTS = {
    1: "it fails",
    2: "it does not let connections to {where} through",
    3: "it has no route to {where}",
    4: "it cannot reach {where}",
    5: "it says that {where} refuses connections",
    6: "it cannot reach {where} in time",
    7: "it makes no connections for others",
    8: "it does not know this kind of address",
}


class Wire(Protocol):
    """An open connection with the proxy."""

    async def send(self, data: bytes) -> None: ...

    async def receive(self) -> bytes:
        """Return the next bytes; empty when the connection has ended."""


async def dig(wire: Wire, proxy: Proxy, host: str, port: int) -> None:
    """Open the tunnel: afterwards `wire` leads to the host. The proxy resolves the host's name.

    Raises:
        ProxyFault: the proxy does not open the tunnel.
    """
    if proxy.kind is ProxyKind.SOCKS5:
        await _socks5(_Answers(wire, proxy), wire, proxy, host, port)
    else:
        await _http(_Answers(wire, proxy), wire, proxy, host, port)


class _Answers:
    """Reads exact amounts of the proxy's answer, although it arrives in pieces of any size."""

    def __init__(self, wire: Wire, proxy: Proxy) -> None:
        self._wire = wire
        self._proxy = proxy
        self._received = b""

    async def take(self, count: int) -> bytes:
        while len(self._received) < count:
            await self._more()
        taken, self._received = self._received[:count], self._received[count:]
        return taken

    async def take_until(self, end: bytes) -> bytes:
        while end not in self._received:
            if len(self._received) > MAX_ANSWER_BYTES:
                raise self.nonsense()
            await self._more()
        taken, _, self._received = self._received.partition(end)
        return taken

    async def _more(self) -> None:
        came = await self._wire.receive()
        if not came:
            raise self.nonsense() if self._received else ProxyFault("it breaks the connection off")
        self._received += came

    def nonsense(self) -> ProxyFault:
        kind = "http" if self._proxy.kind is ProxyKind.HTTPS else self._proxy.kind
        return ProxyFault(f"it does not answer like a proxy of the kind {kind}")


async def _http(answers: _Answers, wire: Wire, proxy: Proxy, host: str, port: int) -> None:
    where = _host_and_port(host, port)
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
    if proxy.user:
        secret = b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {secret}")
    await wire.send("\r\n".join([*lines, "", ""]).encode())
    first, *_ = (await answers.take_until(b"\r\n\r\n")).split(b"\r\n")
    match first.split(None, 2):
        case [version, status, *_] if version.startswith(b"HTTP/1.") and status.isdigit():
            _check_status(int(status), where)
        case _:
            raise answers.nonsense()


def _check_status(status: int, where: str) -> None:
    if status in SUCCESS_STATUSES:
        return
    if status == CREDENTIALS_NEEDED_STATUS:
        raise ProxyFault("it does not accept the user and the password (407)")
    if status in UNREACHABLE_STATUSES:
        raise ProxyFault(f"it cannot reach {where} ({status})")
    raise ProxyFault(f"it does not let connections to {where} through ({status})")


async def _socks5(answers: _Answers, wire: Wire, proxy: Proxy, host: str, port: int) -> None:
    ways = [NO_CREDENTIALS_METHOD, CREDENTIALS_METHOD] if proxy.user else [NO_CREDENTIALS_METHOD]
    await wire.send(bytes([SOCKS_VERSION, len(ways), *ways]))
    version, way = await answers.take(2)
    if version != SOCKS_VERSION:
        raise answers.nonsense()
    if way not in ways:
        raise ProxyFault("it does not accept the user and the password" if proxy.user else "it wants a user")
    if way == CREDENTIALS_METHOD:
        await _sign_in(answers, wire, proxy)
    await wire.send(bytes([SOCKS_VERSION, CONNECT_COMMAND, 0]) + _address(host) + port.to_bytes(2))
    version, reply, _, kind = await answers.take(4)
    if version != SOCKS_VERSION:
        raise answers.nonsense()
    if reply:
        raise ProxyFault(f"{REPLY_TEXTS.get(reply, REPLY_TEXTS[1]).format(where=_host_and_port(host, port))} ({reply})")
    # The answer ends with the address that the proxy uses. It is read and ignored.
    lengths = {IPV4: 4, IPV6: 16}
    length = lengths[kind] if kind in lengths else (await answers.take(1))[0]
    await answers.take(length + 2)


async def _sign_in(answers: _Answers, wire: Wire, proxy: Proxy) -> None:
    user, password = proxy.user.encode(), proxy.password.encode()
    await wire.send(bytes([CREDENTIALS_VERSION, len(user)]) + user + bytes([len(password)]) + password)
    _, refused = await answers.take(2)
    if refused:
        raise ProxyFault("it does not accept the user and the password")


def _address(host: str) -> bytes:
    try:
        address = ip_address(host)
    except ValueError:
        name = host.encode("idna")
        return bytes([DOMAIN_NAME, len(name)]) + name
    return bytes([IPV4 if address.version == 4 else IPV6]) + address.packed


def _host_and_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
