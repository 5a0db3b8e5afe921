"""The rows that pages are measured with are what the tables want today."""

import pytest

from benchmarks.rows import fill
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.models import Feedback


@pytest.mark.django_db
def test_a_pool_and_an_inbox_are_filled_with_their_ledger() -> None:
    make_product(owner=make_user(Role.PRODUCT_MANAGER))

    fill(20)

    assert Requirement.objects.count() == Feedback.objects.count() == 20
    assert Entry.objects.count() >= 40
