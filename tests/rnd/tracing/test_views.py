"""The trace matrix: what stands behind requirements, holes with their reasons, for whom."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.releases import make_release
from tests.factories.reports import make_tested_repository
from tests.factories.tokens import call_as
from tests.factories.work import make_work_item
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.rnd.engineering.models import Commit, CommitLink
from twintrack.rnd.quality.models import Build
from twintrack.rnd.tracing import queries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ALL = PoolFilter(scope="all")


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER, name="Lin")


def make_traced(**over: object) -> Requirement:
    """Make a requirement with everything behind it."""
    requirement = make_requirement(**({"state": "released"} | over))
    product = requirement.product
    requirement.release = make_release(product=product, released_on=date(2026, 11, 20))
    requirement.save()
    Criterion.objects.create(requirement=requirement, text="Under 5 %", position=1, met_at=AT)
    make_work_item(requirement=requirement, product=product, state="done")
    commit = Commit.objects.create(
        repository=make_tested_repository(product=product),
        sha=f"{requirement.pk:040x}",
        author_name="Zhou",
        author_mail="zhou@example.com",
        authored_at=AT,
        committed_at=AT,
        subject="Dampen",
    )
    CommitLink.objects.create(commit=commit, requirement=requirement, found_in="message")
    Build.objects.create(
        number=f"B-T{requirement.pk}",
        product=product,
        repository=commit.repository,
        sha=commit.sha,
        commit=commit,
        started_at=AT,
        reported_at=AT,
        state="passed",
        passed=12,
    )
    feedback = make_feedback(product=product)
    Handoff.objects.create(
        feedback=feedback, product=product, requirement=requirement, way="attached", made_at=AT
    )
    return requirement


def test_cells_tell_what_stands_there_and_holes_tell_why_something_should(lin: User) -> None:
    full = make_traced()
    bare = make_requirement(state="released")
    make_requirement(state="proposed")
    young = make_requirement(state="accepted")

    rows = queries.fill_rows(
        list(queries.list_traced(for_user=lin, only=ALL).order_by("pk")), for_user=lin
    )

    assert [row.requirement for row in rows] == [full, bare, young]
    assert [cell.words for cell in rows[0].cells] == [
        "1 of 1 met",
        "1 of 1 done",
        "1 commit",
        "12 tests passed last",
        full.release.name,  # type: ignore[union-attr]
        "1 piece",
    ]
    assert [cell.hole for cell in rows[1].cells] == [
        "Released without criteria",
        "",
        "Released without a commit",
        "Released without a test",
        "Released, and not known with which release",
        "No customer asked for it",
    ]
    # What is only accepted has nothing to show yet but who asked for it.
    assert (rows[0].holes, rows[1].holes, rows[2].holes) == (0, 5, 1)
    counted = {each.column.code: each.words for each in queries.count_holes(for_user=lin, only=ALL)}
    assert counted["tests"] == "1 of 2 built have no test"
    assert counted["feedback"] == "2 of 3 were asked for by no customer"
    only = queries.list_traced(for_user=lin, only=ALL, hole="tests")
    assert list(only) == [bare]


def test_who_sees_no_repositories_sees_no_commits_and_tests(client: Client) -> None:
    full = make_traced()
    zhao = make_user(Role.SALESPERSON)
    client.force_login(zhao)

    page = text_of(client.get("/trace/"))

    assert full.title in page
    assert "12 tests" not in page
    api = call_as(user=zhao)
    [row] = api.get("/trace").json()["items"]
    assert [each["column"] for each in row["cells"]] == ["criteria", "work", "release", "feedback"]
    assert {each["column"] for each in api.get("/trace/holes").json()} == {
        "criteria",
        "work",
        "release",
        "feedback",
    }


def test_the_page_says_it_first_narrows_and_is_exported(client: Client, lin: User) -> None:
    client.force_login(lin)
    full, bare = make_traced(title="Splice"), make_requirement(state="released", title="Taper")

    page = text_of(client.get("/trace/"))
    assert "1 of 2 have no acceptance criteria." in page
    narrowed = text_of(client.get("/trace/?hole=tests"))
    assert bare.title in narrowed
    assert full.title not in narrowed
    assert bare.title not in text_of(client.get(f"/trace/?product={full.product.code}"))
    assert "Nothing to trace" in text_of(client.get("/trace/?state=in_testing"))
    rows = client.get("/trace/export/?hole=tests").getvalue().decode()
    assert "Taper,Released,Released without criteria" in rows
    assert "Splice" not in rows
    region = {"HX-Request": "true", "HX-Target": "div#rows"}
    assert text_of(client.get("/trace/", headers=region)).lstrip().startswith("<div")
    assert "/trace/" in text_of(client.get("/requirements/filters/?of=matrix"))


def test_the_matrix_asks_no_more_for_more_rows(client: Client, lin: User) -> None:
    client.force_login(lin)
    make_traced()
    client.get("/trace/")
    few = queries_of(lambda: client.get("/trace/"))
    for _each in range(4):
        make_traced()
        make_requirement(state="released")

    assert queries_of(lambda: client.get("/trace/")) == few
