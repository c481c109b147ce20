"""A PostgreSQL server for the tests: one for each run, started when the first test needs it.

`TEST_PG_DSN` names a server to use instead; its user must be allowed to create databases.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

# Set by the run's first process and inherited by xdist's workers, so that they share one server.
FOLDER = "BRIDGE_TEST_PG_FOLDER"
PATIENCE = 30.0
# Durability is what a test database can do without.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")
# Goes with the run even when the run is killed and cannot stop the server itself.
WATCH = """(
"$@" & server=$!
while kill -0 {run} && kill -0 $server; do sleep 1; done
kill -QUIT $(head -n 1 {folder}/data/postmaster.pid); rm -rf {folder}
) &"""


class NoServer(Exception):
    """Neither is a server named, nor are PostgreSQL's programs installed."""


def prepare() -> None:
    os.environ[FOLDER] = f"{tempfile.gettempdir()}/bridge-pg-{secrets.token_hex(6)}"


def server() -> str:
    """The URL of the server's `postgres` database; starts the server when nobody did yet."""
    if named := os.environ.get("TEST_PG_DSN"):
        return named
    folder = Path(os.environ[FOLDER])
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _pid(folder) is None:
            _start(folder, _programs())
    return f"postgresql://postgres@/postgres?host={folder}"


def stop() -> None:
    """Stop the run's server, if there is one, and forget everything it held."""
    folder = Path(os.environ.pop(FOLDER))
    pid = _pid(folder)
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        _wait_until(lambda: not _lives(pid))
    shutil.rmtree(folder, ignore_errors=True)


async def create_database(server_url: str, name: str) -> str:
    """Make an empty database in the place of any older one; returns its URL."""
    await _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


async def drop_database(server_url: str, name: str) -> None:
    await _execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def server_with_tls(certificate: bytes, key: bytes, port: int) -> Iterator[None]:
    """A server of its own that listens on 127.0.0.1 and takes nothing but encrypted connections."""
    folder = Path(tempfile.mkdtemp(prefix="bridge-pg-tls-"))
    try:
        (folder / "server.crt").write_bytes(certificate)
        (folder / "server.key").write_bytes(key)
        (folder / "server.key").chmod(0o600)
        (folder / "hba").write_text("hostssl all all 127.0.0.1/32 trust\n")
        own = {"ssl": "on", "ssl_cert_file": folder / "server.crt", "ssl_key_file": folder / "server.key"}
        own |= {"listen_addresses": "127.0.0.1", "port": port, "hba_file": folder / "hba"}
        _start(folder, _programs(), [f"{name}={value}" for name, value in own.items()])
        yield
    finally:
        pid = _pid(folder)
        if pid is not None:
            os.kill(pid, signal.SIGQUIT)
            _wait_until(lambda: not _lives(pid))
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, programs: Path, own: Sequence[str] = ()) -> None:
    data = folder / "data"
    as_user: list[str] = []
    if os.geteuid() == 0:  # as root PostgreSQL refuses to run
        as_user = ["runuser", "-u", "postgres", "--"]
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, "postgres")
    # In the plain C locale pg_trgm would take Cyrillic letters for punctuation.
    init = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_user, *init, "--no-sync"], check=True, capture_output=True)
    run = [
        programs / "postgres",
        "-D",
        data,
        "-k",
        folder,
        *(word for option in (*OPTIONS, *own) for word in ("-c", option)),
    ]
    main = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    watch = ["sh", "-c", WATCH.format(run=main, folder=folder), "sh", *as_user, *run]
    with (folder / "log").open("w") as log:
        subprocess.run(watch, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    _wait_until(lambda: _status(folder).endswith("ready"))


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    found = installed[-1] if installed else shutil.which("initdb")
    if found is None:
        raise NoServer
    return Path(found).parent


def _status(folder: Path) -> str:
    """What PostgreSQL's own pid file says: the pid first, "ready" last."""
    try:
        return (folder / "data" / "postmaster.pid").read_text().strip()
    except FileNotFoundError:
        return ""


def _pid(folder: Path) -> int | None:
    lines = _status(folder).splitlines()
    return int(lines[0]) if lines else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError("PostgreSQL neither starts nor stops")
        time.sleep(0.01)
