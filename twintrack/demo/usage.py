"""How many of each product are in use week by week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from twintrack.demo.cast import Cast
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Version
from twintrack.hub.products.operations import ExposureRow

# In use half a year ago, and how many more each week.
GROWTH = {"h3": (1180, 14), "cloudview": (460, 9), "bms": (240, 6)}
BEGINNING = 154
# Numbers come in from service every four weeks.
PERIOD = 28
# So many weeks until everybody has a new version.
ROLLOUT = 16
PARTS = (("换卷", "Reel change"), ("断带恢复", "Restart after a break"))


def follow(cast: Cast) -> None:
    """Write the numbers in use into the diary."""
    cast.diary.on(BEGINNING, 15, partial(_divide, cast))
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
    newest, *older = reversed(_released(cast, code, week))
    assert newest.released_on
    share = min((week - newest.released_on).days / 7 / ROLLOUT, 1.0) if older else 1.0
    new = int(total * share)
    rows = [ExposureRow(week=week, active=new, version=newest)] if new else []
    if total > new:
        rows.append(ExposureRow(week=week, active=total - new, version=older[0]))
    return rows
