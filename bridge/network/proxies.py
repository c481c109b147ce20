"""Proxies, and how their addresses are written: `socks5://user:password@host:1080`."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

# RFC 1929 stores the lengths of the user and the password in one byte each.
MAX_CREDENTIAL_BYTES = 255


class ProxyKind(StrEnum):
    """The protocol that the proxy speaks; `https` is `http` within TLS."""

    HTTP = "http"
    HTTPS = "https"
    SOCKS5 = "socks5"


# Other programs use "socks5h" when the proxy resolves names. Here the proxy always resolves names.
KIND_BY_SCHEME = {
    "http": ProxyKind.HTTP,
    "https": ProxyKind.HTTPS,
    "socks5": ProxyKind.SOCKS5,
    "socks5h": ProxyKind.SOCKS5,
}
DEFAULT_PORTS = {ProxyKind.HTTP: 80, ProxyKind.HTTPS: 443, ProxyKind.SOCKS5: 1080}
# Schemes and hosts of links to the proxies of Telegram's apps.
APP_LINKS = ("tg", "t.me", "telegram.me")

EXPECTED_FORM_TEXT = (
    "it must look like http://host:port, https://host:port or socks5://user:password@host:port, with special "
    "characters of the user and the password as %XX"
)
APP_PROXY_TEXT = "an MTProto proxy serves Telegram's apps and no bots; an http, https or socks5 proxy is needed"


@dataclass(frozen=True)
class Proxy:
    """The address of a proxy. `user` and `password` are empty when it needs none; `str` and `repr` never show them."""

    kind: ProxyKind
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{host}:{self.port}"


def parse(url: str) -> Proxy:
    """Read a proxy's address.

    Raises:
        ValueError: the address cannot be used; the words never repeat it.
    """
    try:
        address = urlsplit(url)
        port, host = address.port, address.hostname
        # A name that cannot be encoded, such as one with an empty part, would raise a UnicodeError later.
        (host or "").encode("idna")
    except ValueError:
        raise ValueError(EXPECTED_FORM_TEXT) from None
    if address.scheme in APP_LINKS or host in APP_LINKS:
        raise ValueError(APP_PROXY_TEXT)
    kind = KIND_BY_SCHEME.get(address.scheme)
    if kind is None or not host or port == 0 or address.path not in ("", "/") or address.query or address.fragment:
        raise ValueError(EXPECTED_FORM_TEXT)
    user, password = _credentials(address)
    _check(kind, user, password)
    return Proxy(kind, host, port or DEFAULT_PORTS[kind], user, password)


def _credentials(address: SplitResult) -> tuple[str, str]:
    return unquote(address.username or ""), unquote(address.password or "")


def _check(kind: ProxyKind, user: str, password: str) -> None:
    if password and not user:
        raise ValueError("it has a password and no user")
    if kind is ProxyKind.SOCKS5 and any(len(each.encode()) > MAX_CREDENTIAL_BYTES for each in (user, password)):
        raise ValueError(f"a socks5 proxy takes a user and a password of at most {MAX_CREDENTIAL_BYTES} bytes")
    if kind is not ProxyKind.SOCKS5 and ":" in user:
        raise ValueError("the user of an http proxy cannot have a colon")
