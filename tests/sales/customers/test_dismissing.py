"""Two customers that are not one are not proposed again, until they share something else."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed, NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.customers import duplicates, operations
from twintrack.sales.customers.models import Contact, Customer, PairDismissal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def make_pair() -> tuple[Customer, Customer]:
    return make_customer(name="宁海新材"), make_customer(name="宁海新材有限公司")


def test_a_dismissed_pair_comes_back_only_with_something_else_in_common() -> None:
    zhao = make_user(Role.SALESPERSON)
    first, second = make_pair()
    [pair] = duplicates.list_pairs(for_user=zhao)

    operations.dismiss_pair(pair=pair, by=zhao, at=AT)
    operations.dismiss_pair(pair=pair, by=zhao, at=AT)

    assert duplicates.list_pairs(for_user=zhao) == []
    assert Entry.objects.filter(kind="customer.pair_dismissed").count() == 1
    for customer in (first, second):
        Contact.objects.create(customer=customer, name="Yu", phone="13900137788")
    [again] = duplicates.list_pairs(for_user=zhao)
    assert "phone" in again.reasons
    operations.dismiss_pair(pair=again, by=zhao, at=AT)
    assert duplicates.list_pairs(for_user=zhao) == []


def test_it_is_taken_back_and_a_merge_goes_on_as_before() -> None:
    zhao, sun = make_user(Role.SALESPERSON), make_user(Role.SALES_MANAGER)
    first, second = make_pair()
    pair = duplicates.get_pair(second, first, for_user=zhao)
    kept = operations.dismiss_pair(pair=pair, by=zhao, at=AT)

    operations.undo_dismissal(dismissal=kept, by=zhao, at=AT)
    operations.undo_dismissal(dismissal=kept, by=zhao, at=AT)

    assert len(duplicates.list_pairs(for_user=zhao)) == 1
    operations.dismiss_pair(pair=pair, by=zhao, at=AT)
    operations.merge(kept=first, merged=second, by=sun, at=AT)
    found = PairDismissal.objects.get()
    assert (found.first, found.second) == (first, second)
    with pytest.raises(NotThere):
        duplicates.get_pair(first, make_customer(name="Other"), for_user=zhao)


def test_who_looks_after_no_customers_says_nothing_of_pairs(client: Client) -> None:
    first, second = make_pair()
    zhou = make_user(Role.ENGINEER)
    pair = duplicates.get_pair(first, second, for_user=zhou)
    with pytest.raises(NotAllowed):
        operations.dismiss_pair(pair=pair, by=zhou, at=AT)
    client.force_login(zhou)
    names = {"first": first.number, "second": second.number}
    assert client.post("/customers/dismissals/", names).status_code == 403
    assert call_as(Role.ENGINEER).post("/customer-pair-dismissals", names).status_code == 403


def test_page_and_api(client: Client) -> None:
    zhao = make_user(Role.SALESPERSON)
    client.force_login(zhao)
    first, second = make_pair()
    names = {"first": first.number, "second": second.number}

    client.post("/customers/dismissals/", names)
    page = text_of(client.get("/customers/duplicates/"))
    client.post(f"/customers/dismissals/{PairDismissal.objects.get().pk}/undo/")

    assert "Not the same" in page
    api = call_as(user=zhao)
    made = api.post("/customer-pair-dismissals", names).json()
    assert [each["id"] for each in api.get("/customer-pair-dismissals").json()["items"]] == [
        made["id"]
    ]
    assert api.post(f"/customer-pair-dismissals/{made['id']}/undo").status_code == 204
    assert len(api.get("/customer-duplicates").json()) == 1
