"""PostgreSQL: reading its URL, connecting to it, and noticing that it cannot be reached."""

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine.trouble import DatabaseAway, reason

DRIVER = "postgresql+asyncpg"
# The URL schemes for PostgreSQL that people write.
SCHEMES = ("postgresql", "postgres", DRIVER)
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
SSL_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile")
# A value of `sslrootcert` instead of a file: use the certificate authorities that the machine trusts.
SYSTEM_AUTHORITIES = "system"

# Time limit for connecting, unless the URL has `connect_timeout`.
CONNECT_TIMEOUT = timedelta(seconds=10)
# A connection counts as lost after this time without a confirmation from the other machine.
KEEPALIVE_TIMEOUT = timedelta(seconds=30)
KEEPALIVE_PROBES = 3

# URL parameters of libpq's programs. asyncpg does not know them, and would send them to the server as server settings.
LIBPQ_PARAMETERS = {
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "fallback_application_name",
    "gssdelegation",
    "gssencmode",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "load_balance_hosts",
    "require_auth",
    "requirepeer",
    "requiressl",
    "sslcompression",
    "sslsni",
    "tcp_user_timeout",
}
# URL parameters of SQLAlchemy that neither asyncpg nor libpq's programs know.
CACHE_SIZE_PARAMETER = "prepared_statement_cache_size"
SQLALCHEMY_PARAMETERS = {"async_fallback", CACHE_SIZE_PARAMETER, "prepared_statement_name_func"}

# Errors that asyncpg raises when it cannot connect. Some of them come without the server's own words.
CONNECT_ERRORS = (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)


class WrongUrl(ValueError):
    """The URL cannot be used. The text says what is wrong with it and never repeats its values."""


def check(url: URL) -> None:
    """Check the URL without connecting.

    Raises:
        WrongUrl: no connection can be made with this URL.
    """
    query = _query(url)
    if query.get("sslmode", "prefer") not in SSL_MODES:
        raise WrongUrl(f"sslmode must be one of {', '.join(SSL_MODES)}")
    for name in SSL_FILES:
        path = query.get(name)
        if path and not (name == "sslrootcert" and path == SYSTEM_AUTHORITIES) and not os.access(path, os.R_OK):
            raise WrongUrl(f"the file that {name} names is not there or cannot be read")
    if not query.get("connect_timeout", "0").isdigit():
        raise WrongUrl("connect_timeout must be a number of seconds")


def libpq_url(url: str) -> str:
    """The URL in the form that PostgreSQL's own programs accept; it includes the password."""
    parsed = make_url(url)
    query = {name: value for name, value in _query(parsed).items() if name not in SQLALCHEMY_PARAMETERS}
    return parsed.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


def engine(url: str, **options: Any) -> AsyncEngine:
    """An engine that raises `DatabaseAway` for every network error while connecting or using a connection."""
    kept = {CACHE_SIZE_PARAMETER: 0} if _caches_no_statements(_query(make_url(url))) else {}

    def creator() -> Any:
        # Does what `async_creator` does, but can also set how many prepared statements SQLAlchemy caches.
        dbapi: Any = made.sync_engine.dialect.dbapi
        return dbapi.connect(async_creator_fn=lambda: connect(url), **kept)

    made = create_async_engine(url, creator=creator, **options)
    event.listen(made.sync_engine, "handle_error", _translate)
    return made


async def connect(url: str) -> Any:
    """A new asyncpg connection.

    Raises:
        DatabaseAway: no connection could be made. The text gives the reason; lasting reasons, such as a wrong password,
            are in the server's words.
    """
    query = _query(make_url(url))
    allowed = int(query.get("connect_timeout", "0")) or CONNECT_TIMEOUT.total_seconds()
    options: dict[str, Any] = {"timeout": allowed}
    if query.get("sslrootcert") == SYSTEM_AUTHORITIES:
        options["ssl"] = ssl.create_default_context()
    if _caches_no_statements(query):
        # `engine` switches SQLAlchemy's cache of statements off for the same parameter.
        options["statement_cache_size"] = 0
    try:
        connection = await asyncpg.connect(_dsn(url, query), **options)
    except CONNECT_ERRORS as error:
        raise DatabaseAway(_explanation(error)) from error
    _watch(connection)
    return connection


def _caches_no_statements(query: Mapping[str, str]) -> bool:
    """Whether the URL switches the caching of prepared statements off."""
    return query.get(CACHE_SIZE_PARAMETER) == "0"


def _query(url: URL) -> dict[str, str]:
    """The URL's parameters by name. Of a repeated one the last value counts, as in libpq.

    SQLAlchemy's `ssl` becomes libpq's `sslmode`.
    """
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    if (mode := query.pop("ssl", None)) is not None:
        query.setdefault("sslmode", {"true": "require", "1": "require", "false": "disable"}.get(mode.lower(), mode))
    return query


def _dsn(url: str, query: Mapping[str, str]) -> str:
    unknown = (
        LIBPQ_PARAMETERS
        | SQLALCHEMY_PARAMETERS
        | ({"sslrootcert", "sslmode"} if query.get("sslrootcert") == SYSTEM_AUTHORITIES else set())
    )
    known = {name: value for name, value in query.items() if name not in unknown}
    return make_url(url).set(drivername="postgresql", query=known).render_as_string(hide_password=False)


def _explanation(error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return "the server's name cannot be resolved"
        case TimeoutError():
            return "the server does not answer"
        case ConnectionRefusedError():
            return "the server refuses the connection: nothing listens there"
        case FileNotFoundError():
            return "the server's socket is not there"
        case ssl.SSLError():
            return f"the connection cannot be encrypted as sslmode asks: {error.reason or 'no TLS'}"
    return reason(error)


def _translate(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, OSError) and not isinstance(error, DatabaseAway):
        context.is_disconnect = True
        raise DatabaseAway(_explanation(error)) from error
    if getattr(error, "sqlstate", None) == "25006" and not _may_only_read(context):
        # The server has become a replica, which refuses writes. A new connection finds the server that accepts them.
        context.is_disconnect = True


def _may_only_read(context: ExceptionContext) -> bool:
    connection = context.connection
    return connection is not None and bool(connection.get_execution_options().get("postgresql_readonly"))


def _watch(connection: Any) -> None:
    """Make the system notice a silent loss of the other machine. Without this it would wait for hours."""
    transport: asyncio.Transport | None = getattr(connection, "_transport", None)
    link = transport.get_extra_info("socket") if transport is not None else None
    if link is None or link.family not in (socket.AF_INET, socket.AF_INET6):
        return
    seconds = int(KEEPALIVE_TIMEOUT.total_seconds())
    wanted = {
        "TCP_KEEPIDLE": seconds // 2,
        "TCP_KEEPINTVL": seconds // 2 // KEEPALIVE_PROBES,
        "TCP_KEEPCNT": KEEPALIVE_PROBES,
        "TCP_USER_TIMEOUT": seconds * 1000,
    }
    with suppress(OSError):
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in wanted.items():
            if hasattr(socket, name):  # not every operating system has all of these options
                link.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
