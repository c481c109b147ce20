"""The route to Telegram: through which proxy, and whose certificates are trusted on the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.errors import Misconfigured
from bridge.network.certificates import FILE_VARIABLE, FOLDER_VARIABLE, PUBLIC_CERTIFICATES, Certificates
from bridge.network.environment import proxy_variable
from bridge.network.proxies import Proxy, parse

PROXY_SETTING = "TELEGRAM_PROXY"


@dataclass(frozen=True)
class Route:
    """`proxy` is None where Telegram is reached directly; `said_by` is the variable that names it."""

    proxy: Proxy | None = None
    said_by: str = ""
    certificates: Certificates = PUBLIC_CERTIFICATES


DIRECT_ROUTE = Route()


def route_to(url: str, *, proxy: str, variables: Mapping[str, str]) -> Route:
    """The route to the Bot API at `url`.

    Args:
        proxy: what TELEGRAM_PROXY says; empty: the environment's usual variables are asked.

    Raises:
        Misconfigured: a variable is wrong; the sentence names it and never repeats a proxy's address.
    """
    certificates = Certificates(variables.get(FILE_VARIABLE, ""), variables.get(FOLDER_VARIABLE, ""))
    certificates.check()
    if proxy:
        return Route(_read(PROXY_SETTING, proxy), PROXY_SETTING, certificates)
    name = proxy_variable(variables, url)
    if name is None:
        return Route(certificates=certificates)
    value = variables[name].strip()
    # There `host:port` alone is usual.
    return Route(_read(name, value if "://" in value else f"http://{value}"), name, certificates)


def _read(name: str, value: str) -> Proxy:
    try:
        return parse(value)
    except ValueError as error:
        raise Misconfigured("{name} is wrong: {reason}", name=name, reason=error) from None
