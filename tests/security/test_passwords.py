"""Passwords are kept as argon2id hashes."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from bridge.security.passwords import MAX_CONCURRENT_HASHES, Passwords, nobodys

FAST = PasswordHasher(1, 8, 1)


async def test_the_right_password_is_known_and_a_wrong_one_is_not():
    passwords = Passwords(FAST)
    kept = await passwords.hash("correct horse")

    assert kept.startswith("$argon2id$")
    assert await passwords.verify("correct horse", against=kept)
    assert not await passwords.verify("Correct horse", against=kept)
    assert not await passwords.verify("", against=kept)


async def test_somebody_without_a_password_is_never_let_in():
    passwords = Passwords(FAST)

    assert not await passwords.verify("", against=None)
    assert not await passwords.dummy_verify("correct horse")


def test_nobodys_hash_is_checked_at_the_cost_of_a_real_one():
    for hasher in (FAST, PasswordHasher()):
        nobody = nobodys(hasher)

        assert extract_parameters(nobody) == extract_parameters(hasher.hash("correct horse"))
        with pytest.raises(VerifyMismatchError):
            hasher.verify(nobody, "correct horse")


async def test_a_damaged_hash_lets_nobody_in():
    assert not await Passwords(FAST).verify("correct horse", against="correct horse")


async def test_a_hash_of_yesterdays_parameters_is_noticed():
    kept = await Passwords(FAST).hash("correct horse")

    assert not Passwords(FAST).needs_rehash(kept)
    assert Passwords(PasswordHasher(2, 8, 1)).needs_rehash(kept)


class Slow(PasswordHasher):
    """Remembers how many were at work at once."""

    def __init__(self) -> None:
        super().__init__(1, 8, 1)
        self.busy = self.most = 0
        self.lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        with self.lock:
            self.busy += 1
            self.most = max(self.most, self.busy)
        threading.Event().wait(0.005)
        with self.lock:
            self.busy -= 1
        return super().verify(hash, password)


async def test_a_crowd_at_the_door_waits_in_line():
    hasher = Slow()
    passwords = Passwords(hasher)

    await asyncio.gather(*(passwords.dummy_verify("guess") for _ in range(8)))

    assert hasher.most == MAX_CONCURRENT_HASHES
