"""The page of a requirement: its steps, and its fields changed in place."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.models import Criterion, Requirement

pytestmark = pytest.mark.django_db
IN_REGION = {"HX-Request": "true"}


def region(name: str) -> dict[str, str]:
    return IN_REGION | {"HX-Target": f"div#{name}"}


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    return client


def test_a_manager_proposes_scores_decides_plans_and_moves_a_requirement(manager: Client) -> None:
    product = make_product()
    page = manager.post(
        "/requirements/new/",
        {"product": product.pk, "title": "Tension", "kind": "improvement"},
        follow=True,
    )
    url = page.redirect_chain[0][0]
    estimate = {"reach": "4", "impact": "3", "confidence": "80", "effort": "0.5"}

    manager.post(url + "score/", estimate)
    manager.post(url + "decision/", {"decision": "accepted", "reason": "lines stand still"})
    manager.post(url + "fields/planned_on/", {"before": "", "value": "2026-12-23"})
    manager.post(url + "state/", {"state": "in_development"})

    requirement = Requirement.objects.get()
    assert (requirement.state, requirement.value_score) == ("in_development", 44)
    assert (requirement.reach, requirement.effort) == (4, 0.5)
    assert str(requirement.planned_on) == "2026-12-23"
    assert "lines stand still" in manager.get(url).content.decode()


def test_what_is_refused_says_why_and_keeps_what_was_typed(manager: Client) -> None:
    url = f"/requirements/{make_requirement(state='accepted').number}/"

    again = manager.post(url + "decision/", {"decision": "accepted", "reason": "my words"})
    wild = manager.post(url + "score/", {"reach": "-1"})
    empty = manager.post(url + "fields/title/", {"before": "x", "value": "  "})
    skipped = manager.post(url + "state/", {"state": "released"}, follow=True)
    unknown = manager.post(url + "state/", {"state": "gone"}, follow=True)

    assert [each.status_code for each in (again, wild, empty)] == [422, 422, 422]
    assert "my words" in again.content.decode()
    for page in (skipped, unknown):
        assert 'class="toast bad"' in page.content.decode()


def test_who_may_not_decide_or_edit_is_told_so(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/"

    decided = client.post(url + "decision/", {"decision": "accepted", "reason": "please"})
    scored = client.post(
        url + "score/", {"reach": "4", "impact": "3", "confidence": "80", "effort": "1"}
    )
    named = client.post(url + "fields/title/", {"before": requirement.title, "value": "Other"})
    page = client.get(url)

    assert [each.status_code for each in (decided, scored, named)] == [403, 403, 403]
    assert page.status_code == 200
    assert "?edit=" not in page.content.decode()
    assert client.get("/requirements/REQ-none/").status_code == 404
    assert client.post(url + "fields/number/", {"value": "REQ-9"}).status_code == 404


@pytest.mark.parametrize(
    ("code", "before", "value", "shown_in"),
    [
        ("title", "Tension", "Reel change", "head"),
        ("description", "one", "two\nthree", "text"),
        ("kind", "improvement", "compliance", "facts"),
        ("priority", "3", "1", "facts"),
        ("planned_on", "2026-12-01", "2026-12-23", "facts"),
    ],
)
def test_a_field_is_changed_in_place(
    manager: Client, code: str, before: str, value: str, shown_in: str
) -> None:
    requirement = make_requirement(title="Tension", description="one", planned_on="2026-12-01")
    url = f"/requirements/{requirement.number}/"

    form = manager.get(f"{url}?edit={code}", headers=region(shown_in)).content.decode()
    changed = manager.post(
        f"{url}fields/{code}/", {"before": before, "value": value}, headers=region(shown_in)
    )

    assert f"{url}fields/{code}/" in form
    assert changed.status_code == 200
    assert f'id="{shown_in}"' in changed.content.decode()
    assert "<html" not in changed.content.decode()
    requirement.refresh_from_db()
    assert str(getattr(requirement, code)) == value


def test_a_date_field_holds_the_day_that_stands_there(manager: Client) -> None:
    requirement = make_requirement(planned_on="2026-12-01")

    form = manager.get(
        f"/requirements/{requirement.number}/?edit=planned_on", headers=region("facts")
    ).content.decode()

    assert 'value="2026-12-01"' in form


def test_only_milestones_ahead_and_the_chosen_one_are_offered_with_their_days(
    manager: Client,
) -> None:
    ahead = make_milestone(name="Core tested", forecast_on=date(2026, 12, 20))
    chosen, reached = (
        make_milestone(project=ahead.project, name=name, reached_on=date(2026, 11, 2))
        for name in ("Beta", "Alpha")
    )
    requirement = make_requirement(product=ahead.project.product, milestone=chosen)
    url = f"/requirements/{requirement.number}/"
    form = manager.get(f"{url}?edit=milestone", headers=region("facts")).content.decode()
    assert f"{ahead} · 20 Dec 2026" in form
    assert f"{chosen} · reached 2 Nov 2026" in form
    assert str(reached) not in form

    sent = {"before": chosen.pk, "value": ahead.pk}
    assert manager.post(url + "fields/milestone/", sent).status_code == 302
    requirement.refresh_from_db()
    assert requirement.milestone == ahead


def test_without_a_day_of_its_own_a_requirement_is_expected_with_its_milestone(
    manager: Client,
) -> None:
    milestone = make_milestone(forecast_on=date(2026, 12, 20))
    requirement = make_requirement(product=milestone.project.product, milestone=milestone)
    url = f"/requirements/{requirement.number}/"
    assert "20 Dec 2026" in manager.get(url).content.decode()
    api = call_as(Role.PRODUCT_MANAGER)
    assert api.get(f"/requirements/{requirement.number}").json()["expected_on"] == "2026-12-20"

    Milestone.objects.update(reached_on=date(2026, 12, 3))
    page = manager.get(url).content.decode()
    assert "20 Dec" not in page
    assert "3 Dec 2026" in page
    assert "3 Dec" in manager.get("/requirements/").content.decode()


def test_the_owner_and_the_milestone_are_changed_in_place(manager: Client) -> None:
    milestone, other = make_milestone(name="Core tested"), make_milestone()
    requirement = make_requirement(product=milestone.project.product)
    chen = make_user(Role.RND_LEAD)
    url = f"/requirements/{requirement.number}/"

    wrong = manager.post(url + "fields/milestone/", {"before": "", "value": other.pk})
    manager.post(url + "fields/milestone/", {"before": "", "value": milestone.pk})
    stale = manager.post(url + "fields/milestone/", {"before": "", "value": ""})
    manager.post(url + "fields/owner/", {"before": requirement.owner_id, "value": chen.pk})

    requirement.refresh_from_db()
    assert (wrong.status_code, stale.status_code) == (422, 409)
    assert (requirement.milestone, requirement.owner) == (milestone, chen)
    assert f'href="/milestones/{milestone.number}/"' in manager.get(url).content.decode()


@pytest.mark.parametrize("is_htmx", [True, False])
def test_two_versions_of_one_field_are_shown_and_none_is_lost(
    manager: Client, is_htmx: bool
) -> None:
    requirement = make_requirement(description="first")
    url = f"/requirements/{requirement.number}/"
    headers = region("text") if is_htmx else {}
    typed = {"before": "first", "value": "mine"}
    manager.post(url + "fields/description/", {"before": "first", "value": "theirs"})

    both = manager.post(url + "fields/description/", typed, headers=headers)

    requirement.refresh_from_db()
    told = both.content.decode()
    assert both.status_code == 409
    assert requirement.description == "theirs"
    assert "theirs" in told
    assert "mine" in told
    # Sent once more, what the person has now seen is replaced.
    assert 'name="before" value="theirs"' in told
    kept = manager.post(
        url + "fields/description/", {"before": "theirs", "value": "mine"}, headers=headers
    )
    requirement.refresh_from_db()
    assert kept.status_code == (200 if is_htmx else 302)
    assert requirement.description == "mine"


def test_html_in_a_description_stays_text(manager: Client) -> None:
    requirement = make_requirement(
        description="<script>alert(1)</script> see https://example.com/a"
    )

    page = manager.get(f"/requirements/{requirement.number}/").content.decode()

    assert "<script>alert" not in page
    assert 'href="https://example.com/a"' in page


def test_criteria_are_added_ticked_moved_reworded_removed_and_brought_back(
    manager: Client,
) -> None:
    url = f"/requirements/{make_requirement().number}/criteria/"
    first = manager.post(url, {"text": "Swing below 0.5 %"}, headers=region("criteria"))
    manager.post(url, {"text": "Tested at the customer"})
    one, two = Criterion.objects.order_by("pk")

    manager.post(f"{url}{two.pk}/", {"change": "up"})
    ticked = manager.post(f"{url}{one.pk}/", {"change": "met"}, headers=region("criteria"))
    manager.post(f"{url}{one.pk}/", {"change": "reword", "before": one.text, "text": "Below 1 %"})
    stale = manager.post(
        f"{url}{one.pk}/", {"change": "reword", "before": "old", "text": "Below 2 %"}
    )
    blank = manager.post(f"{url}{one.pk}/", {"change": "reword", "before": "", "text": " "})
    nothing = manager.post(url, {"text": "  "}, headers=region("criteria"))
    again = manager.post(url, {"text": "below 1 %"}, headers=region("criteria"))
    same = {"change": "reword", "before": "Below 1 %", "text": two.text}
    reworded = manager.post(f"{url}{one.pk}/", same)
    removed = manager.post(f"{url}{two.pk}/", {"change": "remove"}, headers=region("criteria"))

    assert first.status_code == 200
    assert 'aria-checked="true"' in ticked.content.decode()
    assert "1 / 2" in ticked.content.decode()
    assert [each.status_code for each in (stale, blank, nothing)] == [409, 422, 422]
    assert "Below 2 %" in stale.content.decode()
    assert [each.status_code for each in (again, reworded)] == [422, 422]
    assert "on the list already" in again.content.decode()
    assert f"{url}{two.pk}/restored/" in removed.headers["HX-Trigger"]
    manager.post(f"{url}{two.pk}/restored/")
    rows = Criterion.objects.filter(removed_at=None).order_by("position")
    assert [row.text for row in rows] == ["Tested at the customer", "Below 1 %"]
    assert manager.post(f"{url}99999/", {"change": "met"}).status_code == 404


def test_a_merged_requirement_is_read_only_and_says_where_it_went(manager: Client) -> None:
    product = make_product()
    target = make_requirement(product=product, title="The one that stays")
    merged = make_requirement(product=product, state="merged", merged_into=target)
    url = f"/requirements/{merged.number}/"

    page = manager.get(url).content.decode()
    added = manager.post(url + "criteria/", {"text": "x"})
    named = manager.post(url + "fields/title/", {"before": merged.title, "value": "x"})

    assert "The one that stays" in page
    assert "?edit=" not in page
    assert (added.status_code, named.status_code) == (422, 422)
    assert merged.number in manager.get(f"/requirements/{target.number}/").content.decode()


def test_the_page_leads_to_its_neighbours_by_value(manager: Client) -> None:
    low, middle, high = (make_requirement(value_score=value) for value in (10, 50, 90))

    page = manager.get(f"/requirements/{middle.number}/").content.decode()

    assert f'href="/requirements/{high.number}/" data-hotkey="k"' in page
    assert f'href="/requirements/{low.number}/" data-hotkey="j"' in page


def test_a_page_costs_the_same_however_much_there_is(manager: Client) -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    requirement = make_requirement(value_score=50)
    url = f"/requirements/{requirement.number}/"

    def cost() -> int:
        return queries_of(lambda: manager.get(url))

    def grow(count: int) -> None:
        at = requirement.created_at
        reviewers = tuple(make_user(Role.ENGINEER) for _ in range(count))
        question = operations.Question(reviewers=reviewers)
        operations.ask_for_review(requirement=requirement, question=question, by=lin, at=at)
        for index in range(count):
            text = f"{count}.{index} mm"
            operations.add_criterion(requirement=requirement, text=text, by=lin, at=at)
            make_requirement(product=requirement.product, merged_into=requirement, state="merged")
            make_requirement(product=requirement.product, split_from=requirement)
            make_requirement(value_score=index)

    manager.get(url)  # the first page after the start asks whether anybody is in
    grow(2)
    few = cost()
    grow(12)

    assert cost() == few
    assert few <= 54


def test_the_list_costs_the_same_for_three_and_for_thirty(manager: Client) -> None:
    def cost() -> int:
        return queries_of(lambda: manager.get("/requirements/"))

    manager.get("/requirements/")  # the first page after the start asks whether anybody is in
    for _ in range(3):
        make_requirement()
    few = cost()
    for _ in range(27):
        make_requirement()

    assert cost() == few
