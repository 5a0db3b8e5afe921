"""The version plan as a picture: a lane for each product, its releases in their order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from twintrack.hub.products.models import Product
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release

# What is out and lies behind; the rest is in the list below.
BEHIND = 3


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A release on the lane of its product."""

    release: Release
    is_out: bool
    is_late: bool
    # The first one that lies ahead: today stands before it.
    is_next: bool


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A product with its last releases and all that lie ahead."""

    product: Product
    stops: list[Stop]


def draw_lanes(releases: Iterable[Release], *, today: date) -> list[Lane]:
    """Put releases, given in their order of time, on the lanes of their products."""
    lanes: dict[Product, list[Release]] = defaultdict(list)
    for release in releases:
        lanes[release.product].append(release)
    drawn = [
        Lane(product=product, stops=_stops(row, today=today)) for product, row in lanes.items()
    ]
    return sorted(drawn, key=lambda lane: lane.product.name)


def _stops(releases: list[Release], *, today: date) -> list[Stop]:
    behind = [each for each in releases if each.released_on]
    ahead = [each for each in releases if not each.released_on]
    return [
        Stop(
            release=each,
            is_out=each.released_on is not None,
            is_late=_is_late(each, today),
            is_next=bool(ahead) and each is ahead[0],
        )
        for each in (*behind[-BEHIND:], *ahead)
    ]


def _is_late(release: Release, today: date) -> bool:
    if release.state == State.WITHDRAWN:
        return True
    expected = release.expected_on
    is_past = release.is_open and expected is not None and expected < today
    return is_past or (release.is_open and release.days_late > 0)
