"""Customers that are one are found with the reason, merged, and taken apart exactly."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.answers import text_of
from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.activity.queries import list_activity, list_watched
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import together
from twintrack.sales.customers import duplicates, operations, reactions
from twintrack.sales.customers.models import Contact, Customer, CustomerMerge, Installation
from twintrack.sales.pipeline.models import Opportunity

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_all_things_go_to_the_kept_one_and_back_exactly() -> None:
    sun = make_user(Role.SALES_MANAGER)
    kept, merged = make_customer(name="宁海新材"), make_customer(name="宁海新材有限公司")
    h3, bms = make_product(), make_product()
    for customer, product in ((kept, h3), (merged, h3), (merged, bms)):
        Installation.objects.create(customer=customer, product=product)
    person = Contact.objects.create(customer=merged, name="王敏")
    own = Contact.objects.create(customer=kept, name="Li")
    said, deal = make_feedback(customer=merged), make_opportunity(customer=merged)
    talk = {"about_kind": "customer", "about_id": merged.pk, "written_by": sun, "text": "x"}
    comment = Comment.objects.create(**talk, written_at=AT)
    done = operations.merge(kept=kept, merged=merged, by=sun, at=AT)

    for row in (person, said, deal):
        row.refresh_from_db()
        assert row.customer == kept
    comment.refresh_from_db()
    assert comment.about_id == kept.pk
    # Of what both have, one is enough; the other stays where it was.
    assert kept.installations.count() == 2
    assert merged.installations.count() == 1
    with pytest.raises(operations.MergedAlready):
        operations.merge(kept=merged, merged=make_customer(), by=sun, at=AT)
    later = make_opportunity(customer=kept)
    operations.undo_merge(merge=done, by=sun, at=AT)
    with pytest.raises(operations.UndoneAlready):
        operations.undo_merge(merge=done, by=sun, at=AT)

    for row in (person, said, deal):
        row.refresh_from_db()
        assert row.customer == merged
    for mine in (own, later):
        mine.refresh_from_db()
        assert mine.customer == kept
    assert (kept.installations.count(), merged.installations.count()) == (1, 2)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["customer.merged", "customer.merge_undone"]


@pytest.mark.django_db
def test_who_may_not_merge_and_what_is_one_row_is_refused() -> None:
    kept, merged = make_customer(), make_customer()
    with pytest.raises(NotAllowed):
        operations.merge(kept=kept, merged=merged, by=make_user(Role.SALESPERSON), at=AT)
    with pytest.raises(operations.SameCustomer):
        operations.merge(kept=kept, merged=kept, by=make_user(Role.SALES_MANAGER), at=AT)


@pytest.mark.django_db
def test_pairs_are_shown_with_the_reason_and_merged_on_the_page(client: Client) -> None:
    sun = make_user(Role.SALES_MANAGER)
    first, second = make_customer(name="宁海新材"), make_customer(name="宁海新材有限公司")
    third, fourth = make_customer(name="Bolt"), make_customer(name="Werk")
    for customer in (third, fourth):
        Contact.objects.create(customer=customer, name="K", phone="13800138000")
    pairs = duplicates.list_pairs(for_user=sun)
    assert [(each.first, each.second, each.reasons) for each in pairs] == [
        (first, second, ("name",)),
        (third, fourth, ("phone",)),
    ]
    client.force_login(sun)
    client.get("/customers/duplicates/")
    few = queries_of(lambda: client.get("/customers/duplicates/"))
    for n in range(3):
        for end in ("", "有限公司"):
            make_customer(name=f"苏州{n}厂{end}", owner=make_user())
    assert queries_of(lambda: client.get("/customers/duplicates/")) == few

    client.post(f"/customers/{first.number}/merge/", {"merged": second.number})
    answer = client.get(f"/customers/{second.number}/")
    assert answer.headers["Location"] == f"/customers/{first.number}/"
    assert second.number not in text_of(client.get("/customers/"))
    merge = CustomerMerge.objects.get()
    client.post(f"/customers/merges/{merge.pk}/undo/")
    assert client.get(f"/customers/{second.number}/").status_code == 200
    api = call_as(Role.SALES_MANAGER)
    assert len(api.get("/customer-duplicates").json()) == 5
    made = api.post(f"/customers/{third.number}/merge", {"merged": fourth.number}).json()
    assert api.get(f"/customers/{fourth.number}").json()["number"] == third.number
    assert api.post(f"/customer-merges/{made['id']}/undo").status_code == 200
    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/customers/duplicates/").status_code == 403


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_two_who_merge_the_same_pair_crosswise_one_does() -> None:
    sun = make_user(Role.SALES_MANAGER)
    one, other = make_customer(), make_customer()
    deal = make_opportunity(customer=one)

    def merge(kept: Customer, merged: Customer) -> None:
        operations.merge(kept=kept, merged=merged, by=sun, at=AT)

    outcomes = all_at_once(partial(merge, *pair) for pair in ((one, other), (other, one)))

    assert how_they_fared(outcomes) == {"done": 1, "MergedAlready": 1}
    kept = CustomerMerge.objects.get().kept
    assert Opportunity.objects.get(pk=deal.pk).customer == kept


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
def test_many_who_merge_chains_crosswise_hold_up_nobody() -> None:
    sun = make_user(Role.SALES_MANAGER)

    def merge(kept: Customer, merged: Customer) -> None:
        operations.merge(kept=kept, merged=merged, by=sun, at=AT)

    for _round in range(6):
        one, two, three = (make_customer() for _each in range(3))
        pairs = [(one, two), (two, three), (three, one), (two, one), (three, two)]
        fared = how_they_fared(all_at_once(partial(merge, *pair) for pair in pairs))
        assert fared.keys() <= {"done", "MergedAlready"}


@pytest.mark.django_db
def test_what_happened_to_the_merged_one_is_told_of_the_kept_one_until_they_are_apart(
    client: Client,
) -> None:
    sun = make_user(Role.SALES_MANAGER)
    kept, merged = make_customer(name="宁海新材"), make_customer(name="宁海新材有限公司")
    details = operations.ContactDetails(name="王敏")
    operations.add_contact(customer=merged, details=details, by=sun, at=AT)
    done = operations.merge(kept=kept, merged=merged, by=sun, at=AT)

    def told(customer: Customer) -> list[str]:
        return [each.kind for each in list_activity(kind="customer", pk=customer.pk, for_user=sun)]

    assert told(kept) == ["customer.merged", "customer.contact_added"]
    assert f"customer:{merged.pk}" in list_watched(kind="customer", pk=kept.pk)
    client.force_login(sun)
    assert "王敏" in text_of(client.get(f"/activity/customer/{kept.pk}/stream/"))
    operations.undo_merge(merge=done, by=sun, at=AT)
    assert told(kept) == ["customer.merge_undone", "customer.merged"]
    assert told(merged) == [*told(kept), "customer.contact_added"]


@pytest.mark.django_db
def test_what_comes_late_follows_and_goes_back_with_the_rest() -> None:
    sun = make_user(Role.SALES_MANAGER)
    first, second, third = (make_customer() for _each in range(3))
    done = operations.merge(kept=second, merged=first, by=sun, at=AT)
    further = operations.merge(kept=third, merged=second, by=sun, at=AT)
    # Somebody had opened the merged one before.
    late = make_opportunity(customer=first)
    drain()

    late.refresh_from_db()
    assert late.customer == third
    later = make_opportunity(customer=first)
    reactions.follow_merges(AT + timedelta(minutes=1))
    reactions.follow_merges(AT + timedelta(minutes=2))
    later.refresh_from_db()
    assert later.customer == third
    assert Entry.objects.filter(kind="customer.things_followed").count() == 4
    for merge in (further, done):
        operations.undo_merge(merge=merge, by=sun, at=AT)
    for row in (late, later):
        row.refresh_from_db()
        assert row.customer == first
    reactions.follow_merges(AT + timedelta(minutes=3))
    late.refresh_from_db()
    assert late.customer == first


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
def test_what_a_running_transaction_adds_while_the_merge_commits_does_not_stay_behind() -> None:
    sun = make_user(Role.SALES_MANAGER)
    kept, merged = make_customer(), make_customer()
    has_added, is_merged = threading.Event(), threading.Event()

    def add() -> None:
        try:
            with transaction.atomic():
                details = operations.ContactDetails(name="王敏")
                with together():
                    operations.add_contact(customer=merged, details=details, by=sun, at=AT)
                    has_added.set()
                    assert is_merged.wait(10)
        finally:
            connection.close()

    adding = threading.Thread(target=add)
    adding.start()
    assert has_added.wait(10)
    operations.merge(kept=kept, merged=merged, by=sun, at=AT)
    # The worker's first look comes before the transaction ends.
    drain()
    is_merged.set()
    adding.join(30)
    assert Contact.objects.get().customer == merged
    reactions.follow_merges(AT + timedelta(minutes=1))

    assert Contact.objects.get().customer == kept
