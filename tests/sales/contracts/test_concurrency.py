"""Two sign contracts about the same at the same moment: one of them is refused."""

import threading

import pytest
from django.db import connection

from tests.factories.contracts import AT, SIGNED, make_draft
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.sales.contracts import operations
from twintrack.sales.contracts.models import Contract

pytestmark = [
    pytest.mark.usefixtures("emptied_ledger"),
    pytest.mark.django_db(transaction=True),
]


def test_of_contracts_about_the_same_that_are_signed_at_once_one_holds() -> None:
    customer, product, desk = make_customer(), make_product(), make_user(Role.SALES_MANAGER)
    drafts = [make_draft(customer=customer, products=[product]) for _each in range(3)]
    versions = [each.versions.select_related("contract").get() for each in drafts]
    ready = threading.Barrier(len(versions))
    told: list[str] = []

    def sign(index: int) -> None:
        ready.wait(10)
        try:
            operations.sign(version=versions[index], signature=SIGNED, by=desk, at=AT)
            told.append("signed")
        except operations.TermsOverlap:
            told.append("overlap")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=[index]) for index in range(len(versions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(told) == ["overlap", "overlap", "signed"]
    assert Contract.objects.exclude(state="draft").count() == 1
