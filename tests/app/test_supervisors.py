"""What docs/operations.md has systemd do, and compose.yaml Docker, fits the bridge."""

import re
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bridge.__main__ import EXIT_MISCONFIGURED
from bridge.app import running, web

ROOT = Path(__file__).parents[2]
# The port and what is being answered; then the journal; then the outbox.
LONGEST_STOP = 2 * web.SHUTDOWN_TIMEOUT + 2 * running.STOP_TIMEOUT


@pytest.fixture
def unit() -> ConfigParser:
    text = (ROOT / "docs" / "operations.md").read_text()
    found = re.search(r"```ini\n(\[Unit\]\n.*?)```", text, re.S)
    assert found is not None
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(found[1])
    return parser


def test_systemd_starts_again_what_dies_and_not_what_somebody_has_to_mend(unit: ConfigParser):
    assert unit["Service"]["Restart"] == "always"
    assert int(unit["Service"]["RestartPreventExitStatus"]) == EXIT_MISCONFIGURED


def test_systemd_waits_until_what_is_in_hand_is_finished(unit: ConfigParser):
    assert timedelta(seconds=int(unit["Service"]["TimeoutStopSec"])) > LONGEST_STOP


def test_docker_waits_until_what_is_in_hand_is_finished():
    its = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["bridge"]

    assert timedelta(seconds=int(its["stop_grace_period"].removesuffix("s"))) > LONGEST_STOP
