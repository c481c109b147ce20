"""The route to Telegram: the proxy, and the certificate authorities that are trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.errors import Misconfigured
from bridge.network.certificates import FILE_VARIABLE, FOLDER_VARIABLE, PUBLIC_CERTIFICATES, Certificates
from bridge.network.environment import proxy_variable
from bridge.network.proxies import Proxy, parse

PROXY_SETTING = "TELEGRAM_PROXY"


@dataclass(frozen=True)
class Route:
    """How Telegram is reached.

    Args:
        proxy: None when Telegram is reached directly.
        said_by: the name of the variable that names the proxy.
    """

    proxy: Proxy | None = None
    said_by: str = ""
    certificates: Certificates = PUBLIC_CERTIFICATES


DIRECT_ROUTE = Route()


def route_to(url: str, *, proxy: str, variables: Mapping[str, str]) -> Route:
    """Return the route to the Bot API at `url`.

    Args:
        proxy: the value of TELEGRAM_PROXY; when it is empty, the environment's usual variables decide.

    Raises:
        Misconfigured: a variable is wrong; the text names the variable and never repeats a proxy's address.
    """
    certificates = Certificates(variables.get(FILE_VARIABLE, ""), variables.get(FOLDER_VARIABLE, ""))
    certificates.check()
    if proxy:
        return Route(_read(PROXY_SETTING, proxy), PROXY_SETTING, certificates)
    name = proxy_variable(variables, url)
    if name is None:
        return Route(certificates=certificates)
    value = variables[name].strip()
    # The environment's variables often contain `host:port` without a scheme.
    return Route(_read(name, value if "://" in value else f"http://{value}"), name, certificates)


def _read(name: str, value: str) -> Proxy:
    try:
        return parse(value)
    except ValueError as error:
        raise Misconfigured("{name} is wrong: {reason}", name=name, reason=error) from None
