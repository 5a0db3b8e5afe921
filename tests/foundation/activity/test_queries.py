"""What happened to an object."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.activity import queries
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers import operations as customers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def walk(requirement: Requirement, times: int) -> None:
    lead = make_user(Role.RND_LEAD, name="<b>Chen</b>")
    for _each in range(times):
        for state in (State.PLANNED, State.ACCEPTED):
            operations.advance(requirement=requirement, to=state, by=lead, at=AT)


def test_the_feed_tells_what_happened_the_newest_first(client: Client) -> None:
    requirement = make_requirement(state=State.ACCEPTED)
    walk(requirement, 20)
    client.force_login(make_user(Role.ENGINEER))

    page = client.get(f"/activity/requirement/{requirement.pk}/").content.decode()
    oldest = page.split("?before=")[1].split('"')[0]
    older = client.get(
        f"/activity/requirement/{requirement.pk}/?before={oldest}", headers={"HX-Request": "true"}
    ).content.decode()

    assert page.count('class="mk"') == 30
    assert older.count('class="mk"') == 10
    assert "&lt;b&gt;Chen" in page
    assert "<b>Chen" not in page


def test_nobody_reads_the_feed_of_what_they_may_not_see() -> None:
    inside, outside = make_user(Role.RND_LEAD), make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    requirement = make_requirement(state=State.ACCEPTED, product=product)
    walk(requirement, 1)

    assert queries.list_activity(kind="requirement", pk=requirement.pk, for_user=inside)
    for kind, pk in (("requirement", requirement.pk), ("requirement", 999999), ("nothing", 1)):
        with pytest.raises(NotThere):
            queries.list_activity(kind=kind, pk=pk, for_user=outside)


def test_an_entry_about_a_hidden_object_stays_out_of_the_feed_of_an_open_one() -> None:
    outside = make_user(Role.ENGINEER)
    milestone = make_milestone()
    requirement = make_requirement(state=State.ACCEPTED, product=milestone.project.product)
    lead = make_user(Role.RND_LEAD)
    operations.plan_for(requirement=requirement, milestone=milestone, by=lead, at=AT)
    Requirement.objects.update(product=make_product(reach="teams"))

    assert not queries.list_activity(kind="milestone", pk=milestone.pk, for_user=outside)


def test_a_long_feed_asks_no_more_questions_than_a_short_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = make_user(Role.ENGINEER)
    requirement = make_requirement(state=State.ACCEPTED)
    walk(requirement, 1)
    with django_assert_max_num_queries(15) as few:
        queries.list_activity(kind="requirement", pk=requirement.pk, for_user=user)
    walk(requirement, 14)
    with django_assert_max_num_queries(len(few)):
        queries.list_activity(kind="requirement", pk=requirement.pk, for_user=user)


def test_what_concerns_a_hidden_product_alone_stays_out_of_the_feed_of_its_customer() -> None:
    seller, outside = make_user(Role.SALESPERSON), make_user(Role.ENGINEER)
    customer, open_product = make_customer(), make_product()
    hidden = make_product(reach="teams")
    hidden.teams.add(make_team(seller))
    for product in (hidden, open_product):
        customers.install(customer=customer, product=product, by=seller, at=AT)

    def told(user: User) -> list[str]:
        entries = queries.list_activity(kind="customer", pk=customer.pk, for_user=user)
        events = queries.list_entries(for_user=user, kind="customer.product_installed").items
        assert [each.pk for each in entries] == [each.pk for each in reversed(events)]
        return [each.payload["product_name"] for each in entries]

    assert told(seller) == [open_product.name, hidden.name]
    assert told(outside) == [open_product.name]
