"""A second employee in the support department, for those who are next in turn."""

import pytest

from storage.team.employees import Membership
from tests.kit.office import Office


@pytest.fixture
async def team(office: Office) -> Office:
    """Oleg works in the support department, too."""
    async with office.begin() as uow:
        uow.add(Membership(employee_id=office.oleg.id, department_id=office.support.id))
    return office
