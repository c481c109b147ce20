"""What tests of actions may ask for besides: people who work in the organization."""

import pytest

from storage.database import Database
from storage.organizations import Organization
from tests.staff import Staff, hired


@pytest.fixture
async def staff(database: Database, organization: Organization) -> Staff:
    return await hired(database, organization)
