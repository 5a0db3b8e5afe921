"""Plain facts for measures: right, in order, and only of what a person may see."""

from datetime import timedelta

import pytest

from tests.factories.histories import AT, History, make_repository, read
from tests.factories.hooks import make_deployment, make_pipeline, make_pull
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering import queries
from twintrack.rnd.engineering.models import Commit, PathRule, Repository, ReviewFact

pytestmark = pytest.mark.django_db


def shipped() -> dict[str, int | None]:
    return dict(Commit.objects.values_list("subject", "first_deployment"))


@pytest.fixture
def released(history: History) -> Repository:
    """Write a repository of which some was deployed, and some is released."""
    product = make_product()
    core = Module.objects.create(product=product, name="Core")
    one = history.commit("One", {"core/a": "1"})
    two = history.commit("Two", {"core/b": "1"})
    history.branch("topic")
    history.commit("On the branch", {"core/c": "1"})
    history.go("main")
    merge = history.merge("topic")
    three = history.commit("Three", {"d": "1"})
    history.tag("v1")
    history.commit("Four", {"e": "1"})
    repository = make_repository(history, product=product)
    PathRule.objects.create(repository=repository, position=0, pattern="core/", module=core)
    make_deployment(repository, key="late", sha=three, started_at=AT)
    # Some hosts tell the beginning of a hash only.
    make_deployment(repository, key="early", sha=two[:10], started_at=AT - timedelta(days=3))
    before = AT - timedelta(days=9)
    make_deployment(repository, sha=one, state="failed", started_at=before)
    make_deployment(repository, sha=one, is_production=False, started_at=before)
    merged = {"state": "merged", "merged_at": AT, "target_branch": "main"}
    make_pull(repository, number=1, merge_sha=merge, **merged)
    make_pull(repository, number=2, merge_sha="f" * 40, **merged)
    read(repository)
    return repository


def test_each_commit_has_the_deployment_that_first_brought_it_to_users(
    released: Repository,
) -> None:
    late, early = (released.deployments.get(key=key) for key in ("late", "early"))

    assert (shipped()["One"], shipped()["Two"]) == (early.pk, early.pk)
    assert (shipped()["On the branch"], shipped()["Three"]) == (late.pk, late.pk)
    assert shipped()["Four"] is None
    early.delete()
    read(released)
    assert (shipped()["One"], shipped()["Three"]) == (late.pk, late.pk)
    assert read(released).commits == 0


def test_changes_and_pull_requests_tell_their_modules(released: Repository) -> None:
    lead, core = make_user(Role.RND_LEAD), Module.objects.get()

    pulls = {each.number: each.module_ids for each in queries.pull_facts(for_user=lead)}
    assert pulls == {1: (core.pk,), 2: ()}
    changes = list(queries.change_facts(for_user=lead))
    told = {Commit.objects.get(pk=each.id).subject: each for each in changes}
    assert set(told) == {"One", "Two", "On the branch", "Three"}
    assert all(each.deployed_at and each.released_at for each in changes)
    assert (told["One"].module_ids, told["Three"].module_ids) == ((core.pk,), ())
    since = AT - timedelta(hours=1)
    assert len(list(queries.change_facts(for_user=lead, since=since))) == 2
    assert len(list(queries.change_facts(for_user=lead, until=since))) == 2


def test_facts_are_of_their_time_and_of_what_one_may_see() -> None:
    repository = make_repository("/x", product=make_product(reach="teams"))
    seen = make_repository("/y")
    author, reviewer = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    for number, each in enumerate((repository, seen)):
        pull = make_pull(each, author=author, author_login="ann")
        make_pull(each, opened_at=AT - timedelta(days=40))
        for verdict, who, login in (
            ("changes_requested", reviewer, "bob"),
            ("commented", author, "ann"),
            ("approved", None, "ANN"),
            ("approved", None, "carl"),
        ):
            ReviewFact.objects.create(
                pull_request=pull,
                key=f"{verdict}{login}",
                reviewer=who,
                reviewer_login=login,
                verdict=verdict,
                at=AT,
            )
        make_deployment(each, broke_at=AT, restored_at=AT + timedelta(hours=3))
        make_deployment(each, state="cancelled")
        make_pipeline(each, state="failed", key=f"f{number}")
        make_pipeline(each, state="cancelled", key=f"c{number}")
    lead = make_user(Role.RND_LEAD)
    month = {"since": AT - timedelta(days=30), "until": AT + timedelta(days=1)}

    [pull_fact] = queries.pull_facts(for_user=lead, **month)
    assert (pull_fact.repository_id, pull_fact.author_id) == (seen.pk, author.pk)
    verdicts = [each.verdict for each in queries.verdict_facts(for_user=lead, **month)]
    assert sorted(verdicts) == ["approved", "changes_requested"]
    [deployment] = queries.deployment_facts(for_user=lead, **month)
    assert deployment.is_failure
    assert deployment.failed_at == AT
    assert deployment.restored_at == AT + timedelta(hours=3)
    [build] = queries.build_facts(for_user=lead, **month)
    assert (build.state, build.repository_id) == ("failed", seen.pk)
    sales = make_user(Role.SALESPERSON)
    for stream in (
        queries.pull_facts,
        queries.verdict_facts,
        queries.deployment_facts,
        queries.build_facts,
        queries.change_facts,
    ):
        assert list(stream(for_user=sales)) == []
        assert list(stream(for_user=lead, until=AT - timedelta(days=400))) == []
