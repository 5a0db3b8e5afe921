"""What stands behind a requirement in R&D: criteria, work items, commits, tests, releases."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.engineering.models import CommitLink
from twintrack.rnd.engineering.queries import may_see_repositories
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.queries.builds import may_see_tests
from twintrack.rnd.tracing.columns import Cell, Column, register_column
from twintrack.rnd.work.lifecycle import State as WorkState
from twintrack.rnd.work.models import WorkItem

SHIPPED = (State.RELEASED, State.VALIDATED)


def register_columns() -> None:
    """Register the columns of R&D; called while the apps start."""
    for column in (_criteria(), _work(), _commits(), _tests(), _releases()):
        register_column(column)


def _url_of(requirement: Requirement, part: str) -> str:
    return reverse("requirement-detail", args=[requirement.number]) + f"#{part}"


def _criteria() -> Column:
    def fill(rows: Sequence[Requirement], _user: User) -> dict[int, Cell]:
        counted = (
            Criterion.objects.filter(requirement__in=rows, removed_at=None)
            .values("requirement_id")
            .annotate(many=Count("pk"), met=Count("pk", filter=Q(met_at__isnull=False)))
        )
        by_id = {each.pk: each for each in rows}
        cells = {}
        for each in counted:
            requirement, many, met = by_id[each["requirement_id"]], each["many"], each["met"]
            open_late = met < many and requirement.state in SHIPPED
            cells[requirement.pk] = Cell(
                count=many,
                words=_("%(met)d of %(many)d met") % {"met": met, "many": many},
                tone="warn" if open_late else "ok" if met == many else "",
                url=_url_of(requirement, "criteria"),
            )
        return cells

    return Column(
        code="criteria",
        label=gettext_lazy("Acceptance criteria"),
        present=lambda: Exists(
            Criterion.objects.filter(requirement=OuterRef("pk"), removed_at=None)
        ),
        fill=fill,
        missing={
            State.IN_DEVELOPMENT: gettext_lazy("Being built without criteria"),
            State.IN_TESTING: gettext_lazy("Being tested without criteria"),
            State.RELEASED: gettext_lazy("Released without criteria"),
        },
        sentence=gettext_lazy("%(holes)d of %(total)d have no acceptance criteria"),
        place=10,
    )


def _work() -> Column:
    def fill(rows: Sequence[Requirement], user: User) -> dict[int, Cell]:
        counted = (
            WorkItem.objects.visible_to(user)
            .filter(requirement__in=rows)
            .exclude(state=WorkState.CANCELLED)
            .values("requirement_id")
            .annotate(many=Count("pk"), done=Count("pk", filter=Q(state=WorkState.DONE)))
        )
        by_id = {each.pk: each for each in rows}
        cells = {}
        for each in counted:
            requirement, many, done = by_id[each["requirement_id"]], each["many"], each["done"]
            left_late = done < many and requirement.state in SHIPPED
            cells[requirement.pk] = Cell(
                count=many,
                words=_("%(done)d of %(many)d done") % {"done": done, "many": many},
                tone="warn" if left_late else "ok" if done == many else "",
                url=_url_of(requirement, "requirement-work"),
            )
        return cells

    return Column(
        code="work",
        label=gettext_lazy("Work items"),
        present=lambda: Exists(
            WorkItem.objects.filter(requirement=OuterRef("pk")).exclude(state=WorkState.CANCELLED)
        ),
        fill=fill,
        missing={
            State.IN_DEVELOPMENT: gettext_lazy("In development without a work item"),
            State.IN_TESTING: gettext_lazy("In testing without a work item"),
        },
        sentence=gettext_lazy("%(holes)d of %(total)d in work have no work item"),
        place=20,
    )


def _commits() -> Column:
    def fill(rows: Sequence[Requirement], user: User) -> dict[int, Cell]:
        counted = (
            CommitLink.objects.filter(
                requirement__in=rows,
                commit__repository__product__in=visible_product_ids(user),
                commit__is_lost=False,
            )
            .values("requirement_id")
            .annotate(many=Count("pk"))
        )
        by_id = {each.pk: each for each in rows}
        return {
            each["requirement_id"]: Cell(
                count=each["many"],
                words=ngettext("%(n)d commit", "%(n)d commits", each["many"]) % {"n": each["many"]},
                url=reverse("requirement-commits", args=[by_id[each["requirement_id"]].number]),
            )
            for each in counted
        }

    return Column(
        code="commits",
        label=gettext_lazy("Commits"),
        present=lambda: Exists(
            CommitLink.objects.filter(requirement=OuterRef("pk"), commit__is_lost=False)
        ),
        fill=fill,
        missing={
            State.IN_TESTING: gettext_lazy("In testing without a commit"),
            State.RELEASED: gettext_lazy("Released without a commit"),
            State.VALIDATED: gettext_lazy("Released without a commit"),
        },
        sentence=gettext_lazy("%(holes)d of %(total)d built have no commit"),
        may_see=may_see_repositories,
        place=30,
    )


def _tests() -> Column:
    def fill(rows: Sequence[Requirement], user: User) -> dict[int, Cell]:
        """Show the builds with tests that ran over the commits of a requirement."""
        ids = [each.pk for each in rows]
        builds = _tested().filter(product__in=visible_product_ids(user))
        counted = (
            builds.annotate(of=F("commit__links__requirement_id"))
            .filter(of__in=ids)
            .order_by()
            .values("of")
            .annotate(many=Count("pk"), newest=Max("pk"))
        )
        found = {each["of"]: (each["many"], each["newest"]) for each in counted}
        newest = Build.objects.in_bulk({pk for _many, pk in found.values()})
        return {pk: _tested_cell(many, newest[last]) for pk, (many, last) in found.items()}

    return Column(
        code="tests",
        label=gettext_lazy("Tests"),
        present=lambda: Exists(_tested().filter(commit__links__requirement=OuterRef("pk"))),
        fill=fill,
        missing={
            State.IN_TESTING: gettext_lazy("In testing without a test run"),
            State.RELEASED: gettext_lazy("Released without a test"),
            State.VALIDATED: gettext_lazy("Released without a test"),
        },
        sentence=gettext_lazy("%(holes)d of %(total)d built have no test"),
        may_see=may_see_tests,
        place=40,
    )


def _tested() -> QuerySet[Build]:
    return Build.objects.filter(Q(passed__gt=0) | Q(failed__gt=0))


def _tested_cell(many: int, build: Build) -> Cell:
    if build.failed:
        words = ngettext("%(n)d test failed last", "%(n)d tests failed last", build.failed)
        words, tone = words % {"n": build.failed}, "bad"
    else:
        words = ngettext("%(n)d test passed last", "%(n)d tests passed last", build.passed)
        words, tone = words % {"n": build.passed}, "ok"
    return Cell(
        count=many, words=words, tone=tone, url=reverse("build-detail", args=[build.number])
    )


def _releases() -> Column:
    def fill(rows: Sequence[Requirement], _user: User) -> dict[int, Cell]:
        cells = {}
        for each in rows:
            if each.release is None:
                continue
            unshipped = each.state in SHIPPED and each.release.released_on is None
            cells[each.pk] = Cell(
                count=1,
                words=each.release.name,
                tone="ok" if each.release.released_on else "warn" if unshipped else "",
                url=reverse("release-detail", args=[each.release.number]),
            )
        return cells

    return Column(
        code="release",
        label=gettext_lazy("Release"),
        present=lambda: Q(release__isnull=False),
        fill=fill,
        missing={
            State.IN_TESTING: gettext_lazy("In testing for no release"),
            State.RELEASED: gettext_lazy("Released, and not known with which release"),
            State.VALIDATED: gettext_lazy("Released, and not known with which release"),
        },
        sentence=gettext_lazy("%(holes)d of %(total)d built belong to no release"),
        place=50,
    )
