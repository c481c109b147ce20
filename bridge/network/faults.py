"""Why a connection could not be made, in words for a log and for the doctor.

The words name the proxy or Telegram as the cause. Every error here belongs to a request that never left. The words are
English and contain no text of a third party.
"""

import socket
import ssl

from bridge.errors import Unreachable, lazy


class ProxyFault(Exception):
    """No connection can be made through the proxy. The words say what the proxy does."""


class ProxyUnusable(Unreachable):
    """The proxy is at fault: an administrator has to look at it, not at Telegram."""

    text = lazy("The proxy on the way to Telegram cannot be used")


class CertificateNotTrusted(Unreachable):
    """Telegram's certificate is not trusted.

    An administrator has to name the trusted authority in SSL_CERT_FILE, or somebody intercepts the traffic.
    """

    text = lazy("The certificate of Telegram's server is not trusted")


def unreachable(error: BaseException) -> Unreachable:
    """Translate a client's error, which was raised before its request left, into an error of ours."""
    cause = _first_cause(error)
    match cause:
        case ProxyFault():
            return ProxyUnusable(reason=str(cause))
        case ssl.SSLCertVerificationError():
            return CertificateNotTrusted(reason=reason(cause))
    return Unreachable(reason=reason(cause))


def reason(error: BaseException) -> str:
    """Describe what the other end does, as the rest of a sentence that begins with its name."""
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
    """Return the first cause in a chain of errors. A group has one error for each address; the first one counts.

    httpcore removes the cause from its errors and keeps the context, so the context counts. The context of an OSError
    is skipped, because it is an unrelated earlier error.
    """
    match error:
        case ProxyFault() | TimeoutError():
            return error
        case BaseExceptionGroup(exceptions=(first, *_)):
            return _first_cause(first)
    before = error.__cause__ or (None if isinstance(error, OSError) else error.__context__)
    return _first_cause(before) if before is not None else error
