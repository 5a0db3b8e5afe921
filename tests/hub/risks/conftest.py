"""One rule that sees what the tests say, and who answers for risks."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.risks import World
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.risks import rules
from twintrack.hub.risks.rules import Parameter, Rule, register_rule


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


@pytest.fixture
def product() -> Product:
    return make_product(code="h3")


@pytest.fixture
def world() -> Iterator[World]:
    known, seen = dict(rules._rules), World()
    rules._rules.clear()
    register_rule(
        Rule(
            code="test",
            label="Too much",
            meaning="Right if it was too much.",
            kind="technical",
            subject="product",
            find=seen.find,
            judge=seen.judge,
            say=lambda evidence: f"{evidence['many']} is too much",
            facts=lambda evidence: [("Many", evidence["many"])],
            parameters=(
                Parameter(
                    name="limit",
                    label="from",
                    usual=Decimal(3),
                    least=Decimal(1),
                    most=Decimal(9),
                ),
            ),
        )
    )
    yield seen
    rules._rules.clear()
    rules._rules.update(known)
