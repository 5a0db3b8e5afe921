"""Pages of quality: what they say, to whom, and with how many questions."""

import html
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories.backlog import make_requirement
from tests.factories.histories import History, make_repository, read
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.reports import given, lcov, make_build, make_tested_repository, report_files
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.models import PathRule, Repository
from twintrack.rnd.quality.lifecycle import Format
from twintrack.rnd.quality.models import Build, QualityGate, TestCase

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#rows"}
MODAL = {"HX-Request": "true", "HX-Target": "div#modal-body"}


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def text(page: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def covered_product(**over: object) -> Repository:
    product = make_product(code="h3", name="Drive")
    repository = make_tested_repository(product=product, name="firmware", **over)
    for position, name in enumerate(("tuning", "bus")):
        module = Module.objects.create(product=product, name=name.title())
        PathRule.objects.create(
            repository=repository, position=position, pattern=f"tests/{name}/**", module=module
        )
    return repository


def suite(**ended: str) -> dict[str, str]:
    names = {f"tests.tuning.test_it::t{n}": "passed" for n in range(6)}
    return names | {f"tests.bus.test_it::{name}": outcome for name, outcome in ended.items()}


def lately(n: int) -> dict[str, object]:
    return {"n": n, "started_at": timezone.now() - timedelta(hours=20 - n)}


def test_before_anything_is_reported_pages_say_how(lead: Client) -> None:
    make_product(code="h3")
    for url in ("/quality/", "/quality/builds/", "/quality/products/h3/"):
        assert "twintrack ingest junit report.xml" in text(lead.get(url)), url
    assert "No test fails on a main branch" in text(lead.get("/quality/tests/"))
    assert "Whole product" in text(lead.get("/quality/products/h3/gates/"))


def test_a_product_says_first_what_is_broken_then_what_fails(lead: Client) -> None:
    repository = covered_product()
    good = make_build(repository, suite(opens="passed", reads="passed"), **lately(1))
    make_build(repository, suite(opens="failed", reads="passed"), **lately(2))
    make_build(repository, suite(opens="failed", reads="failed"), **lately(3))
    flaky = make_build(
        repository, suite(reads="passed"), url="https://ci.example.com/2", **lately(3)
    )

    answer = lead.post("/quality/products/h3/gates/0/", {"min_pass_rate": "98"}, headers=MODAL)

    assert answer.headers["HX-Redirect"] == "/quality/products/h3/gates/"
    shown = text(lead.get("/quality/products/h3/"))
    # The newest run of the job passed; that it failed over the same commit is flaky.
    assert "The main branch is red" not in shown
    assert "Every gate is kept. 1 test was flaky" in shown
    assert "Holds" in text(lead.get("/quality/products/h3/gates/"))
    make_build(repository, suite(opens="failed", reads="passed"), **lately(4))
    shown = text(lead.get("/quality/products/h3/"))
    assert "1 of 1 gates is broken. Drive Pass rate 87.5% of 8, at least 98.0%" in shown
    assert "Failing now 1 opens" in shown
    assert "Flaky tests 1" in shown
    assert "Drive does not keep what is asked of it." in text(lead.get("/quality/"))
    build = Build.objects.get(number=flaky.number)
    page = text(lead.get(f"/quality/builds/{build.number}/"))
    assert "Passed and failed over the same commit" in page
    test = TestCase.objects.get(name="opens")
    history = text(lead.get(f"/quality/tests/{test.pk}/"))
    assert f"It passed last in build {good.number}" in history
    assert "expected 3" in history
    assert "opens" in text(lead.get("/quality/tests/?product=h3"))
    assert "reads" in text(lead.get("/quality/tests/?view=flaky"))
    assert "No test matches" in text(lead.get("/quality/tests/?q=nothing"))
    assert "t5" in text(lead.get("/quality/tests/?view=all&q=t5", headers=HTMX))
    assert build.number not in text(lead.get("/quality/builds/?state=failed"))


def test_a_build_leads_to_its_commits_and_requirements_and_a_commit_to_its_builds(
    lead: Client, history: History
) -> None:
    product = make_product(code="h3")
    make_requirement(number="REQ-3", product=product, title="Damp the splice")
    first = history.commit("Begin", {"core/a.c": "1\n2\n"})
    second = history.commit("REQ-3 go on", {"core/a.c": "1\n2\n3\n4\n5\n6\n"})
    repository = make_repository(history, product=product)
    read(repository)
    repository.refresh_from_db()
    make_build(repository, {"a": "passed"}, sha=first, **lately(1))
    coverage = given(lcov({"core/a.c": {2: 1, 3: 1, 4: 0, 5: 0, 6: 1}}), Format.LCOV)
    build = report_files(repository, coverage, sha=second, **lately(2)).build

    page = text(lead.get(f"/quality/builds/{build.number}/"))

    assert "Tests ran 2 of 4 changed lines." in page
    assert "core/a.c" in page
    assert "4-5" in page
    assert "REQ-3 go on" in page
    assert "Damp the splice" in page
    assert build.number in text(lead.get("/requirements/REQ-3/"))
    commit = text(lead.get(f"/repositories/{repository.number}/commits/{second}/"))
    assert build.number in commit


def test_sales_sees_the_verdict_and_nothing_of_tests(client: Client) -> None:
    repository = covered_product()
    build = make_build(repository, suite(opens="failed"), **lately(2))
    by = make_user(Role.RND_LEAD)
    QualityGate.objects.create(
        product=repository.product, min_pass_rate=98, set_by=by, set_at=timezone.now()
    )
    make_build(repository, suite(opens="failed"), **lately(3))
    client.force_login(make_user(Role.SALESPERSON))

    for url in ("/quality/", "/quality/products/h3/", "/quality/products/h3/gates/"):
        page = client.get(url)
        assert page.status_code == 200
        assert "opens" not in text(page)
        assert build.number not in page.content.decode()
    assert "Pass rate 85.7% of 7, at least 98.0%" in text(client.get("/quality/products/h3/"))
    test = TestCase.objects.get(name="opens")
    for url in (
        "/quality/builds/",
        f"/quality/builds/{build.number}/",
        "/quality/tests/",
        f"/quality/tests/{test.pk}/",
        f"/quality/tests/{test.pk}/mute/",
        f"/quality/tests/{test.pk}/owner/",
        "/quality/products/h3/gates/0/",
    ):
        assert client.get(url).status_code == 403, url
    repository.product.reach = "teams"
    repository.product.save()
    repository.product.teams.set([make_team()])
    client.force_login(make_user(Role.ENGINEER))
    for url in (
        "/quality/products/h3/",
        f"/quality/builds/{build.number}/",
        f"/quality/tests/{test.pk}/",
        "/quality/builds/BLD-999/",
    ):
        assert client.get(url).status_code == 404, url


def test_a_test_is_muted_given_an_owner_and_counts_again(lead: Client) -> None:
    repository = covered_product()
    make_build(repository, suite(opens="failed"), **lately(1))
    test = TestCase.objects.get(name="opens")
    page = f"/quality/tests/{test.pk}/"
    until = timezone.localdate() + timedelta(days=7)

    assert "Look at it again on" in text(lead.get(f"{page}mute/"))
    wrong = lead.post(f"{page}mute/", {"until": "2020-01-01", "reason": "Bench"}, headers=MODAL)
    assert wrong.status_code == 422
    assert "within the next three months" in text(wrong)
    done = lead.post(f"{page}mute/", {"until": until.isoformat(), "reason": "No bench"})
    assert done.headers["Location"] == page
    assert "muted it until" in text(lead.get(page))
    assert "No bench" in text(lead.get("/quality/tests/?view=muted"))
    assert lead.post(f"{page}unmute/").status_code == 302
    owner = make_user(Role.ENGINEER, name="Zoe")
    answer = lead.post(f"{page}owner/", {"owner": owner.pk, "initial-owner": ""})
    assert answer.status_code == 302
    assert "Zoe" in text(lead.get(page))
    bad = {"min_pass_rate": "101"}
    assert lead.post("/quality/products/h3/gates/0/", bad, headers=MODAL).status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "/quality/",
        "/quality/products/h3/",
        "/quality/products/h3/gates/",
        "/quality/builds/",
        "/quality/builds/BLD-1/",
        "/quality/tests/",
        "/quality/tests/?view=all",
    ],
)
def test_a_page_asks_no_more_for_more_rows(lead: Client, url: str) -> None:
    repository = covered_product()

    def fill(n: int) -> None:
        new = {f"tests.bus.test_it::x{n}{k}": "failed" for k in range(n * 3)}
        make_build(repository, suite(opens="failed") | new, **lately(n))
        if n == 4:
            other = make_product(code="other")
            another = make_tested_repository(product=other)
            make_build(another, suite(opens="failed"), **lately(2))
            for position in range(3):
                Module.objects.create(product=repository.product, name=f"M{position}")

    fill(1)
    fill(2)
    few = queries_of(lambda: lead.get(url))
    fill(3)
    fill(4)

    assert queries_of(lambda: lead.get(url)) <= few
