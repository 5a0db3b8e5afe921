"""The store follows the ledger: what it holds is what a rebuild would hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.factories.histories import History, make_repository, read
from tests.factories.insight import LAST, NOW, make_commits, make_history, tell_of_commits
from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.analytics.cells import Scope
from twintrack.analytics.metrics import MEASURES
from twintrack.connectors.records import DeploymentRecord
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering import operations as engineering
from twintrack.rnd.engineering.models import Commit, Repository
from twintrack.rnd.insight import queries
from twintrack.rnd.insight.keeping import refresh, store
from twintrack.rnd.iterations import operations as iterations
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, WorkItem
from twintrack.rnd.work.operations import Edit, Work

pytestmark = pytest.mark.django_db
FIRST, UNTIL = date(2026, 1, 5), date(2026, 11, 23)


def weeks_of(code: str, scope: Scope | None = None) -> dict[date, tuple[int, float, float]]:
    found = queries.library().weeks([MEASURES[code]], scope or Scope(), FIRST, UNTIL)[code]
    return {each.monday: (each.count, each.part, each.whole) for each in found}


def test_what_is_added_by_and_by_is_what_a_rebuild_gives_and_nothing_is_done_twice() -> None:
    told = make_history(weeks=12, quiet=0)
    assert refresh(NOW) > 0
    assert refresh(NOW) == 0
    before = weeks_of("commit_frequency")

    make_commits(told, LAST, 5, module=told.module)
    gone = Commit.objects.filter(committed_at__lt=LAST - timedelta(weeks=9))
    gone.update(is_lost=True)
    tell_of_commits(told, lost=gone.count())
    assert refresh(NOW) > 0
    after = weeks_of("commit_frequency")
    in_module = weeks_of("commit_frequency", Scope(module=told.module.pk))

    assert after[LAST.date()][0] == before[LAST.date()][0] + 5
    assert min(after) > min(before)
    refresh(NOW, whole=True)
    assert weeks_of("commit_frequency") == after
    assert weeks_of("commit_frequency", Scope(module=told.module.pk)) == in_module
    # Of a ledger that knows less, as after a database was put back, everything is made anew.
    held = store().read()
    store().hold(held, position=held.position + 99)
    assert refresh(NOW) > 0
    assert store().read().position == held.position


def _items(count: int) -> tuple[list[WorkItem], dict[str, object]]:
    by = make_user(Role.RND_LEAD)
    product = make_product()
    module = Module.objects.create(product=product, name="hmi")
    at = datetime(2026, 10, 5, 1, tzinfo=UTC)
    works = [
        Work(
            product=product,
            title=f"Work {n}",
            kind=Kind.DEFECT if n == 0 else Kind.TASK,
            values={"module": module},
        )
        for n in range(count)
    ]
    return work.add_all(works=works, by=by, at=at), {"by": by, "module": module}


def test_items_count_in_the_week_of_the_installation_and_reopened_ones_once() -> None:
    items, made = _items(3)
    by = made["by"]

    def move(item: WorkItem, to: State, *at: int) -> None:
        item.refresh_from_db()
        moment = datetime(2026, *at, tzinfo=UTC)  # type: ignore[arg-type]
        work.move(item=item, to=to, by=by, at=moment)  # type: ignore[arg-type]

    first, second, third = items
    move(first, State.IN_PROGRESS, 10, 6, 1)
    # Sunday 17:30 in London is Monday in Shanghai: another week.
    move(first, State.DONE, 10, 11, 17, 30)
    move(second, State.IN_PROGRESS, 10, 6, 1)
    move(second, State.DONE, 10, 9, 1)
    move(second, State.IN_REVIEW, 10, 12, 1)
    move(second, State.DONE, 10, 20, 1)
    # Pressed by mistake and taken back at once: it neither began nor was it done.
    move(third, State.DONE, 10, 6, 1)
    mistake = Entry.objects.latest("pk").pk
    at = datetime(2026, 10, 6, 1, 5, tzinfo=UTC)
    work.undo(first=mistake, last=mistake, by=by, at=at)  # type: ignore[arg-type]
    refresh(NOW)

    throughput, cycle = weeks_of("throughput"), weeks_of("cycle_time")
    assert throughput == {date(2026, 10, 12): (1, 1, 1), date(2026, 10, 19): (1, 1, 1)}
    assert cycle[date(2026, 10, 19)][1] == pytest.approx(14)
    assert cycle[date(2026, 10, 12)][1] == pytest.approx(5 + 16.5 / 24)
    assert weeks_of("flow_efficiency")[date(2026, 10, 19)][1] == pytest.approx(3)
    assert weeks_of("reopen_rate")[date(2026, 10, 12)] == (2, 1, 1)
    assert weeks_of("wip")[date(2026, 10, 5)][0] == 1
    assert weeks_of("wip")[date(2026, 10, 12)][0] == 1
    assert weeks_of("escaped_rate") == {date(2026, 10, 5): (1, 0, 1)}
    module = made["module"].pk  # type: ignore[attr-defined]
    assert weeks_of("throughput", Scope(module=module)) == throughput


def test_what_is_taken_back_within_the_hour_reopened_nothing_for_item_and_measure_alike() -> None:
    items, made = _items(3)
    by: Any = made["by"]

    def move(item: WorkItem, to: State, day: int) -> None:
        item.refresh_from_db()
        work.move(item=item, to=to, by=by, at=datetime(2026, 10, day, 1, tzinfo=UTC))

    def take_back(day: int) -> None:
        last = Entry.objects.order_by("pk").last()
        assert last is not None
        at = datetime(2026, 10, day, 1, 30, tzinfo=UTC)
        work.undo(first=last.pk, last=last.pk, by=by, at=at)

    mistaken, confused, back = items
    for day, item in enumerate(items, 6):
        move(item, State.IN_PROGRESS, day)
        move(item, State.DONE, 12)
        if item == mistaken:
            take_back(12)
    move(confused, State.IN_TESTING, 13)
    take_back(13)
    # That it was taken back may itself be taken back, and is no reopening to lose then.
    take_back(13)
    take_back(13)
    move(back, State.IN_TESTING, 13)
    refresh(NOW)

    for item in items:
        item.refresh_from_db()
    assert [each.reopened_count for each in items] == [0, 0, 1]
    assert weeks_of("reopen_rate")[date(2026, 10, 12)] == (2, 1, 1)
    refresh(NOW, whole=True)
    assert weeks_of("reopen_rate")[date(2026, 10, 12)] == (2, 1, 1)


def test_an_iteration_is_judged_by_what_it_began_with_whatever_is_moved_afterwards() -> None:
    items, made = _items(5)
    by, at = made["by"], datetime(2026, 10, 5, 2, tzinfo=UTC)
    iteration, later = make_iteration(start_on=date(2026, 10, 5), planned_at=at), make_iteration()

    def put(item: WorkItem, to: object, hours: int) -> None:
        item.refresh_from_db()
        work.change(
            item=item,
            edits=[Edit(field="iteration", value=to)],
            by=by,  # type: ignore[arg-type]
            at=at + timedelta(hours=hours),
        )

    for item in items[:3]:
        put(item, iteration, 1)
    iterations.start_iteration(iteration=iteration, by=by, at=at + timedelta(hours=2))  # type: ignore[arg-type]
    # One is added on the way, one that it began with goes to another.
    put(items[3], iteration, 3)
    put(items[2], later, 4)
    for item in (items[0], items[3]):
        item.refresh_from_db()
        work.move(item=item, to=State.DONE, by=by, at=at + timedelta(hours=5))  # type: ignore[arg-type]
    # What is still open goes on in the moment in which it ends.
    put(items[1], later, 7 * 24)
    iterations.complete_iteration(
        iteration=iteration,
        by=by,  # type: ignore[arg-type]
        at=at + timedelta(days=7),
    )
    refresh(NOW)

    assert weeks_of("predictability") == {date(2026, 10, 12): (1, 1, 3)}
    assert weeks_of("carry_over") == {date(2026, 10, 12): (1, 1, 3)}


def test_a_deployment_is_as_slow_as_the_commits_it_brings_even_if_those_are_read_later(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    history = History(tmp_path / "git")
    history.clock = int(datetime(2026, 9, 1, 9, tzinfo=UTC).timestamp())
    first = history.commit("Begin", {"a": "1"})
    history.branch("slow")
    history.commit("Weeks on a branch", {"b": "1"})
    history.go("main")
    history.clock = int(datetime(2026, 9, 15, 9, tzinfo=UTC).timestamp())
    second = history.commit("Go on", {"a": "2"})
    repository = make_repository(history)
    deploy = partial(_deploy, repository)
    deploy(first, datetime(2026, 9, 1, 10, tzinfo=UTC))
    deploy(second, datetime(2026, 9, 15, 10, tzinfo=UTC))
    read(repository)
    refresh(NOW)
    history.clock = int(datetime(2026, 9, 29, 9, tzinfo=UTC).timestamp())
    merge = history.merge("slow")

    # The host tells of it first, and of one that failed until another month.
    deploy(merge, datetime(2026, 9, 29, 10, tzinfo=UTC))
    deploy(merge, datetime(2026, 9, 30, 10, tzinfo=UTC), "failed")
    refresh(NOW)
    read(repository)
    deploy(merge, datetime(2026, 10, 2, 10, tzinfo=UTC))
    refresh(NOW)

    kept = weeks_of("change_lead_time"), weeks_of("recovery_time")
    assert [round(part) for _count, part, _whole in kept[0].values()] == [0, 0, 28]
    assert kept[1] == {date(2026, 9, 28): (1, 48, 1)}
    refresh(NOW, whole=True)
    assert (weeks_of("change_lead_time"), weeks_of("recovery_time")) == kept


def _deploy(repository: Repository, sha: str, at: datetime, state: str = "succeeded") -> None:
    told = DeploymentRecord(
        key=f"{at:%d%m}", environment="production", sha=sha, state=state, started_at=at, told_at=at
    )
    engineering.keep_deployment(repository=repository, told=told, by=repository.added_by, at=at)


def test_defects_are_held_against_what_is_in_use_in_their_week() -> None:
    items, made = _items(1)
    by, product = made["by"], items[0].product
    other = make_product()
    row = partial(products.ExposureRow, active=1500)
    weeks = [row(week=date(2026, 10, 5)), row(week=date(2026, 10, 12))]
    note = partial(products.note_exposure, by=by, at=NOW)
    note(product=product, rows=weeks)  # type: ignore[arg-type]
    note(product=other, rows=weeks[:1])  # type: ignore[arg-type]
    refresh(NOW)
    code, own = "defect_rate_installed", Scope(products=(product.pk,))
    assert weeks_of(code, own) == {date(2026, 10, 5): (2, 1, 1.5), date(2026, 10, 12): (1, 0, 1.5)}
    assert weeks_of(code)[date(2026, 10, 5)] == (3, 1, 3)
    module = made["module"].pk  # type: ignore[attr-defined]
    assert weeks_of(code, Scope(module=module))[date(2026, 10, 5)] == (2, 1, 1.5)

    note(product=product, rows=[row(week=date(2026, 10, 5), active=500)])  # type: ignore[arg-type]
    refresh(NOW)
    assert weeks_of(code, own)[date(2026, 10, 5)] == (2, 1, 0.5)
    found = queries.read_courses(
        [MEASURES[code]], queries.Where(product=product), at=NOW, for_user=by
    )[code]  # type: ignore[arg-type]
    told = {each.monday: each.value for each in found.steps if each.week.count}
    assert told[date(2026, 10, 5)] == 2
