"""Which version of the bridge this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """As pyproject.toml says; "unknown" where the bridge was not installed."""
    try:
        return version("operator-bridge")
    except PackageNotFoundError:
        return "unknown"
