"""What tests of actions may ask for besides: people who work in the organization."""

import pytest

from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.office import Office, open_office
from tests.kit.staff import Staff, hired


@pytest.fixture
async def staff(database: Database, organization: Organization) -> Staff:
    return await hired(database, organization)


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    return await open_office(database, organization)
