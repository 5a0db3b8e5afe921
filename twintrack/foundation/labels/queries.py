"""Which labels there are, and what carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import may
from twintrack.foundation.access.seeing import see
from twintrack.foundation.labels.events import ObjectLabelled
from twintrack.foundation.labels.models import MOST, Label, Labelling
from twintrack.foundation.labels.registry import act_of, is_closed
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.memory.presence import has
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.objects.kinds import get_kind, kind_of
from twintrack.foundation.people.models import User


def list_labels(*, for_user: User) -> QuerySet[Label]:
    """List the labels in use by name."""
    labels: QuerySet[Label] = Label.objects.visible_to(for_user)
    return labels.order_by("name", "pk")


def with_counts(labels: QuerySet[Label]) -> QuerySet[Label]:
    """Add on how many objects each is."""
    return labels.annotate(uses=Count("labellings"))


def get_label(pk: int, *, for_user: User, removed: bool = False) -> Label:
    """
    Find a label; with `removed` also one that is not used any more.

    :raises NotThere: if there is none.
    """
    labels = Label.objects.all() if removed else list_labels(for_user=for_user)
    found: Label | None = labels.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_labels(ids: Collection[int], *, for_user: User) -> list[Label]:
    """
    Find labels by their ids.

    :raises NotThere: if one of them is not in use.
    """
    found = list(list_labels(for_user=for_user).filter(pk__in=ids))
    if len(found) < len(set(ids)):
        raise NotThere
    return found


def get_labelled(kind: str, pk: int, *, for_user: User) -> Any:
    """
    Find an object that may carry labels.

    :raises NotThere: if there is none, it is of another kind, or the person may not see it.
    """
    act_of(kind)
    return see(kind, pk, for_user=for_user)


def list_labelled(kind: str, ids: Collection[int], *, for_user: User) -> list[Any]:
    """
    List objects of a kind by their ids, as far as the person may see them.

    :raises NotThere: if the kind carries no labels.
    """
    act_of(kind)
    found = get_kind(kind).load(ids, for_user=for_user)
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def labels_on(kind: str, ids: Collection[int]) -> dict[int, list[Label]]:
    """Give the labels of objects that a reader was shown, in one query."""
    rows = Labelling.objects.filter(about_kind=kind, about_id__in=ids, label__removed_at=None)
    found: dict[int, list[Label]] = defaultdict(list)
    for row in rows.select_related("label").order_by("label__name", "label_id") if ids else ():
        found[row.about_id].append(row.label)
    return found


def labels_of(about: Any) -> list[Label]:
    """List the labels on one object; a page asks whether there are any with all else."""
    kind, pk = kind_of(about).code, about.pk

    def ask() -> list[Label]:
        return labels_on(kind, [pk])[pk] if has(kind, pk, "labels") else []

    return standing(f"labels.{kind}.{pk}", ask, about=(kind, "label"))


def ids_labelled(kind: str, labels: Collection[int]) -> QuerySet[Labelling, int]:
    """Give the ids of the objects of a kind that carry one of these labels."""
    rows = Labelling.objects.filter(about_kind=kind, label__in=labels, label__removed_at=None)
    return rows.values_list("about_id", flat=True)


def list_put_on(kind: str, first: int, last: int, *, by: User) -> dict[Any, set[int]]:
    """
    Give what a person put on objects, as a range of entries tells: label ids by the objects.

    Objects that the person may not see any more are left out.

    :raises NotThere: if the kind carries no labels.
    """
    told = Entry.objects.filter(
        pk__range=(first, last), kind=ObjectLabelled.kind, about_kind=kind, actor=by
    )
    found: dict[int, set[int]] = defaultdict(set)
    for pk, payload in told.values_list("about_id", "payload")[:MOST]:
        found[pk] |= set(payload["put_on_ids"])
    return {each: found[each.pk] for each in list_labelled(kind, list(found), for_user=by)}


def may_label(user: User, about: Any) -> bool:
    """Say whether somebody may put labels on an object."""
    return may(user, act_of(kind_of(about).code)) and not is_closed(about)
