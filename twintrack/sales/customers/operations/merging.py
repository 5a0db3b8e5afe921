"""Two customers that are one: all things go to the kept one, and back where that was wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.events import (
    CustomerMerged,
    CustomerMergeUndone,
    CustomerThingsFollowed,
)
from twintrack.sales.customers.models import Customer, CustomerMerge, PairDismissal

KIND = "customer"
# What is said of two customers stays with these two.
APART = (CustomerMerge, PairDismissal)
# What is kept beside objects of any kind, by kind and id.
BESIDE = ("comments", "files", "labels", "watchers")


class SameCustomer(Refusal):
    """A customer cannot be merged into itself."""

    message = _("Choose two different customers.")
    status = 422


class MergedAlready(Refusal):
    """One of the two was merged before."""

    message = _("One of these customers was merged already.")


class UndoneAlready(Refusal):
    """The merge was taken back before."""

    message = _("This merge was taken back already.")


class MergedOn(Refusal):
    """The kept one was merged into another one since."""

    message = _("The kept customer was merged into another one since. Take that back first.")


def _fields() -> Iterator[tuple[type[models.Model], str, dict[str, str]]]:
    """Give every column of every table that names a customer, of whatever app."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        is_row = relation.one_to_many or relation.one_to_one
        if not (relation.auto_created and is_row):
            continue
        model = relation.related_model
        if isinstance(model, type) and model not in APART:
            yield model, relation.field.attname, {}  # type: ignore[union-attr]
    for label in BESIDE:
        for model in apps.get_app_config(label).get_models():
            names = {each.name for each in model._meta.get_fields()}
            if {"about_kind", "about_id"} <= names:
                yield model, "about_id", {"about_kind": KIND}


def _point(
    model: type[models.Model], name: str, ids: list[int], *, narrowed: dict[str, str], to: int
) -> list[int]:
    """Let rows name another customer; those of which it has the like already stay behind."""
    rows = model._default_manager.filter(pk__in=ids, **narrowed)
    try:
        with transaction.atomic():
            rows.update(**{name: to})
    except IntegrityError:
        if len(ids) == 1:
            return []
        half = len(ids) // 2
        return [
            pk
            for part in (ids[:half], ids[half:])
            for pk in _point(model, name, part, narrowed=narrowed, to=to)
        ]
    return ids


def _move(merge: CustomerMerge) -> int:
    """Point what names the merged one at the kept one, and note it; gives how many rows."""
    count = 0
    for model, name, narrowed in _fields():
        rows = model._default_manager.filter(**{name: merge.merged_id}, **narrowed)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        done = _point(model, name, ids, narrowed=narrowed, to=merge.kept_id) if ids else []
        if done:
            merge.moved.setdefault(f"{model._meta.label}:{name}", []).extend(done)
            count += len(done)
    return count


def _hold(first: Customer, second: Customer) -> dict[int, Customer]:
    rows = Customer.objects.select_for_update(no_key=True)
    # One merge at a time: each also writes to customers that were merged into these before.
    rows.order_by("pk").first()
    return {each.pk: each for each in rows.filter(pk__in=[first.pk, second.pk]).order_by("pk")}


@transaction.atomic
def merge(
    *, kept: Customer, merged: Customer, by: User, at: datetime, caused_by: Entry | None = None
) -> CustomerMerge:
    """
    Let one customer have all that hangs on another one, which leads to it from then on.

    What is known of the kept one stays as it is. What both have alike stays at the merged one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SameCustomer: if they are one row.
    :raises MergedAlready: if one of them was merged before.
    """
    check_may(by, Act.MERGE_CUSTOMERS)
    if kept.pk == merged.pk:
        raise SameCustomer
    held = _hold(kept, merged)
    kept, merged = held[kept.pk], held[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise MergedAlready
    kept_merge = CustomerMerge(kept=kept, merged=merged, by=by, at=at)
    things = _move(kept_merge)
    kept_merge.save()
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    event = CustomerMerged(
        customer_id=kept.pk,
        number=kept.number,
        name=kept.name,
        merge_id=kept_merge.pk,
        merged_id=merged.pk,
        merged_number=merged.number,
        merged_name=merged.name,
        things=things,
    )
    record(event, about=kept, by=by, at=at, caused_by=caused_by, also=[merged])
    return kept_merge


@transaction.atomic
def follow_merge(
    *, merge: CustomerMerge, by: User, at: datetime, caused_by: Entry | None = None
) -> int:
    """
    Move what came to the merged customer while the merge was being done; gives how many rows.

    Whoever had opened the merged one before, or had not ended their transaction, could add to it
    after the merge had looked. Such rows belong to the merge: taking it back gives them back.
    """
    held = _hold(merge.kept, merge.merged)
    merge = CustomerMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    things = _move(merge) if merge.undone_at is None else 0
    if not things:
        return 0
    merge.save(update_fields=["moved"])
    kept, merged = held[merge.kept_id], held[merge.merged_id]
    event = CustomerThingsFollowed(
        customer_id=kept.pk,
        number=kept.number,
        name=kept.name,
        merged_id=merged.pk,
        merged_number=merged.number,
        merged_name=merged.name,
        things=things,
    )
    record(event, about=kept, by=by, at=at, caused_by=caused_by, also=[merged])
    return things


@transaction.atomic
def undo_merge(
    *, merge: CustomerMerge, by: User, at: datetime, caused_by: Entry | None = None
) -> Customer:
    """
    Give a merged customer back exactly what was taken from it, where it is still there.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises UndoneAlready: if it was taken back before.
    :raises MergedOn: if the kept one was merged into another one since.
    """
    check_may(by, Act.MERGE_CUSTOMERS)
    held = _hold(merge.kept, merge.merged)
    merge = CustomerMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise UndoneAlready
    kept, merged = held[merge.kept_id], held[merge.merged_id]
    if kept.merged_into_id:
        raise MergedOn
    for model, name, narrowed in _fields():
        ids = merge.moved.get(f"{model._meta.label}:{name}", [])
        there = model._default_manager.filter(pk__in=ids, **{name: kept.pk}, **narrowed)
        still = list(there.order_by("pk").values_list("pk", flat=True))
        if still:
            _point(model, name, still, narrowed=narrowed, to=merged.pk)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    event = CustomerMergeUndone(
        customer_id=kept.pk,
        number=kept.number,
        name=kept.name,
        merged_id=merged.pk,
        merged_number=merged.number,
        merged_name=merged.name,
    )
    record(event, about=kept, by=by, at=at, caused_by=caused_by, also=[merged])
    return merged
