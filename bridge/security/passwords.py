"""Passwords: argon2id, outside the event loop, at most two at a time."""

import asyncio
import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from bridge.errors import Refusal, lazy

MIN_PASSWORD_LENGTH = 8
# One hash takes about 0.15 s of a core and 64 MiB. Without a limit, many sign-ins at once would overload the machine.
MAX_CONCURRENT_HASHES = 2


class PasswordTooShort(Refusal):
    text = lazy("This is too short for a password: write at least {least} characters")


def ensure_long(password: str) -> None:
    """Check the rule for new passwords, whether they come from the bot, the server or team.yaml.

    Raises:
        PasswordTooShort: the password has fewer than `MIN_PASSWORD_LENGTH` characters.
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShort(least=MIN_PASSWORD_LENGTH)


class Passwords:
    """Hashes and checks passwords.

    Args:
        hasher: argon2's parameters; `PasswordHasher(1, 8, 1)` makes tests fast.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(MAX_CONCURRENT_HASHES)
        self._dummy = nobodys(self._hasher)

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password: str, *, against: str | None) -> bool:
        """Whether the password has the hash `against`. None means no hash: it gives False and takes as long."""
        if against is None:
            return await self.dummy_verify(password)
        async with self._slots:
            return await asyncio.to_thread(self._matches, against, password)

    async def dummy_verify(self, password: str) -> bool:
        """Return False after as much time as `verify` takes, so that the time does not reveal which phones we know."""
        await self.verify(password, against=self._dummy)
        return False

    def needs_rehash(self, password_hash: str) -> bool:
        """Whether the hash has other parameters than today's. Then hash the password again while it is known."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def nobodys(hasher: PasswordHasher) -> str:
    """Make a valid-looking hash that no password has. Checking it takes as long as a real one; making it is instant."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (_encoded(secrets.token_bytes(length)) for length in (hasher.salt_len, hasher.hash_len))
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _encoded(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")
