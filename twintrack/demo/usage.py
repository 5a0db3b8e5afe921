"""What customers have installed, and how many of each product are in use week by week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from twintrack.demo.cast import Cast
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Version
from twintrack.hub.products.operations import ExposureRow
from twintrack.sales.customers import operations as customers

# In use half a year ago, and how many more each week.
GROWTH = {"h3": (1180, 14), "cloudview": (460, 9), "bms": (240, 6)}
BEGINNING = 154
# Numbers come in from service every four weeks.
PERIOD = 28
# So many weeks until everybody has a new version.
ROLLOUT = 16
PARTS = (("换卷", "Reel change"), ("断带恢复", "Restart after a break"))


def follow(cast: Cast) -> None:
    """Write into the diary who has what, and the numbers in use."""
    cast.diary.on(BEGINNING, 15, partial(_divide, cast))
    seen: set[tuple[str, str]] = set()
    for told in cast.teller.read("deals")["deals"]:
        pair = (told["with"], told["about"])
        if pair not in seen and len(seen) % 3 != 2:
            cast.diary.on(BEGINNING - 3, 15.2, partial(_install, cast, *pair))
        seen.add(pair)
    for ago in range(BEGINNING - PERIOD, -1, -PERIOD):
        for code in GROWTH:
            cast.diary.on(ago, 15.4, partial(_note, cast, code))


def _divide(cast: Cast, at: datetime) -> None:
    by, product = cast.staff["lin"], cast.products["h3"]
    for name in PARTS:
        products.add_module(
            product=product,
            name=cast.teller.of(list(name)),
            parent=cast.modules["h3", "tension"],
            by=by,
            at=at,
        )


def _install(cast: Cast, customer: str, code: str, at: datetime) -> None:
    released = _released(cast, code, at.date())
    customers.install(
        customer=cast.customers[customer],
        product=cast.products[code],
        version=released[-1],
        since=released[-1].released_on,
        by=cast.customers[customer].owner,
        at=at,
    )


def _released(cast: Cast, code: str, on: date) -> list[Version]:
    return [each for each in cast.versions[code] if each.released_on and each.released_on <= on]


def _note(cast: Cast, code: str, at: datetime) -> None:
    today = at.date()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=each) for each in range(PERIOD // 7)]
    rows = [row for week in weeks for row in _in_use(cast, code, week)]
    products.note_exposure(product=cast.products[code], rows=rows, by=cast.staff["chen"], at=at)


def _in_use(cast: Cast, code: str, week: date) -> list[ExposureRow]:
    start, more = GROWTH[code]
    age = (week - cast.diary.day(-BEGINNING)).days // 7
    # A few less in every fifth week: lines stand still for maintenance.
    total = start + more * age - (more * 2 if age % 5 == 3 else 0)
    *_older, before, newest = _released(cast, code, week)
    assert newest.released_on
    share = min((week - newest.released_on).days / 7 / ROLLOUT, 1.0)
    new = int(total * share)
    return [
        ExposureRow(week=week, active=active, version=version)
        for version, active in ((before, total - new), (newest, new))
        if active
    ]
