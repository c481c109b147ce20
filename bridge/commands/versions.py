"""Which version of the bridge this is."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def installed_version() -> str:
    """That of the checkout which runs; else that of the installed package, "unknown" where there is neither."""
    if PROJECT.is_file():
        return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])
    try:
        return version("operator-bridge")
    except PackageNotFoundError:
        return "unknown"
