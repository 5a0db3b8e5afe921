"""What deals need of R&D."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.queries import list_people_watching
from twintrack.helix.needs import operations, queries
from twintrack.helix.needs.fitting import judge
from twintrack.helix.needs.lifecycle import Fit
from twintrack.helix.needs.models import Need
from twintrack.helix.needs.showing import find_deals, fits, strips
from twintrack.rnd.backlog.impact import Move, Supposed
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import ClosedAlready

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def need(opportunity: Opportunity, requirement: Requirement, **over: Any) -> Need:
    by = make_user(Role.SALESPERSON)
    told = {"is_must": True, "by": by, "at": AT} | over
    return operations.note_need(opportunity=opportunity, requirement=requirement, **told)


@pytest.mark.parametrize(
    ("state", "planned", "fit"),
    [
        ("released", None, Fit.READY),
        ("rejected", date(2026, 12, 1), Fit.REFUSED),
        ("deferred", None, Fit.REFUSED),
        ("accepted", None, Fit.UNDATED),
        ("planned", date(2026, 12, 4), Fit.FITS),
        ("planned", date(2026, 12, 5), Fit.TIGHT),
        ("planned", date(2026, 12, 18), Fit.TIGHT),
        ("planned", date(2026, 12, 19), Fit.MISSES),
        # A day that has passed without a release is not believed.
        ("in_testing", date(2026, 11, 1), Fit.FITS),
    ],
)
def test_a_forecast_is_held_against_the_day_the_deal_is_to_close(
    state: str, planned: date | None, fit: Fit
) -> None:
    opportunity = make_opportunity(expected_close_on=date(2026, 12, 18))
    requirement = make_requirement(state=state, planned_on=planned)

    assert judge(need(opportunity, requirement), on=TODAY).fit == fit


def test_a_merged_requirement_is_judged_by_the_one_that_stands_for_it() -> None:
    target = make_requirement(state="planned", planned_on=date(2027, 3, 1))
    merged = make_requirement(state="merged", merged_into=target)
    noted = need(make_opportunity(), merged)

    judged = judge(noted, on=TODAY)

    assert (judged.requirement, judged.fit) == (target, Fit.MISSES)
    assert list(queries.list_deals(target, for_user=make_user(Role.SALESPERSON))) == [noted]


def test_a_need_is_noted_once_weighed_and_dropped(seller: User) -> None:
    opportunity, requirement = make_opportunity(owner=seller), make_requirement()
    noted = need(opportunity, requirement, by=seller)
    with pytest.raises(operations.NeededAlready):
        need(opportunity, requirement, by=seller)
    operations.change_need(need=noted, is_must=False, by=seller, at=AT)
    operations.change_need(need=noted, is_must=False, by=seller, at=AT)
    operations.drop_need(need=noted, by=seller, at=AT)

    kinds = [entry.kind for entry in Entry.objects.order_by("pk")]
    assert kinds == ["need.noted", "need.changed", "need.dropped"]
    first = Entry.objects.order_by("pk").first()
    assert first
    assert {str(each) for each in first.subjects.all()} == {
        f"opportunity:{opportunity.pk}",
        f"requirement:{requirement.pk}",
    }
    # Whoever looks after the deal is told what becomes of the requirement.
    assert opportunity.owner in list_people_watching(requirement)
    closed = make_opportunity(stage="won")
    with pytest.raises(ClosedAlready):
        need(closed, requirement, by=seller)
    manager = make_user(Role.PRODUCT_MANAGER)
    with pytest.raises(NotAllowed):
        need(opportunity, requirement, by=manager)


def test_cards_show_the_worst_that_a_deal_must_have_as_far_as_one_may_see(seller: User) -> None:
    today = timezone.localdate()
    opportunity = make_opportunity(expected_close_on=today + timedelta(days=30))
    late = make_requirement(title="Route B", state="planned", planned_on=today + timedelta(days=60))
    need(opportunity, make_requirement(state="released"))
    need(opportunity, late)
    need(opportunity, make_requirement(state="rejected"), is_must=False)
    hidden = make_requirement(product=make_product(reach="teams"), state="rejected")
    need(opportunity, hidden)

    strip = strips([opportunity.pk], seller)[opportunity.pk]

    assert (strip.label, strip.tone) == ("Route B", "late")
    assert not fits(opportunity, today)
    judged = queries.read_needs(opportunity, for_user=seller, on=today)
    assert [each.fit for each in judged] == [Fit.MISSES, Fit.READY, Fit.REFUSED]


def test_a_change_of_a_requirement_touches_the_deals_that_need_it(seller: User) -> None:
    opportunity = make_opportunity(expected_close_on=date(2026, 12, 18))
    requirement = make_requirement(state="planned", planned_on=date(2026, 12, 1))
    need(opportunity, requirement)
    later = Supposed(requirement=requirement, move=Move.DATE, to=date(2027, 1, 10))

    [touched] = find_deals(later, seller)

    assert (touched.number, touched.tone) == (opportunity.number, "bad")
    assert not list(find_deals(later, make_user(Role.ENGINEER)))


def test_the_page_of_a_deal_notes_weighs_and_drops(client: Client, seller: User) -> None:
    client.force_login(seller)
    opportunity = make_opportunity()
    requirement = make_requirement(title="<b>Route B</b>")
    url = f"/opportunities/{opportunity.number}/"
    new = {"requirement": requirement.number, "weight": "must"}
    assert client.post(url + "needs/new/", {}, HTTP_HX_REQUEST="true").status_code == 422
    done = client.post(url + "needs/new/", new, HTTP_HX_REQUEST="true")
    assert "opportunities-changed" in done.headers["HX-Trigger"]
    assert client.post(url + "needs/new/", new, HTTP_HX_REQUEST="true").status_code == 409
    noted = Need.objects.get()
    client.post(f"{url}needs/{noted.pk}/", {"weight": "nice"})
    page = client.get(url).content.decode()
    assert "&lt;b&gt;Route B" in page
    noted.refresh_from_db()
    assert not noted.is_must
    client.post(f"{url}needs/{noted.pk}/drop/")
    assert not Need.objects.exists()
    assert client.get(url + "needs/choices/?q=").json() == {"items": []}
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(url + "needs/").status_code == 404
    assert client.post(url + "needs/new/", new).status_code == 404


def test_the_page_of_a_requirement_names_the_deals_and_amounts_by_permission(
    client: Client,
) -> None:
    opportunity, requirement = make_opportunity(name="Secret deal"), make_requirement()
    need(opportunity, requirement)
    url = f"/requirements/{requirement.number}/deals/"
    for role, sees in ((Role.PRODUCT_MANAGER, True), (Role.RND_LEAD, False)):
        client.force_login(make_user(role))
        page = client.get(url, HTTP_HX_REQUEST="true").content.decode()
        assert opportunity.customer.name in page
        assert ("Secret deal" in page) == sees
        assert (opportunity.number in page) == sees


def test_the_panels_cost_the_same_for_one_need_and_for_many(client: Client, seller: User) -> None:
    client.force_login(seller)
    opportunity, requirement = make_opportunity(), make_requirement()
    product = requirement.product
    pages = (
        f"/opportunities/{opportunity.number}/needs/",
        f"/requirements/{requirement.number}/deals/",
    )

    def cost() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page, HTTP_HX_REQUEST="true").status_code == 200
            found.append(len(asked))
        return found

    need(opportunity, requirement)
    cost()
    few = cost()
    for _ in range(5):
        need(opportunity, make_requirement(product=product))
        need(make_opportunity(), requirement)

    assert cost() == few


def test_the_api_notes_weighs_lists_and_drops() -> None:
    api, opportunity, requirement = (
        call_as(Role.SALESPERSON),
        make_opportunity(),
        make_requirement(),
    )
    url = f"/opportunities/{opportunity.number}/needs"
    made = api.post(url, {"requirement": requirement.number})
    assert (made.status_code, made.json()["fit"]) == (201, "undated")
    assert api.post(url, {"requirement": "REQ-none"}).status_code == 422
    here = f"{url}/{made.json()['id']}"
    assert api.patch(here, {"is_must": False}).json()["is_must"] is False
    assert api.get(url).json()[0]["requirement"] == requirement.number
    assert api.get(f"/requirements/{requirement.number}/deals").json()[0]["fit"] == "undated"
    assert api.delete(here).status_code == 204
    assert (
        call_as(Role.ENGINEER).get(f"/requirements/{requirement.number}/deals").status_code == 403
    )
