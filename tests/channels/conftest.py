import pytest


@pytest.fixture(params=["sqlite"])
def dialect(request: pytest.FixtureRequest) -> str:
    """What a channel reads and writes are plain rows; `storage` is proved on both databases."""
    return str(request.param)
