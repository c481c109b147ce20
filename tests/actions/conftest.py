"""What tests of actions may ask for besides: people who work in the organization."""

import pytest

from storage.engine.database import Database
from storage.team.employees import Membership
from storage.team.organizations import Organization
from tests.kit.office import Office, open_office
from tests.kit.owner import Owner
from tests.kit.staff import Staff, hired


@pytest.fixture
async def staff(database: Database, organization: Organization) -> Staff:
    return await hired(database, organization)


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    return await open_office(database, organization)


@pytest.fixture
async def team(office: Office) -> Office:
    """Oleg works in the support department, too."""
    async with office.begin() as uow:
        uow.add(Membership(employee_id=office.oleg.id, department_id=office.support.id))
    return office


@pytest.fixture
def owner(database):
    return Owner(database)
