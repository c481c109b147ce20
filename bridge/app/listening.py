"""Why the bridge cannot listen on an address, in words for the person who chose it."""

import errno
import socket

from bridge.errors import Misconfigured

ERROR_REASONS = {
    errno.EADDRINUSE: "another program listens there; stop it, or choose another port",
    errno.EADDRNOTAVAIL: "this machine has no such address; 127.0.0.1 is for this machine alone, 0.0.0.0 for all",
    errno.EACCES: "ports below 1024 are for the administrator alone; choose a higher one",
}


def cannot_listen(names: str, host: str, port: int, error: OSError | UnicodeError) -> Misconfigured:
    """Return the error; `names` are the settings with the address."""
    return Misconfigured(
        "{names}: {host}:{port} cannot be listened on: {reason}",
        names=names,
        host=host,
        port=port,
        reason=_reason(error),
    )


def _reason(error: OSError | UnicodeError) -> str:
    match error:
        case UnicodeError() | socket.gaierror():
            return "this name is not known; write an address such as 127.0.0.1 or 0.0.0.0"
        case OSError(errno=int(number)) if number in ERROR_REASONS:
            return ERROR_REASONS[number]
        case OSError(errno=None):
            # asyncio's own error when none of the addresses of a name belongs to this machine.
            return ERROR_REASONS[errno.EADDRNOTAVAIL]
    return error.strerror or type(error).__name__
