"""A store of its own for each test."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.people import make_team, make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEASURES_DIR = tmp_path / "measures"


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def manager(seller: User) -> User:
    person = make_user(Role.SALES_MANAGER, name="Sun")
    make_team(person, seller, name="Key accounts")
    return person
