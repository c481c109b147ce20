"""An owner who describes an organization."""

import pytest

from tests.kit.owner import Owner


@pytest.fixture
def owner(database) -> Owner:
    return Owner(database)
