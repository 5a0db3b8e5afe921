"""Two sign contracts about the same at the same moment: one of them is refused."""

from functools import partial

import pytest

from tests.crowd import all_at_once, how_they_fared
from tests.factories.contracts import AT, SIGNED, make_draft
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.sales.contracts import operations
from twintrack.sales.contracts.models import Contract, ContractVersion

pytestmark = [
    pytest.mark.usefixtures("emptied_ledger"),
    pytest.mark.django_db(transaction=True),
]


def test_of_contracts_about_the_same_that_are_signed_at_once_one_holds() -> None:
    customer, product, desk = make_customer(), make_product(), make_user(Role.SALES_MANAGER)
    drafts = [make_draft(customer=customer, products=[product]) for _each in range(3)]
    versions = [each.versions.select_related("contract").get() for each in drafts]

    def sign(version: ContractVersion) -> None:
        operations.sign(version=version, signature=SIGNED, by=desk, at=AT)

    fared = how_they_fared(all_at_once(partial(sign, each) for each in versions))

    assert fared == {"done": 1, "TermsOverlap": 2}
    assert Contract.objects.exclude(state="draft").count() == 1
