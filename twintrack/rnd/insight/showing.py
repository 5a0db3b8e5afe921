"""The objects behind observations, as rows that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from twintrack.analytics.cells import Observation
from twintrack.analytics.measures import Measure
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import Commit, Repository
from twintrack.rnd.insight.sentences import figure


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


def _commits(ids: set[int], user: User) -> Seen:
    repositories = Repository.objects.visible_to(user)
    found = Commit.objects.filter(pk__in=ids, repository__in=repositories)
    return {
        each.pk: (
            each.short,
            each.subject,
            reverse("commit-detail", args=[each.repository.number, each.sha]),
        )
        for each in found.select_related("repository")
    }


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


LOADERS: dict[str, Callable[[set[int], User], Seen]] = {"commit": _commits}


def show(measure: Measure, rows: Iterable[Observation], *, for_user: User) -> list[Shown]:
    """Give the objects behind observations that a person may see, in the same order."""
    rows = list(rows)
    ids: dict[str, set[int]] = defaultdict(set)
    for each in rows:
        ids[each.about].add(each.id)
    seen: dict[str, Seen] = {
        about: LOADERS.get(about, _objects(about))(found, for_user) for about, found in ids.items()
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
