"""What follows from builds, from what is read of repositories, and what releases ask for."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.histories import History, make_repository, read
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from tests.factories.reports import (
    AT,
    given,
    lcov,
    make_build,
    make_tested_repository,
    report_files,
)
from tests.factories.work import make_work_item
from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.notices import render_notice
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.events import PipelineFinished
from twintrack.rnd.engineering.models import Pipeline
from twintrack.rnd.engineering.operations import RuleLine, set_path_rules
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.lifecycle import Format
from twintrack.rnd.quality.models import GateVerdict, ModuleTally, TestCase
from twintrack.rnd.quality.operations import Limits
from twintrack.rnd.quality.queries.facts import (
    list_build_days,
    list_builds_behind,
    list_test_days,
)
from twintrack.rnd.quality.reactions import look_again
from twintrack.rnd.releases.gates import check_list

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return [render_notice(each).words("https://example.com")[0] for each in rows]


def test_who_can_help_is_told_that_the_main_branch_turned_red(history: History) -> None:
    first = history.commit("Begin", {"a.c": "1"})
    zoe = make_user(Role.ENGINEER, email="bob@example.com", name="Bob")
    second = history.commit("Break", {"a.c": "2"}, who=("Bob", "bob@example.com"))
    owner, keeper = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    sales = make_user(Role.SALESPERSON)
    product = make_product(owner=owner, name="Drive")
    repository = make_repository(history, product=product)
    read(repository)
    repository.refresh_from_db()
    names = {f"t{n}": "passed" for n in range(9)}
    make_build(repository, names | {"opens": "passed"}, sha=first, n=48)
    opens = TestCase.objects.get(name="opens")
    for person in (sales, keeper):
        TestCase.objects.filter(pk=opens.pk).update(owner=person)
    limits = Limits(min_pass_rate=Decimal(98), max_blockers=0)
    operations.set_gate(product=product, module=None, before={}, limits=limits, by=owner, at=AT)
    blocker = make_work_item(product=product, defect={"severity": "blocker"})

    make_build(repository, names | {"opens": "failed"}, sha=second, n=49)
    run_once(at=AT)

    red = "The main branch of Drive turned red: 1 test failed in build BLD-2"
    assert told(zoe) == told(keeper) == [red]
    assert told(owner)[0] == red
    assert "The gate of Drive is broken after build BLD-2" in told(owner)[1]
    assert told(sales) == []
    verdict = GateVerdict.objects.latest("pk")
    assert [each["verdict"] for each in verdict.reasons] == ["broken", "broken"]
    blocker.delete()
    # History that is taken in late needs nobody now.
    Notification.objects.all().delete()
    make_build(repository, {"old": "failed"}, job="other", sha=first, n=-100)
    run_once(at=AT)
    assert not Notification.objects.exists()


def test_a_muted_test_whose_day_has_come_counts_again_and_who_muted_it_is_told() -> None:
    repository, by = make_tested_repository(), make_user(Role.ENGINEER)
    make_build(repository, {"a": "failed"})
    until = AT.date() + timedelta(days=3)
    operations.mute_test(test=TestCase.objects.get(), until=until, reason="Bench", by=by, at=AT)

    look_again(AT + timedelta(days=2))
    assert TestCase.objects.get().is_muted
    look_again(AT + timedelta(days=3))
    run_once(at=AT + timedelta(days=3))

    assert not TestCase.objects.get().is_muted
    assert told(by) == ["a counts again: the day to look again has come"]


def test_what_is_read_later_joins_builds_and_new_rules_place_them_anew(history: History) -> None:
    sha = history.commit("Begin", {"core/a.c": "1\n2\n"})
    repository = make_repository(history, product=make_product())
    core = Module.objects.create(product=repository.product, name="Core")
    coverage = given(lcov({"core/a.c": {1: 1, 2: 0}}), Format.LCOV)
    build = report_files(
        repository, coverage, sha=sha, url="https://ci.example.com/7", job="unit"
    ).build
    read(repository)
    rules = [RuleLine(pattern="core/**", module=core)]
    by = repository.added_by
    set_path_rules(repository=repository, before=[], rules=rules, by=by, at=AT)

    run_once(at=AT)

    build.refresh_from_db()
    assert (build.changed_total, build.changed_covered) == (2, 1)
    assert ModuleTally.objects.get().module == core
    # The host says that the run failed all the same.
    run = Pipeline.objects.create(
        repository=repository, key="7", url=build.url, state="failed", told_at=AT, sha=sha
    )
    finished = PipelineFinished(
        pipeline_id=run.pk,
        repository_id=repository.pk,
        repository=repository.name,
        name="",
        branch="main",
        sha=sha,
        state="failed",
    )
    record(finished, about=repository, by=by, at=AT)
    run_once(at=AT)
    build.refresh_from_db()
    assert (build.state, build.is_state_told) == ("failed", True)


def test_a_leavers_tests_are_handed_over() -> None:
    repository = make_tested_repository()
    leaver, successor = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    make_build(repository, {"a": "passed"})
    TestCase.objects.update(owner=leaver)
    event = UserDeactivated(user_id=leaver.pk, name=leaver.name, successor_id=successor.pk)
    record(event, about=leaver, by=make_user(Role.ADMIN), at=AT)

    run_once(at=AT)

    assert TestCase.objects.get().owner == successor


def test_a_release_asks_for_passing_tests_and_covered_lines_since_the_one_before(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.commit("Begin", {"a.c": "1\n2\n"})
    history.tag("v1")
    history.commit("More", {"a.c": "1\n2\n3\n4\n5\n"})
    head = history.commit("And more", {"b.c": "1\n2\n3\n"})
    repository = make_repository(history, product=make_product())
    read(repository)
    repository.refresh_from_db()
    release = make_release(product=repository.product)
    lead, sales = make_user(Role.RND_LEAD), make_user(Role.SALESPERSON)

    def facts(user: User = lead) -> dict[str, tuple[str, str, str]]:
        found = check_list(release, for_user=user)
        return {
            each.gate.code: (each.fact.verdict, str(each.fact.sentence), each.fact.url)
            for each in found
            if each.gate.code in {"pass_rate", "changed_coverage"}
        }

    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    assert {each[0] for each in facts().values()} == {"not_measured"}
    lines = {"a.c": {1: 1, 3: 1, 4: 0, 5: 1}, "b.c": {1: 1, 2: 1, 3: 0}}
    report_files(repository, given(lcov(lines), Format.LCOV), sha=head, job="cover", n=45)
    make_build(repository, {f"t{n}": "passed" for n in range(9)}, sha=head, n=46)

    url = f"/quality/products/{release.product.code}/"
    assert facts() == {
        "pass_rate": ("ok", "9 of 9 tests pass.", url),
        # Lines of both commits since v1, though the build before is none.
        "changed_coverage": ("failing", "4 of 6 changed lines were run by tests.", url),
    }
    assert facts(sales)["pass_rate"] == ("ok", "9 of 9 tests pass.", "")
    span = {"since": AT.date() - timedelta(days=9), "until": AT.date() + timedelta(days=1)}
    days = list_test_days(**span)
    assert sum(day.passed for day in days) == 9
    assert [(day.ended, day.passed) for day in list_build_days(**span)] == [(2, 2)]
    behind = list_builds_behind(product_id=release.product_id, module_id=None, **span)
    assert len(behind) == 2
