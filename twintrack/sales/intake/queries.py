"""Imports, what waits for a decision, and what other systems sent, as far as one may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.lifecycle import LOGGED, Outcome
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow, ImportRun, InboundSource
from twintrack.sales.intake.values import normal

# Names to know a column by; more than that decide nothing any more.
MOST_NAMES = 5000
# Held deliveries that are looked through for words nobody knew.
MOST_HELD = 50
GROUP_OF = {outcome: name for name, outcomes in LOGGED.items() for outcome in outcomes}


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
    """List what was refused, is known with other words, or was kept when the rest was undone."""
    wanted = (Outcome.REFUSED, Outcome.DIFFERING, Outcome.KEPT)
    return ImportRow.objects.filter(run=run, outcome__in=wanted).order_by("line")


def known_words(ids: Collection[int], *, for_user: User) -> dict[int, tuple[str, str]]:
    """Give number and words of feedback, as far as the person may see it."""
    rows: QuerySet[Feedback] = Feedback.objects.visible_to(for_user).filter(pk__in=ids)
    return {
        pk: (number, words) for pk, number, words in rows.values_list("pk", "number", "verbatim")
    }


def list_held(*, for_user: User, run: ImportRun | None = None) -> QuerySet[HeldRow]:
    """List what waits for a decision, the newest first."""
    held: QuerySet[HeldRow] = HeldRow.objects.visible_to(for_user).waiting()
    if run is not None:
        held = held.filter(run=run)
    named = InboundSource.objects.filter(origin=OuterRef("source")).values("name")[:1]
    # Told by the name that the address has today.
    held = held.annotate(source_name=Coalesce(Subquery(named), F("source")))
    return held.select_related("run", "delivery__source").order_by("-pk")


def find_source_name(origin: str) -> str | None:
    """Say what the address is called today that was opened with a name."""
    return InboundSource.objects.filter(origin=origin).values_list("name", flat=True).first()


def count_held(user: User) -> int:
    """Count what waits for a decision."""
    return int(HeldRow.objects.visible_to(user).waiting().count())


def may_import(user: User) -> bool:
    """Say whether the place of imports is shown to a person."""
    return may(user, Act.IMPORT_FEEDBACK)


def get_dismissed(pk: int, *, for_user: User) -> HeldRow:
    """
    Find a row that was dismissed.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = HeldRow.objects.visible_to(for_user).select_related("run", "row")
    found: HeldRow | None = rows.filter(pk=pk, outcome=Outcome.DISMISSED).first()
    if found is None:
        raise NotThere
    return found


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
    is_open = Case(When(revoked_at=None, then=1), default=0)
    return (
        sources.select_related("created_by", "acts_as")
        .annotate(is_open=is_open)
        .order_by("-is_open", "-pk")
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


def get_delivery(pk: int, *, for_user: User) -> Delivery:
    """
    Find one thing that another system sent.

    :raises NotThere: if there is none (any more), or the person may not see it.
    """
    rows: QuerySet[Delivery] = Delivery.objects.visible_to(for_user)
    found = rows.select_related("source__acts_as", "feedback", "again_of").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_deliveries(source: InboundSource, *, logged: str = "") -> QuerySet[Delivery]:
    """List what was sent to an address, the newest first; `logged` is a group of outcomes."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(source=source).select_related("feedback")
    if logged in LOGGED:
        rows = rows.filter(outcome__in=LOGGED[logged])
    return rows.order_by("-pk")


def list_repeats(delivery: Delivery) -> list[Delivery]:
    """List how often a delivery was let in once more, the newest first."""
    rows = Delivery.objects.filter(again_of=delivery).select_related("feedback")
    return list(rows.order_by("-pk")[:10])


def count_deliveries(
    sources: Collection[InboundSource], *, since: datetime
) -> dict[int, dict[str, int]]:
    """Count what came to each address since a moment, by group of outcomes, and in all."""
    rows = Delivery.objects.filter(source__in=sources, received_at__gte=since)
    counts: dict[int, Counter[str]] = {source.pk: Counter() for source in sources}
    for pk, outcome, number in rows.values_list("source", "outcome").annotate(n=Count("pk")):
        counts[pk]["all"] += number
        counts[pk][GROUP_OF[outcome]] += number
    return {pk: {name: each[name] for name in ("all", *LOGGED)} for pk, each in counts.items()}


def unknown_words(source: InboundSource) -> dict[str, list[str]]:
    """Give the words that lately nobody here knew, by field, so that they can be translated."""
    found: dict[str, list[str]] = {}
    held = Delivery.objects.filter(source=source, outcome__in=LOGGED["held"])
    rows = held.order_by("-pk").values_list("problems", flat=True)
    for problems in rows[:MOST_HELD]:
        for each in problems:
            words = found.setdefault(each["field"], [])
            if each["code"] == "unknown" and each["value"] not in words:
                words.append(each["value"])
    return found


def may_manage_inbound(user: User) -> bool:
    """Say whether the place of inbound addresses is shown to a person."""
    return may(user, Act.MANAGE_INBOUND)
