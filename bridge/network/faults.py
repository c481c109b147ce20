"""Why a connection could not be made, in words for a log and for the doctor: the proxy's fault or Telegram's?

All of it is about requests that never left. The words are English and hold nothing that somebody else has written.
"""

import socket
import ssl

from bridge.errors import Unreachable, lazy


class ProxyFault(Exception):
    """No connection comes about through the proxy; the words say what it does."""


class ProxyUnusable(Unreachable):
    """An administrator has to look at the proxy, not at Telegram."""

    text = lazy("The proxy on the way to Telegram cannot be used")


class CertificateNotTrusted(Unreachable):
    """An administrator has to say in SSL_CERT_FILE whom to trust; or somebody listens in."""

    text = lazy("The certificate of Telegram's server is not trusted")


def unreachable(error: BaseException) -> Unreachable:
    """Our error for one of a client that was raised before its request left."""
    cause = _first_cause(error)
    match cause:
        case ProxyFault():
            return ProxyUnusable(reason=str(cause))
        case ssl.SSLCertVerificationError():
            return CertificateNotTrusted(reason=reason(cause))
    return Unreachable(reason=reason(cause))


def reason(error: BaseException) -> str:
    """What the other end does, as the rest of a sentence that begins with its name."""
    match _first_cause(error):
        case ssl.SSLCertVerificationError() as refused:
            return f"its certificate is not trusted ({refused.verify_message})"
        case ssl.SSLError():
            return "no TLS connection can be made with it"
        case socket.gaierror():
            return "its name cannot be resolved"
        case ConnectionRefusedError():
            return "it refuses connections"
        case TimeoutError():
            return "it does not answer in time"
        case ConnectionError() | EOFError():
            return "it breaks the connection off"
        case OSError(strerror=str(words)):
            return f"no connection can be made with it ({words})"
    return "the connection with it fails"


def _first_cause(error: BaseException) -> BaseException:
    """What a chain of errors began with. Of several at once, one for each address of a name, it is the first.

    httpcore takes the cause from its errors and leaves the context. That of the system's own is something earlier.
    """
    match error:
        case ProxyFault() | TimeoutError():
            return error
        case BaseExceptionGroup(exceptions=(first, *_)):
            return _first_cause(first)
    before = error.__cause__ or (None if isinstance(error, OSError) else error.__context__)
    return _first_cause(before) if before is not None else error
