"""Who works with the pool in most tests."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER, name="Lin")


@pytest.fixture
def manager(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client
