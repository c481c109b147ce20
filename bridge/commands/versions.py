"""The version of the bridge."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def installed_version() -> str:
    """Return the version of the running checkout, or else of the installed package; "unknown" when there is neither."""
    if PROJECT.is_file():
        return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])
    try:
        return version("operator-bridge")
    except PackageNotFoundError:
        return "unknown"
