"""The labels that the company works with."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.foundation.labels import operations as labels
from twintrack.foundation.labels.models import Label

# So many days ago somebody put order into the pool; what came later was labelled afterwards.
TIDIED = 40
SINCE = 1


def follow(cast: Cast) -> None:
    """Write into the diary how labels are made and put on."""
    for told in cast.teller.read("labels")["label"]:
        cast.diary.on(TIDIED, 10.5, partial(_make, cast, told), key=told["colour"])
        cast.diary.on(SINCE, 18, partial(_put_on, cast, told), key=told["colour"])


def _make(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    name, by = cast.teller.of(told["name"]), cast.staff["lin"]
    labels.add_label(name=name, colour=told["colour"], by=by, at=at)
    _put_on(cast, told, at)


def _put_on(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    put_on = [Label.objects.get(name=cast.teller.of(told["name"]))]
    for known, keys in ((cast.requirements, told["on"]), (cast.said, told.get("feedback", ()))):
        objects = [known[key] for key in keys if key in known]
        labels.label_many(objects=objects, put_on=put_on, by=cast.staff["lin"], at=at)
