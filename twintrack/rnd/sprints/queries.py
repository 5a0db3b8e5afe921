"""What is in iterations, what became of it, and what teams did before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from twintrack.algorithms.shares import value_at
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.progress import Progress
from twintrack.rnd.iterations.queries import active_of, previous_of
from twintrack.rnd.sprints.lifecycle import Decision, Lane, Turn
from twintrack.rnd.sprints.models import (
    BoardPolicy,
    CommittedItem,
    IterationReview,
    Outcome,
    RetroNote,
    RetroVote,
    ScopeMove,
)
from twintrack.rnd.sprints.results import Result, results_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, WorkItem
from twintrack.rnd.work.queries import NAMED

# So many iterations back a team is measured.
LOOK_BACK = 8
# From fewer, no share is told but the counts.
FEW = 5
# What a report tells of the scope: what is done is told by the work itself.
SCOPE_TURNS = (Turn.IN, Turn.OUT, Turn.POINTS, Turn.REOPENED)
MOST_CHANGES = 40


def list_items(iteration: Iteration, *, for_user: User) -> QuerySet[WorkItem]:
    """List what is in an iteration by hand; what was given up is left out."""
    found: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user).filter(iteration=iteration)
    return found.exclude(state=State.CANCELLED).order_by("rank", "pk")


def list_backlog(
    *, for_user: User, text: str = "", product: Product | None = None, kind: str = ""
) -> QuerySet[WorkItem]:
    """List the open work that is in no iteration, by hand; epics are planned by their parts."""
    found: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user).open()
    # What was reopened after its iteration waits to be planned once more.
    planned = Iteration.objects.open().values_list("pk", flat=True)
    waits = Q(iteration=None) | ~Q(iteration__in=list(planned))
    found = found.filter(waits).exclude(kind=Kind.EPIC)
    if product:
        found = found.filter(product=product)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(number__iexact=text))
    return found.order_by("rank", "pk")


def with_names(rows: QuerySet[WorkItem]) -> list[WorkItem]:
    """Read work items with what cards name of them."""
    items = list(rows.select_related("requirement").defer("description"))
    recall_related(items, *NAMED)
    return items


def committed_ids(iteration: Iteration) -> set[int]:
    """Give the ids of what was in an iteration when it started."""
    rows = CommittedItem.objects.filter(iteration=iteration)
    return set(rows.values_list("item_id", flat=True))


def carried_times(items: Collection[WorkItem]) -> dict[int, int]:
    """Count how often work items were carried over, by their ids."""
    rows = Outcome.objects.filter(item__in=items).exclude(decision=Decision.DONE)
    return dict(rows.values_list("item_id").annotate(times=Count("pk")))


def list_outcomes(iteration: Iteration, *, for_user: User) -> list[Outcome]:
    """List what became of the work in an iteration, as far as a person may see the work."""
    visible = WorkItem.objects.visible_to(for_user).values("pk")
    rows = Outcome.objects.filter(iteration=iteration, item__in=visible)
    return list(
        rows.select_related("item", "item__assignee", "to").order_by("item__rank", "item_id")
    )


def list_removed(iteration: Iteration, *, for_user: User) -> list[WorkItem]:
    """List what was committed and taken out again before the end."""
    committed = CommittedItem.objects.filter(iteration=iteration)
    decided = Outcome.objects.filter(iteration=iteration, item=OuterRef("item"))
    gone = committed.exclude(Exists(decided)).values("item")
    rows: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user).filter(pk__in=gone)
    return list(rows.exclude(iteration=iteration).order_by("pk"))


def list_scope_changes(iteration: Iteration, *, for_user: User) -> list[ScopeMove]:
    """List how the scope of an iteration changed after its start, the newest first."""
    if iteration.started_at is None:
        return []
    visible = WorkItem.objects.visible_to(for_user).values("pk")
    moves = ScopeMove.objects.filter(
        iteration=iteration, item__in=visible, at__gt=iteration.started_at, turn__in=SCOPE_TURNS
    )
    return list(moves.select_related("item").order_by("-entry_id", "pk")[:MOST_CHANGES])


def active_number(team: Team) -> str:
    """Give the number of the iteration that a team works in, or nothing."""
    running = active_of(team)
    return running.number if running else ""


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """What a team got done in its last iterations, the latest first: points, or items."""

    values: tuple[float, ...]
    is_in_points: bool

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def fewest(self) -> int:
        return FEW

    @property
    def is_few(self) -> bool:
        """Say whether it is too few to speak of shares."""
        return self.n < FEW

    @property
    def p50(self) -> float:
        """What was reached in half of them."""
        return value_at(self.values, 0.5)

    @property
    def p85(self) -> float:
        """What was reached in 85 of 100."""
        return value_at(self.values, 0.15)

    @property
    def written(self) -> str:
        """Name the amounts one after the other, without idle zeros."""
        return " · ".join(f"{each:g}" for each in self.values)


def throughput_before(iteration: Iteration) -> Throughput:
    """Tell what the team got done in the iterations before one."""
    before = previous_of(iteration, count=LOOK_BACK)
    results = results_of(before)
    is_in_points = any(each.done.points for each in results.values())
    return Throughput(
        values=tuple(
            float(results[each.pk].done.points if is_in_points else results[each.pk].done.items)
            for each in before
        ),
        is_in_points=is_in_points,
    )


def tell_progress(iterations: Collection[Iteration], _user: User) -> dict[int, Progress]:
    """Tell lists of iterations how far the work in them is."""
    return {
        pk: Progress(
            items=each.scope.items,
            done_items=each.done.items,
            points=each.scope.points,
            done_points=each.done.points,
        )
        for pk, each in results_of(iterations).items()
        if each.scope.items
    }


@dataclass(frozen=True, kw_only=True)
class IterationFacts:
    """
    One iteration as a plain row, for measures: all amounts in points and as counts of items.

    `committed` is what was in it at the start, with the points it had then; `done` all that was
    done; `done_committed` what of the committed scope was; `added` came in later, `removed` went
    out before the end, `carried` was open at the end. `person_days` is the capacity at the start.
    """

    iteration_id: int
    number: str
    team_id: int
    name: str
    state: str
    start_on: date
    end_on: date
    person_days: Decimal | None
    hours: Decimal | None
    result: Result


def list_facts(
    *, team: Team | None = None, since: date | None = None, until: date | None = None
) -> list[IterationFacts]:
    """List the facts of iterations that were started, the oldest first; for measures."""
    rows = Iteration.objects.exclude(started_at=None).exclude(state=IterationState.CANCELLED)
    if team:
        rows = rows.filter(team=team)
    if since:
        rows = rows.filter(end_on__gte=since)
    if until:
        rows = rows.filter(start_on__lte=until)
    iterations = list(rows.order_by("start_on", "pk"))
    results = results_of(iterations)
    return [
        IterationFacts(
            iteration_id=each.pk,
            number=each.number,
            team_id=each.team_id,
            name=each.name,
            state=each.state,
            start_on=each.start_on,
            end_on=each.end_on,
            person_days=each.person_days,
            hours=each.hours,
            result=results[each.pk],
        )
        for each in iterations
    ]


def policy_of(team: Team) -> BoardPolicy:
    """Give how much work in progress a team allows; one that said nothing allows any."""
    return BoardPolicy.objects.filter(team=team).first() or BoardPolicy(team=team)


def review_of(iteration: Iteration) -> IterationReview:
    """Give the notes of an iteration's review, also where nothing is noted yet."""
    found = IterationReview.objects.filter(iteration=iteration).first()
    return found or IterationReview(iteration=iteration)


