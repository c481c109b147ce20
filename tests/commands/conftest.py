"""Runs the command line as a shell would, on a database of the test's own."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import pytest

from bridge.__main__ import main
from bridge.settings import SECTIONS
from tests.kit.commands import CUSTOMER_BOT, Bridge, Ended


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Nothing of the machine's own settings; an empty working folder with a data folder in it."""
    for part in SECTIONS:
        for name in part.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CUSTOMER_BOT_TOKEN", CUSTOMER_BOT)
    return monkeypatch


@pytest.fixture
def bridge(environment, capsys) -> Bridge:
    def run(*words: object) -> Ended:
        environment.setattr(sys, "argv", ["bridge", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        output = capsys.readouterr()
        return Ended(code, output.out, output.err)

    return run


@pytest.fixture
def shell(bridge: Bridge) -> Callable[..., Awaitable[Ended]]:
    """The same for tests that are at work on the database themselves."""

    async def run(*words: object) -> Ended:
        return await asyncio.to_thread(bridge, *words)

    return run
