"""The places of a table's rows in the order that people give them by hand."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from twintrack.algorithms.ordering import rank

M = TypeVar("M", bound=Model)
# Dropping a thousand times into one gap reaches this; then all places are written anew, short.
LONGEST = 120


class Places(Generic[M]):
    """
    The order of the rows of a model with a text field `rank`; the id decides between equals.

    Whoever asks holds the row that moves and the one it comes beside, in the order of their ids.
    """

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def last(self, count: int) -> list[str]:
        """Give so many places behind all rows, in their order."""
        # Written by hand: each row that is made asks this.
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT MAX(rank) FROM "{self._model._meta.db_table}"')
            return rank.spread(cursor.fetchone()[0], None, count)

    def beside(self, row: M, *, after: M | None, before: M | None) -> str:
        """Find the place right behind one, else right before another, else behind all."""
        anchor: Any = after or before
        if anchor is None:
            return self.last(1)[0]
        # Held, so that two who drop something here at once get different places.
        anchor = self._rows.select_for_update(no_key=True).get(pk=anchor.pk)
        place = self._place(row, anchor, is_behind=after is not None)
        if len(place) > LONGEST:
            _renew(self._rows.order_by("rank", "pk"), None, None)
            anchor.refresh_from_db(fields=["rank"])
            place = self._place(row, anchor, is_behind=after is not None)
        return place

    @property
    def _rows(self) -> QuerySet[M]:
        return self._model._default_manager.all()

    def _place(self, row: M, anchor: Any, *, is_behind: bool) -> str:
        others = self._rows.exclude(pk=row.pk)
        beside: Any = _beside(others, anchor, is_behind=is_behind)
        if beside and beside.rank == anchor.rank:
            self._part(anchor.rank)
            anchor.refresh_from_db(fields=["rank"])
            beside.refresh_from_db(fields=["rank"])
        there = beside.rank if beside else None
        low, high = (anchor.rank, there) if is_behind else (there, anchor.rank)
        return rank.between(low, high)

    def _part(self, shared: str) -> None:
        # Two people added at one place at once: let those that share it follow one another.
        following: Any = self._rows.filter(rank__gt=shared).order_by("rank").first()
        same = self._rows.filter(rank=shared).order_by("pk")
        _renew(same[1:], shared, following.rank if following else None)


def _beside(others: QuerySet[M], anchor: Any, *, is_behind: bool) -> M | None:
    if is_behind:
        beyond = Q(rank__gt=anchor.rank) | Q(rank=anchor.rank, pk__gt=anchor.pk)
        return others.filter(beyond, rank__gte=anchor.rank).order_by("rank", "pk").first()
    beyond = Q(rank__lt=anchor.rank) | Q(rank=anchor.rank, pk__lt=anchor.pk)
    return others.filter(beyond, rank__lte=anchor.rank).order_by("-rank", "-pk").first()


def _renew(rows: QuerySet[M], low: str | None, high: str | None) -> None:
    found: list[Any] = list(rows.only("pk", "rank"))
    for each, place in zip(found, rank.spread(low, high, len(found)), strict=True):
        each.rank = place
    rows.model._default_manager.bulk_update(found, ["rank"], batch_size=500)
