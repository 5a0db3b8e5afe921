"""The views of lists that people of the company saved."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.foundation.saved_views.operations import save_view


def keep_views(cast: Cast) -> None:
    """Write into the diary who saved which view."""
    for told in cast.teller.read("work")["views"]:
        cast.diary.on(told["ago"], 10.4, partial(_save, cast, told))


def _save(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    save_view(
        place=told["place"],
        name=cast.teller.of(told["name"]),
        query=told["query"],
        is_shared=told.get("is_shared", False),
        by=cast.staff[told["by"]],
        at=at,
    )
