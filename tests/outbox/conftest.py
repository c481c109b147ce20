"""An outbox with a carrier that remembers."""

import pytest

from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.doubles.carrying import Office, Post


@pytest.fixture
def office(database: Database, organization: Organization, clock: Clock) -> Office:
    return Office(database, organization, clock)


@pytest.fixture
def post(office: Office) -> Post:
    return office.post
