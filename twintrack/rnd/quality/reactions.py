"""What follows from commits that are read, builds that are reported, and people who leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import PathRulesSet, PipelineFinished, RepositoryIngested
from twintrack.rnd.engineering.models import Pipeline, Repository, RunState
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.events import BuildReported, QualityGatesJudged, TestUnmuted
from twintrack.rnd.quality.lifecycle import BuildState, Outcome
from twintrack.rnd.quality.models import Build, TestCase
from twintrack.rnd.quality.operations import BuildFacts
from twintrack.rnd.quality.queries.builds import (
    authors_between,
    find_build,
    find_build_at,
    list_results,
)
from twintrack.rnd.quality.queries.overview import find_gates
from twintrack.rnd.quality.queries.tests import find_test, list_due, list_owned
from twintrack.rnd.work.events import WorkItemAdded, WorkItemChanged, WorkItemMoved
from twintrack.rnd.work.models import Kind, WorkItem

# What was built before is history that is taken in late: it needs nobody now.
NEWS = timedelta(days=2)
joining = Subscriber("rnd.quality")
tellers = Subscriber("rnd.quality_news")
leavers = Subscriber("rnd.quality_leavers")


@joining.on(RepositoryIngested)
def join(event: RepositoryIngested, entry: Entry) -> None:
    """Join builds to the commits that were read, and measure what could not be before."""
    operations.join_commits(
        repository=Repository.objects.get(pk=event.repository_id),
        by=automation(),
        at=entry.happened_at,
        caused_by=entry,
    )


@joining.on(PathRulesSet)
def place(event: PathRulesSet, entry: Entry) -> None:
    """Give tests and files the modules that the rules say now."""
    operations.place_anew(Repository.objects.get(pk=event.repository_id))


ENDED = {
    RunState.PASSED: BuildState.PASSED,
    RunState.FAILED: BuildState.FAILED,
    RunState.CANCELLED: BuildState.CANCELLED,
}


@joining.on(PipelineFinished)
def take_over_state(event: PipelineFinished, entry: Entry) -> None:
    """Let a build end as the host says: a run may fail although its tests passed."""
    state = ENDED.get(RunState(event.state))
    run = Pipeline.objects.filter(pk=event.pipeline_id).first()
    build = find_build_at(run.url, event.repository_id) if run else None
    if state is None or build is None:
        return
    operations.report(
        repository=build.repository,
        facts=BuildFacts(sha=build.sha, job=build.job, url=build.url, state=state),
        files=[],
        by=automation(),
        at=entry.happened_at,
        caused_by=entry,
    )


def _judge_anew(item_id: int, entry: Entry) -> None:
    item = WorkItem.objects.filter(pk=item_id, kind=Kind.DEFECT).select_related("product").first()
    if item is not None:
        operations.judge_blockers(
            product=item.product, by=automation(), at=entry.happened_at, caused_by=entry
        )


@joining.on(WorkItemAdded)
def count_new_defect(event: WorkItemAdded, entry: Entry) -> None:
    """Hold the gates that count blockers against a defect that came."""
    _judge_anew(event.work_item_id, entry)


@joining.on(WorkItemMoved)
def count_moved_defect(event: WorkItemMoved, entry: Entry) -> None:
    """Hold the gates that count blockers against a defect that was closed or came back."""
    _judge_anew(event.work_item_id, entry)


@joining.on(WorkItemChanged)
def count_changed_defect(event: WorkItemChanged, entry: Entry) -> None:
    """Hold the gates that count blockers against a defect of another severity or module."""
    if {"severity", "module", "kind"} & {str(each["field"]) for each in event.changes}:
        _judge_anew(event.work_item_id, entry)


@tellers.on(BuildReported)
def tell_of_build(event: BuildReported, entry: Entry) -> None:
    """Tell who can help that the main branch turned red, and who set a gate that it is broken."""
    if event.turned != "red" and not event.broken_gate_ids:
        return
    build = find_build(event.build_id)
    if build.started_at < entry.happened_at - NEWS:
        return
    if event.turned == "red":
        _tell_of_red(build, entry)
    _tell_of_broken(event.broken_gate_ids, entry)


@tellers.on(QualityGatesJudged)
def tell_of_blockers(event: QualityGatesJudged, entry: Entry) -> None:
    """Tell who set a gate that a defect has broken it."""
    _tell_of_broken(event.broken_gate_ids, entry)


def _tell_of_broken(gate_ids: list[int], entry: Entry) -> None:
    for gate in find_gates(gate_ids):
        for person in _working([gate.product.owner, gate.set_by]):
            notify(
                recipient=person,
                entry=entry,
                told_by="quality/gate_broken",
                because="quality/gate",
                about=gate,
                at=entry.happened_at,
                details={"name": str(gate), "reasons": gate.reasons},
            )


def _tell_of_red(build: Build, entry: Entry) -> None:
    failed = list(list_results(build, Outcome.FAILED)[:50])
    owners = [each.test.owner for each in failed if each.test.owner is not None]
    groups = (
        ("quality/author", authors_between(build)),
        ("quality/test_owner", owners),
        ("quality/product_owner", [build.product.owner]),
    )
    told: set[int] = set()
    names = [each.test.name for each in failed[:3]]
    for because, people in groups:
        for person in _working(people):
            if person.pk not in told:
                told.add(person.pk)
                notify(
                    recipient=person,
                    entry=entry,
                    told_by="quality/main_red",
                    because=because,
                    about=build,
                    at=entry.happened_at,
                    details={"names": names, "product": build.product.name},
                )


def _working(people: Iterable[User]) -> list[User]:
    """Keep those whose work is with tests, each once."""
    return [each for each in dict.fromkeys(people) if may(each, Act.SEE_TEST_LOGS)]


@tellers.on(TestUnmuted)
def tell_of_due(event: TestUnmuted, entry: Entry) -> None:
    """Tell who muted a test, and who looks after it, that its day has come."""
    if not event.is_due:
        return
    test = find_test(event.test_id)
    people = list(User.objects.filter(pk__in=[event.muted_by_id or 0]))
    for person in _working([*people, *([test.owner] if test.owner else [])]):
        notify(
            recipient=person,
            entry=entry,
            told_by="quality/look_again",
            because="quality/muted",
            about=test,
            at=entry.happened_at,
        )


def look_again(at: datetime) -> None:
    """Let the muted tests whose day has come count again."""
    for test in list_due(timezone.localtime(at).date()):
        operations.unmute_test(test=test, by=automation(), at=at)


@leavers.on(UserDeactivated)
def hand_over_tests(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's tests over."""

    def give(test: TestCase, to: User) -> None:
        operations.assign_test(
            test=test,
            before=test.owner_id,
            owner=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(list_owned(leaver), event=event, entry=entry, give=give)
