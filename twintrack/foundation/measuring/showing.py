"""The objects behind observations, as rows that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from twintrack.analytics.cells import Observation
from twintrack.analytics.measures import Measure
from twintrack.foundation.measuring.saying import figure
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.people.models import User


@dataclass(frozen=True)
class Shown:
    """An object behind a number."""

    kind: str
    id: int
    part: float
    number: str
    title: str
    url: str
    day: date
    value: str = ""

    @property
    def label(self) -> str:
        """Number and title together."""
        return f"{self.number} {self.title}"


Seen = dict[int, tuple[str, str, str]]


def _objects(kind: str) -> Callable[[set[int], User], Seen]:
    def find(ids: set[int], user: User) -> Seen:
        try:
            known = get_kind(kind)
        except KindUnknown:
            return {}
        return {
            pk: (str(getattr(each, "number", pk)), known.title(each), known.url(each))
            for pk, each in known.load(ids, for_user=user).items()
        }

    return find


Loader = Callable[[set[int], User], Seen]
_loaders: dict[str, Loader] = {}


def register_loader(about: str, load: Loader) -> None:
    """Say how things are found that are no kind of object; from an app's `ready`."""
    _loaders[about] = load


def show(measure: Measure, rows: Iterable[Observation], *, for_user: User) -> list[Shown]:
    """Give the objects behind observations that a person may see, in the same order."""
    rows = list(rows)
    ids: dict[str, set[int]] = defaultdict(set)
    for each in rows:
        ids[each.about].add(each.id)
    seen: dict[str, Seen] = {
        about: _loaders.get(about, _objects(about))(found, for_user) for about, found in ids.items()
    }
    return [
        Shown(
            each.about,
            each.id,
            each.part,
            *seen[each.about][each.id],
            each.at.date(),
            _value(measure, each),
        )
        for each in rows
        if each.id in seen[each.about]
    ]


def _value(measure: Measure, row: Observation) -> str:
    if measure.kind == "duration":
        return figure(measure, row.part)
    if measure.kind == "ratio":
        if row.whole in {0, 1}:
            return ""
        return f"{row.part:,.0f}/{row.whole:,.0f}"
    return ""
