"""A finding about tests leads to those that fail, to the build and to the commits before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from tests.answers import text_of
from tests.factories.histories import History, make_repository, read
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.reports import AT, make_build
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.operations import RuleLine, set_path_rules
from twintrack.rnd.insight.models import Finding
from twintrack.rnd.insight.sentences import said
from twintrack.rnd.insight.trail import trail_of
from twintrack.rnd.quality.models import Build, TestCase

pytestmark = pytest.mark.django_db
TESTS = {f"tests/current/test.py::t{n}": "passed" for n in range(3)}


@dataclass
class Fall:
    """Two of three tests of a module fail since a build that held two commits more."""

    lead: User
    finding: Finding
    passed: Build
    failed: Build
    suspect: str
    other: str


@pytest.fixture
def fall(tmp_path: Path, settings: Any) -> Fall:
    settings.DATA_DIR = tmp_path / "data"
    history, lead = History(tmp_path / "code"), make_user(Role.RND_LEAD)
    product = make_product(code="h3", name="H3", owner=lead)
    current = Module.objects.create(product=product, name="Current")
    repository = make_repository(history, product=product, default_branch="main")
    rule = RuleLine(pattern="*/current/**", module=current)
    set_path_rules(repository=repository, before=[], rules=[rule], by=lead, at=AT)
    good = history.commit("Begin", {"src/current/a.c": "1"})
    suspect = history.commit("Rewrite the loop", {"src/current/a.c": "2"})
    other = history.commit("Touch the manual", {"docs/a.md": "1"})
    read(repository)
    passed = make_build(repository, TESTS, sha=good, n=1)
    failed = make_build(
        repository, TESTS | dict.fromkeys(list(TESTS)[:2], "failed"), sha=other, n=2
    )
    TestCase.objects.update(module=current)
    began = failed.started_at.date()
    finding = Finding.objects.create(
        number="FI-1",
        measure="pass_rate",
        product=product,
        module=current,
        shape="shift",
        side=-1,
        since=began - timedelta(days=began.weekday()),
        seen_in=began,
        before=99,
        after=33,
        count=2,
        distance=-9,
        owner=lead,
        created_at=AT,
    )
    return Fall(lead, finding, passed, failed, suspect, other)


def test_a_fallen_pass_rate_leads_over_tests_and_builds_to_commits(fall: Fall) -> None:
    trail = trail_of(fall.finding, for_user=fall.lead)
    assert trail is not None
    assert (trail.count, trail.failed, trail.passed) == (2, fall.failed, fall.passed)
    # Those that changed the module stand first, however old.
    assert [each.commit.sha for each in trail.suspects] == [fall.suspect, fall.other]
    told = [hop.value for hop in trail.hops]
    assert told == ["FI-1", "2", fall.failed.number, "Rewrite the loop"]
    with override("en"):
        assert said(fall.finding).endswith("33.0% against 99.0%")

    fall.finding.module = None
    trail = trail_of(fall.finding, for_user=fall.lead)
    assert trail is not None
    assert [each.commit.sha for each in trail.suspects] == [fall.other, fall.suspect]
    # Test logs are not for everybody, and what passes again leads nowhere.
    assert trail_of(fall.finding, for_user=make_user(Role.SALESPERSON)) is None
    make_build(fall.failed.repository, TESTS, sha=fall.other, n=3)
    assert trail_of(fall.finding, for_user=fall.lead) is None


def test_each_page_on_the_way_shows_where_one_comes_from_and_what_is_next(
    client: Client, fall: Fall
) -> None:
    client.force_login(fall.lead)
    trail = trail_of(fall.finding, for_user=fall.lead)
    assert trail is not None
    for hop in trail.hops:
        shown = text_of(client.get(hop.url))
        assert shown.count('aria-current="step"') == 1
        assert all(other.url in shown for other in trail.hops)
    # Who comes from elsewhere, or names what is not there, sees the page as ever.
    for elsewhere in ("", "?via=FI-9"):
        page = text_of(client.get(f"/quality/builds/{fall.failed.number}/{elsewhere}"))
        assert 'aria-current="step"' not in page
    few = queries_of(lambda: client.get("/findings/FI-1/"))
    more = {f"tests/current/test.py::m{n}": "failed" for n in range(9)}
    make_build(fall.failed.repository, more, sha=fall.other, n=3, job="more")
    TestCase.objects.update(module=fall.finding.module)
    assert "m8" in text_of(client.get("/findings/FI-1/"))
    assert queries_of(lambda: client.get("/findings/FI-1/")) <= few
