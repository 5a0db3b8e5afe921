"""Imports, what waits for a decision, and what other systems sent, as far as one may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.customers.models import Customer
from twintrack.sales.intake.lifecycle import Outcome
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow, ImportRun, InboundSource
from twintrack.sales.intake.values import normal

# Names to know a column by; more than that decide nothing any more.
MOST_NAMES = 5000


def list_runs(*, for_user: User) -> QuerySet[ImportRun]:
    """List imports, the newest first."""
    runs: QuerySet[ImportRun] = ImportRun.objects.visible_to(for_user)
    return runs.select_related("started_by").order_by("-pk")


def get_run(number: str, *, for_user: User) -> ImportRun:
    """
    Find an import by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_runs(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def sample_rows(run: ImportRun, count: int = 5) -> list[ImportRow]:
    """Give the first rows of a file, to show what stands in its columns."""
    return list(ImportRow.objects.filter(run=run).order_by("line")[:count])


def list_problem_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """List the rows that were refused, and what was kept when the rest was taken back."""
    return ImportRow.objects.filter(run=run, outcome__in=(Outcome.REFUSED, Outcome.KEPT)).order_by(
        "line"
    )


def list_held(*, for_user: User, run: ImportRun | None = None) -> QuerySet[HeldRow]:
    """List what waits for a decision, the newest first."""
    held: QuerySet[HeldRow] = HeldRow.objects.visible_to(for_user).waiting()
    if run is not None:
        held = held.filter(run=run)
    return held.select_related("run", "delivery__source").order_by("-pk")


def count_held(user: User) -> int:
    """Count what waits for a decision."""
    return int(HeldRow.objects.visible_to(user).waiting().count())


def may_import(user: User) -> bool:
    """Say whether the place of imports is shown to a person."""
    return may(user, Act.IMPORT_FEEDBACK)


def get_held(pk: int, *, for_user: User) -> HeldRow:
    """
    Find a row that waits.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_held(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def last_mapping(source: str, *, columns: Sequence[str], for_user: User) -> dict[str, str]:
    """Give the columns confirmed last for a source, if the file still has them all."""
    runs = list_runs(for_user=for_user).filter(source=source, started_at__isnull=False)
    for mapping in runs.values_list("mapping", flat=True)[:5]:
        if set(mapping.values()) <= set(columns):
            return dict(mapping)
    return {}


def known_names(*, for_user: User) -> dict[str, frozenset[str]]:
    """Give the names of what feedback can speak of, to know a column by what stands in it."""
    products: QuerySet[Product] = Product.objects.visible_to(for_user)
    ids = visible_product_ids(for_user)
    customers = Customer.objects.visible_to(for_user).values_list("name", flat=True)
    pairs = products.values_list("name", "code")
    modules = Module.objects.filter(product_id__in=ids).values_list("name", flat=True)
    versions = Version.objects.filter(product_id__in=ids).values_list("name", flat=True)
    return {
        "customer": _normal(customers[:MOST_NAMES]),
        "product": _normal([name for pair in pairs for name in pair]),
        "module": _normal(modules[:MOST_NAMES]),
        "version": _normal(versions[:MOST_NAMES]),
    }


def _normal(names: Iterable[str]) -> frozenset[str]:
    return frozenset(normal(name) for name in names)


def list_sources(*, for_user: User) -> QuerySet[InboundSource]:
    """List the addresses for other systems, those in use first."""
    sources: QuerySet[InboundSource] = InboundSource.objects.visible_to(for_user)
    return sources.select_related("created_by").order_by(
        F("revoked_at").desc(nulls_first=True), "pk"
    )


def get_source(pk: int, *, for_user: User) -> InboundSource:
    """
    Find an address for another system.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_sources(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def find_source(key_hash: str) -> InboundSource | None:
    """Find the address that holds a key and still takes something."""
    rows = InboundSource.objects.filter(key_hash=key_hash, revoked_at=None)
    return rows.select_related("acts_as").first()


def list_deliveries(source: InboundSource) -> QuerySet[Delivery]:
    """List what was sent to an address, the newest first."""
    return source.deliveries.select_related("feedback").order_by("-pk")
