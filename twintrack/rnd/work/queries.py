"""Which work there is, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.labels.queries import ids_labelled
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import find_of_kind
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import IS_OPEN, Kind, WorkItem, WorkItemLink

# What rows, cards and pages of work items name.
NAMED = ("product", "module", "project", "assignee", "iteration", "release")


@dataclass(frozen=True, kw_only=True)
class WorkFilter:
    """
    Which work is wanted; what is empty narrows nothing. A 0 among ids means "none of them".

    Scopes: `open`, `done`, `all`.
    """

    products: tuple[int, ...] = ()
    projects: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    assignees: tuple[int, ...] = ()
    iterations: tuple[int, ...] = ()
    releases: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    blocked: bool = False
    text: str = ""
    scope: str = "open"


def list_work(*, for_user: User, only: WorkFilter) -> QuerySet[WorkItem]:
    """List the work that a person may see and asked for, in no order yet."""
    rows: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user)
    several: dict[str, tuple[int, ...] | tuple[str, ...]] = {
        "product_id": only.products,
        "project_id": only.projects,
        "kind": only.kinds,
        "priority": only.priorities,
        "assignee_id": only.assignees,
        "iteration_id": only.iterations,
        "release_id": only.releases,
    }
    for name, wanted in several.items():
        if wanted:
            rows = rows.filter(_among(name, wanted))
    rows = rows.filter(_scope(only))
    if only.labels:
        rows = rows.filter(pk__in=ids_labelled("work_item", only.labels))
    if only.blocked:
        rows = rows.filter(blocked_at__isnull=False)
    if only.text:
        rows = rows.filter(Q(title__icontains=only.text) | Q(number__iexact=only.text))
    return rows


def _among(name: str, wanted: tuple[int, ...] | tuple[str, ...]) -> Q:
    found = Q(**{f"{name}__in": wanted})
    return found | Q(**{f"{name}__isnull": True}) if 0 in wanted else found


def _scope(only: WorkFilter) -> Q:
    if only.states:
        return Q(state__in=only.states)
    if only.scope == "all":
        return Q()
    if only.scope == "done":
        return Q(done_at__isnull=False)
    return IS_OPEN


def get_work_item(number: str, *, for_user: User) -> WorkItem:
    """
    Find a work item by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """

    def ask() -> WorkItem | None:
        named = WorkItem.objects.visible_to(for_user).filter(number=number)
        found: WorkItem | None = named.select_related(
            "defect__found_in", "defect__caused_by", "requirement", "parent", "created_by"
        ).first()
        if found is not None:
            tell_seen(found, for_user=for_user)
            recall_related([found], *NAMED)
        return found

    found = once(("work_item", number, for_user.pk), ask)
    if found is None:
        raise NotThere
    return found


def find_work_item(pk: int) -> WorkItem:
    """Find the work item that an entry of the ledger speaks of."""
    found: WorkItem = WorkItem.objects.get(pk=pk)
    return found


def get_work_items(ids: Collection[int], *, for_user: User) -> list[WorkItem]:
    """Give those of some work items that a person may see, in the order of the ids."""
    found = WorkItem.objects.visible_to(for_user).in_bulk(list(ids))
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def find_work_items(
    words: str, *, for_user: User, product: Product | None = None
) -> QuerySet[WorkItem]:
    """List work by words of its title, pinyin or its number, the newest first."""
    rows: QuerySet[WorkItem] = WorkItem.objects.visible_to(for_user).order_by("-pk")
    if product is not None:
        rows = rows.filter(product=product)
    if words:
        found = Q(pk__in=find_of_kind(words, kind="work_item"))
        rows = rows.filter(found | Q(title__icontains=words) | Q(number__iexact=words))
    return rows


def list_owned(user: User) -> QuerySet[WorkItem]:
    """List the open work of a person, whoever asks."""
    found: QuerySet[WorkItem] = WorkItem.objects.open().filter(assignee=user)
    return found.order_by("rank", "pk")


def list_children(item: WorkItem) -> QuerySet[WorkItem]:
    """List the parts of a work item by hand."""
    return item.children.order_by("rank", "pk")


def list_of_requirement(requirement: Requirement) -> QuerySet[WorkItem]:
    """List the work that makes a requirement come true, by hand."""
    rows: QuerySet[WorkItem] = requirement.work_items.order_by("rank", "pk")
    return rows


def list_links(item: WorkItem, *, for_user: User) -> QuerySet[WorkItemLink]:
    """List how a work item stands to others that a person may see."""
    seen = visible_product_ids(for_user)
    links = WorkItemLink.objects.filter(Q(source=item) | Q(target=item))
    links = links.filter(source__product__in=seen, target__product__in=seen)
    return links.select_related("source", "target").order_by("pk")


def get_link(item: WorkItem, pk: int, *, for_user: User) -> WorkItemLink:
    """
    Find a link of a work item.

    :raises NotThere: if it has none of that id, or the person may not see both ends.
    """
    found = list_links(item, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far some work is; what was given up does not count."""

    done: int = 0
    total: int = 0
    points_done: Decimal = Decimal(0)
    points: Decimal = Decimal(0)
    blocked: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done == self.total


_DONE = Q(state=State.DONE)
_COUNTED = {
    "done": Count("pk", filter=_DONE),
    "total": Count("pk"),
    "points_done": Sum("points", filter=_DONE, default=Decimal(0)),
    "points": Sum("points", default=Decimal(0)),
    "blocked": Count("pk", filter=Q(blocked_at__isnull=False)),
}


def progress_of(rows: QuerySet[WorkItem]) -> Progress:
    """Say how far some work is, in one question."""
    return Progress(**rows.exclude(state=State.CANCELLED).order_by().aggregate(**_COUNTED))


def progress_by(rows: QuerySet[WorkItem], name: str) -> dict[int, Progress]:
    """Say how far work is by the ids of one of its foreign keys, in one question."""
    counted = rows.exclude(state=State.CANCELLED).order_by().values(key=F(f"{name}_id"))
    return {each.pop("key"): Progress(**each) for each in counted.annotate(**_COUNTED)}


def count_blocking_defects(rows: QuerySet[WorkItem]) -> int:
    """Count the open defects among some work that stop customers."""
    return rows.filter(IS_OPEN, kind=Kind.DEFECT, defect__severity="blocker").count()
