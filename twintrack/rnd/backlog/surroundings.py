"""What stands around a requirement: its neighbours in the list, its parts, what it is met by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.memory.presence import register_presence
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import find_of_kind
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import FROZEN, MERGEABLE
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.backlog.queries import list_requirements


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """What the way to a neighbour says of it."""

    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The requirements before and after one in the list by value."""

    before: Neighbour | None
    after: Neighbour | None


# One question for both. The first condition of each bounds the walk through the index.
BESIDE = """
    SELECT * FROM (
        SELECT 'before' AS side, number, title FROM backlog_requirement
        WHERE value_score >= %(value)s AND (value_score > %(value)s OR id > %(pk)s)
            AND product_id IN ({products})
        ORDER BY value_score, id LIMIT 1
    ) AS above
    UNION ALL SELECT * FROM (
        SELECT 'after' AS side, number, title FROM backlog_requirement
        WHERE value_score <= %(value)s AND (value_score < %(value)s OR id < %(pk)s)
            AND product_id IN ({products})
        ORDER BY value_score DESC, id DESC LIMIT 1
    ) AS below
"""


def find_neighbours(requirement: Requirement, *, for_user: User) -> Neighbours:
    """Find what stands before and after a requirement in the list by value."""
    products = visible_product_ids(for_user) | {requirement.product_id}
    statement = BESIDE.format(products=", ".join(map(str, sorted(products))))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"value": requirement.value_score, "pk": requirement.pk})
        found = {
            side: Neighbour(number=number, title=title) for side, number, title in cursor.fetchall()
        }
    return Neighbours(before=found.get("before"), after=found.get("after"))


def register_presences() -> None:
    """Say how to find out what few requirements have."""
    for name, table in (
        ("requests", "backlog_reviewrequest"),
        ("criteria", "backlog_criterion"),
        ("reviews", "backlog_review"),
    ):
        select = f"SELECT 1 FROM {table} WHERE requirement_id = %(pk)s"
        register_presence("requirement", name, select)
    register_presence(
        "requirement",
        "related",
        "SELECT 1 FROM backlog_requirement WHERE merged_into_id = %(pk)s",
        "SELECT 1 FROM backlog_requirement WHERE split_from_id = %(pk)s",
    )


def list_criteria(requirement: Requirement) -> QuerySet[Criterion]:
    """List the acceptance criteria in their order."""
    criteria = requirement.criteria.filter(removed_at=None)
    return criteria.select_related("met_by").order_by("position", "pk")


def get_criterion(requirement: Requirement, pk: int) -> Criterion:
    """
    Find a criterion of a requirement, also a removed one.

    :raises NotThere: if the requirement has none of that id.
    """
    found: Criterion | None = requirement.criteria.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_related(requirement: Requirement) -> QuerySet[Requirement]:
    """List what was merged into a requirement and what it was split into, asked at once."""
    related = Requirement.objects.filter(Q(merged_into=requirement) | Q(split_from=requirement))
    return related.select_related("owner").order_by("pk")


def list_parts(requirement: Requirement) -> QuerySet[Requirement]:
    """List the parts a requirement was split into."""
    parts = Requirement.objects.filter(split_from=requirement)
    return parts.select_related("owner").order_by("pk")


def list_mergeable(*, for_user: User, ids: list[int]) -> QuerySet[Requirement]:
    """List those of some requirements that can be merged into another one."""
    states = [state.value for state in MERGEABLE]
    return list_requirements(for_user=for_user).filter(pk__in=ids, state__in=states)


def list_targets(*, for_user: User, words: str = "") -> QuerySet[Requirement]:
    """List what can stand for other requirements; found by number, words or pinyin."""
    rows = list_requirements(for_user=for_user)
    rows = rows.exclude(state__in=FROZEN)
    if words:
        found = Q(pk__in=find_of_kind(words, kind="requirement"))
        rows = rows.filter(found | Q(number__iexact=words) | Q(title__icontains=words))
    return rows
