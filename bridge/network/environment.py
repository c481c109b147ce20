"""The usual proxy variables of the environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

# Each name may also be written in small letters. As in other programs, the small spelling then wins.
PROXY_VARIABLES = {"https": ("HTTPS_PROXY", "ALL_PROXY"), "http": ("HTTP_PROXY", "ALL_PROXY")}
NO_PROXY_VARIABLE = "NO_PROXY"
DEFAULT_PORTS = {"https": 443, "http": 80}


def proxy_variable(variables: Mapping[str, str], url: str) -> str | None:
    """Return the name of the variable whose proxy `url` needs; None when `url` is reached directly."""
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or DEFAULT_PORTS.get(address.scheme, 0)
    if is_this_machine(host) or _is_exempt(_first(variables, NO_PROXY_VARIABLE)[1], host, port):
        return None
    for name in PROXY_VARIABLES.get(address.scheme, ()):
        found, value = _first(variables, name)
        if value:
            return found
    return None


def is_this_machine(host: str) -> bool:
    """Whether the host is this machine. A remote proxy cannot reach it, and a local proxy is not needed."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _first(variables: Mapping[str, str], name: str) -> tuple[str, str]:
    for spelling in (name.lower(), name):
        if value := variables.get(spelling, "").strip():
            return spelling, value
    return name, ""


def _is_exempt(no_proxy: str, host: str, port: int) -> bool:
    """Whether NO_PROXY covers the host. It lists names, networks or addresses, separated by commas or spaces."""
    return any(_covers(rule.lower(), host, port) for rule in no_proxy.replace(",", " ").split())


def _covers(rule: str, host: str, port: int) -> bool:
    if rule == "*":
        return True
    try:
        return ip_address(host) in ip_network(rule.strip("[]"), strict=False)
    except ValueError:  # the host or the rule is a name, or the rule has a port
        pass
    name, colon, number = rule.rpartition(":")
    if colon and number.isdigit():
        return int(number) == port and _covers(name, host, port)
    domain = rule.removeprefix("*").removeprefix(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
