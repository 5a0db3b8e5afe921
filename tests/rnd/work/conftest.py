"""Who works on most items."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User


@pytest.fixture
def zhou() -> User:
    return make_user(Role.ENGINEER, name="Zhou")


@pytest.fixture
def engineer(client: Client, zhou: User) -> Client:
    client.force_login(zhou)
    return client
