"""PostgreSQL is connected to as its URL says, and says why when it is not."""

import datetime as dates
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storage.engine import postgresql
from storage.engine.database import Database
from storage.engine.migrate import DatabaseUnusable, is_current
from storage.engine.trouble import DatabaseAway
from tests.kit.database import postgres
from tests.kit.database.doors import door
from tests.kit.left_out import leave_out

SOON = dates.datetime(2020, 1, 1, tzinfo=dates.UTC)
LATE = dates.datetime(2099, 1, 1, tzinfo=dates.UTC)


@dataclass(frozen=True)
class Server:
    """A server that asks for TLS; its certificate is for 127.0.0.1, signed by the authority in the file `ca`."""

    port: int
    ca: Path
    other_ca: Path

    def url(self, query: str, host: str = "127.0.0.1") -> str:
        return f"postgresql://postgres@{host}:{self.port}/postgres?{query}"


def authority(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    return certificate(name, key, name, key, is_authority=True), key


def certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    def named(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    made = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(SOON).not_valid_after(LATE)
    made = made.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    own_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    its_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    made = made.add_extension(own_key, critical=False).add_extension(its_key, critical=False)
    if not is_authority:
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = made.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    return made.sign(issuer_key, hashes.SHA256())


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tls")
    (ca, ca_key), (other_ca, _key) = authority("test authority"), authority("other authority")
    (folder / "ca.pem").write_bytes(pem(ca))
    (folder / "other.pem").write_bytes(pem(other_ca))
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate("server", key, "test authority", ca_key)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    try:
        with postgres.server_with_tls(pem(own), private, port):
            yield Server(port, folder / "ca.pem", folder / "other.pem")
    except postgres.NoServer:
        leave_out("PostgreSQL")


async def is_encrypted(url: str) -> bool:
    connection = await postgresql.connect(Database(url).url)
    try:
        return bool(await connection.fetchval("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "sslmode=prefer",
        "sslmode=require",
        "ssl=require",
        "sslmode=require&channel_binding=prefer&connect_timeout=10&keepalives=1&application_name=bridge",
        "sslmode=verify-ca&sslrootcert={ca}",
        "sslmode=verify-full&sslrootcert={ca}",
        "prepared_statement_cache_size=0",
    ],
)
async def test_what_people_write_about_encryption_is_obeyed(server: Server, query: str):
    assert await is_encrypted(server.url(query.format(ca=server.ca)))


@pytest.mark.parametrize(
    ("query", "host", "why"),
    [
        ("sslmode=disable", "127.0.0.1", "no encryption"),
        ("sslmode=verify-ca&sslrootcert={other_ca}", "127.0.0.1", "CERTIFICATE_VERIFY_FAILED"),
        ("sslmode=verify-full&sslrootcert={ca}", "localhost", "CERTIFICATE_VERIFY_FAILED"),
        ("sslmode=verify-full&sslrootcert=system", "127.0.0.1", "CERTIFICATE_VERIFY_FAILED"),
        ("colour=green", "127.0.0.1", "colour"),
    ],
)
async def test_what_cannot_be_obeyed_is_told_in_one_line(server: Server, query: str, host: str, why: str):
    database = Database(server.url(query.format(ca=server.ca, other_ca=server.other_ca), host))

    with pytest.raises(DatabaseUnusable, match=why) as told:
        await is_current(database)

    assert "DATABASE_URL" in str(told.value)
    assert "\n" not in str(told.value)
    await database.close()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://anna:hunter2@nowhere.invalid/name", "the server's name cannot be resolved"),
        ("postgresql://anna:hunter2@/name?host=/nowhere", "the server's socket is not there"),
        ("postgresql://anna:hunter2@127.0.0.1:1/name", "nothing listens there"),
        ("postgresql://postgres:hunter2@127.0.0.1:{tls}/missing", 'database "missing" does not exist'),
    ],
)
async def test_why_there_is_no_connection_is_told_without_the_password(server: Server, url: str, why: str):
    with pytest.raises(DatabaseAway, match=why) as told:
        await postgresql.connect(Database(url.format(tls=server.port)).url)

    assert "hunter2" not in str(told.value)


async def test_a_server_that_says_nothing_is_given_up_on(fresh_postgresql: str):
    async with door("mute", fresh_postgresql) as behind:
        await behind.shut()

        with pytest.raises(DatabaseAway, match="does not answer"):
            await postgresql.connect(Database(behind.url).url)


async def test_a_machine_that_is_gone_without_a_word_is_noticed(server: Server):
    connection = await postgresql.connect(Database(server.url("")).url)

    link = connection._transport.get_extra_info("socket")
    assert link.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert link.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
    await connection.close()


@pytest.mark.parametrize(("query", "is_kept"), [("", True), ("prepared_statement_cache_size=0", False)])
async def test_statements_are_kept_unless_the_url_says_no(server: Server, query: str, is_kept: bool):
    database = Database(server.url(query))

    async with database.engine.connect() as connection:
        link = (await connection.get_raw_connection()).dbapi_connection
        assert (link._prepared_statement_cache is not None) is is_kept
        assert (link._connection._config.statement_cache_size > 0) is is_kept
    await database.close()