def list_notes(iteration: Iteration, *, for_user: User) -> list[RetroNote]:
    """List what was said in a retrospective, most votes first within each part."""
    rows = RetroNote.objects.filter(iteration=iteration, removed_at=None)
    found = rows.select_related("author", "item", "item__assignee")
    ordered = found.annotate(votes_count=Count("votes")).order_by("lane", "-votes_count", "pk")
    return _as_seen(ordered, for_user)


def _as_seen(notes: Iterable[RetroNote], user: User) -> list[RetroNote]:
    """Mark what became work of products that the person may not see."""
    found, seen = list(notes), visible_product_ids(user)
    for note in found:
        note.is_elsewhere = note.item is not None and note.item.product_id not in seen
    return found


def get_note(pk: int, *, iteration: Iteration) -> RetroNote:
    """
    Find something said in a retrospective.

    :raises NotThere: if there is nothing of that id in it.
    """
    found = RetroNote.objects.filter(pk=pk, iteration=iteration, removed_at=None).first()
    if found is None:
        raise NotThere
    return found


def voted_ids(iteration: Iteration, *, by: User) -> set[int]:
    """Give the ids of what a person voted for in a retrospective."""
    votes = RetroVote.objects.filter(note__iteration=iteration, voter=by)
    return set(votes.values_list("note_id", flat=True))


def list_earlier_actions(iteration: Iteration, *, for_user: User) -> list[RetroNote]:
    """List the actions of the team's last three retrospectives before, the latest first."""
    before = previous_of(iteration, count=3)
    rows = RetroNote.objects.filter(iteration__in=before, lane=Lane.ACTION, removed_at=None)
    found = rows.select_related("iteration", "item", "item__assignee")
    return _as_seen(found.order_by("-iteration__start_on", "pk"), for_user)


def usual_product(iteration: Iteration, *, for_user: User) -> Product | None:
    """Find the product that most of the work in an iteration is about."""
    visible: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user)
    decided = Outcome.objects.filter(iteration=iteration).values("item")
    counted = Counter(visible.filter(iteration=iteration).values_list("product_id", flat=True))
    counted.update(visible.filter(pk__in=decided).values_list("product_id", flat=True))
    if not counted:
        return None
    [(usual, _many)] = counted.most_common(1)
    return Product.objects.get(pk=usual)
