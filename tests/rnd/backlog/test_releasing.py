"""Requirements ship with releases: planned, late, carried over, judged by a gate."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.releases import make_release
from tests.factories.tokens import call_as
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations, shipping
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import ToRelease
from twintrack.rnd.releases import operations as releases
from twintrack.rnd.releases.gates import GateFact, Verdict
from twintrack.rnd.releases.late import list_late
from twintrack.rnd.releases.lifecycle import State as ReleaseState
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations import Shipment
from twintrack.rnd.releases.scope import scopes_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


def planned(release: Release, *states: str) -> list[Requirement]:
    return [
        make_requirement(product=release.product, release=release, state=state) for state in states
    ]


def test_a_requirement_goes_into_a_release_of_its_product_and_out_again(lead: User) -> None:
    release = make_release(name="3.3")
    requirement = make_requirement(product=release.product, state=State.ACCEPTED)

    def plan(into: Release | None, **more: object) -> Requirement:
        return operations.plan_into(
            requirement=requirement,
            release=into,
            by=lead,
            at=AT,
            **more,  # type: ignore[arg-type]
        )

    plan(release)
    plan(release)
    assert requirement.expected_on is None
    assert Requirement.objects.get().expected_on == release.planned_on
    [entry] = Entry.objects.all()
    assert (entry.kind, entry.payload["release_name"]) == ("requirement.scoped", "3.3")
    assert set(entry.subjects.values_list("kind", flat=True)) == {"requirement", "release"}
    with pytest.raises(StaleEdit):
        plan(make_release(product=release.product), before=None)
    with pytest.raises(operations.OtherProductsRelease):
        plan(make_release())
    with pytest.raises(operations.ReleaseClosed):
        plan(make_release(product=release.product, state="cancelled"))
    with pytest.raises(NotAllowed):
        operations.plan_into(
            requirement=requirement, release=None, by=make_user(Role.SALESPERSON), at=AT
        )
    first = Entry.objects.get().pk
    operations.undo(first=first, last=first, by=lead, at=AT)
    assert Requirement.objects.get().release is None
    assert [each.payload["came_from_name"] for each in Entry.objects.order_by("pk")] == ["", "3.3"]


def test_what_changes_after_the_freeze_says_why_and_is_listed(lead: User) -> None:
    release = make_release(
        name="3.3", state=ReleaseState.CODE_FREEZE, frozen_at=datetime(2026, 11, 20, tzinfo=UTC)
    )
    [inside] = planned(release, State.IN_DEVELOPMENT)
    late = make_requirement(product=release.product, title="One more")

    with pytest.raises(ReasonMissing, match="frozen"):
        operations.plan_into(requirement=late, release=release, by=lead, at=AT)
    operations.plan_into(
        requirement=late, release=release, reason="a customer stops", by=lead, at=AT
    )
    outcome = operations.change_many(requirements=[inside], change=ToRelease(None), by=lead, at=AT)
    assert [type(refusal) for _each, refusal in outcome.refused] == [ReasonMissing]
    operations.change_many(
        requirements=[inside], change=ToRelease(None, "not safe yet"), by=lead, at=AT
    )

    changes = list_late(release, for_user=lead)
    assert [(each.number, each.what, each.reason) for each in changes] == [
        (inside.number, "went out", "not safe yet"),
        (late.number, "came in", "a customer stops"),
    ]


def test_the_gate_counts_what_is_built_and_names_what_is_not(lead: User) -> None:
    release = make_release()

    def judged() -> GateFact:
        return shipping.judge_requirements(release, lead, None)

    assert judged().verdict == Verdict.NOT_MEASURED
    planned(release, State.IN_TESTING, State.RELEASED, State.MERGED)
    assert (judged().verdict, judged().sentence) == (Verdict.OK, "All 2 are built.")
    left = planned(release, *[State.IN_DEVELOPMENT] * 4)
    fact = judged()
    assert fact.verdict == Verdict.FAILING
    named = ", ".join(each.number for each in left[:3])
    assert fact.sentence == f"2 of 6 are built; not built: {named} and others."
    assert f"release={release.number}" in fact.url
    scope = scopes_of([release.pk])[release.pk]
    assert (scope.total, scope.done, scope.left, scope.percent) == (6, 2, 4, 33)


def test_a_shipped_release_releases_what_is_built_and_passes_the_rest_on(lead: User) -> None:
    release = make_release(state=ReleaseState.TESTING, frozen_at=AT)
    following = make_release(product=release.product)
    built, open_one, put_off = planned(
        release, State.IN_TESTING, State.IN_DEVELOPMENT, State.DEFERRED
    )
    shipment = Shipment(carry_to=following, reason="customers wait for the rest")
    releases.ship(release=release, shipment=shipment, by=lead, at=AT)
    drain()
    drain()

    for each in (built, open_one, put_off):
        each.refresh_from_db()
    assert (built.state, built.release) == (State.RELEASED, release)
    assert (open_one.state, open_one.release) == (State.IN_DEVELOPMENT, following)
    assert put_off.release == release
    with pytest.raises(operations.ShippedWithIt):
        operations.plan_into(requirement=built, release=None, by=lead, at=AT)
    assert [each.reason for each in list_late(release, for_user=lead)] == []


def test_whose_requirements_are_not_done_are_told_of_the_freeze_once(lead: User) -> None:
    owner = make_user(Role.ENGINEER)
    release = make_release(state=ReleaseState.IN_DEVELOPMENT)
    for state in (State.PLANNED, State.IN_DEVELOPMENT, State.IN_TESTING):
        make_requirement(product=release.product, release=release, state=state, owner=owner)
    releases.freeze(release=release, by=lead, at=AT)
    drain()

    told = Notification.objects.get(recipient=owner)
    assert told.told_by == "backlog/frozen"
    assert len(told.details["titles"]) == 2


def test_pages_plan_carry_filter_and_group_by_release(client: Client, lead: User) -> None:
    client.force_login(lead)
    release = make_release(name="3.3", state=ReleaseState.CODE_FREEZE, frozen_at=timezone.now())
    [inside] = planned(release, State.IN_DEVELOPMENT)
    other = make_requirement(product=release.product, title="Another", state=State.ACCEPTED)
    page, scope = f"/requirements/{other.number}", f"/releases/{release.number}/scope"

    assert client.get(f"{page}/release/").status_code == 200
    unsaid = client.post(f"{page}/release/", {"release": release.pk})
    assert unsaid.status_code == 422
    assert "3.3 is frozen" in unsaid.content.decode()
    client.post(f"{page}/release/", {"release": release.pk, "reason": "promised"})
    shown = client.get(f"/releases/{release.number}/").content.decode()
    assert "promised" in shown
    assert other.title in shown
    assert client.get(f"{page}/").status_code == 200
    pool = client.get(f"/requirements/?release={release.number}&cols=release&group=release")
    assert inside.number in pool.content.decode()
    assert "In no release" not in pool.content.decode()
    client.force_login(make_user(Role.SALESPERSON))
    assert client.post(f"{page}/release/", {"release": ""}).status_code == 403
    assert client.get(f"{scope}/").status_code == 200


def test_pages_of_a_release_take_in_many_and_carry_the_rest(client: Client, lead: User) -> None:
    client.force_login(lead)
    release = make_release(name="3.3", state=ReleaseState.CODE_FREEZE, frozen_at=timezone.now())
    following = make_release(name="3.4", product=release.product)
    planned(release, State.IN_DEVELOPMENT)
    scope = f"/releases/{release.number}/scope"
    found = client.get(f"{scope}/candidates/?q=zzz").json()
    assert found == {"items": []}
    new = make_requirement(product=release.product, title="Third", state=State.ACCEPTED)
    assert client.get(f"{scope}/add/").status_code == 200
    assert client.post(f"{scope}/add/", {"requirements": [new.pk]}).status_code == 422
    client.post(f"{scope}/add/", {"requirements": [new.pk], "reason": "small"})
    assert client.get(f"{scope}/carry/").status_code == 200
    assert client.post(f"{scope}/carry/", {"to": following.pk}).status_code == 422
    client.post(f"{scope}/carry/", {"to": following.pk, "reason": "no time"})
    assert Requirement.objects.filter(release=following).count() == 2
    bulk = {"field": "release", "pk": [new.pk], "release": "", "reason": ""}
    assert client.get("/requirements/bulk/", bulk).status_code == 200
    client.post("/requirements/bulk/", bulk)
    assert Requirement.objects.filter(release=following).count() == 1


def test_the_api_plans_into_releases() -> None:
    api, release = call_as(Role.RND_LEAD), make_release()
    requirement = make_requirement(product=release.product)
    url = f"/requirements/{requirement.number}/release"
    assert api.post(url, {"release": release.number}).json()["release"] == release.number
    assert api.post(url, {"release": "REL-0"}).status_code == 422
    found = api.get(f"/requirements?release={release.number}").json()["items"]
    assert [each["expected_on"] for each in found] == [date(2026, 12, 18).isoformat()]
    body = {"requirements": [requirement.number], "field": "release", "release": None}
    assert api.post("/requirements/changes", body).json()["changed"] == [requirement.number]
