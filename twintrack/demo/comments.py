"""What colleagues say to each other where the work stands."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.foundation.comments import operations as comments
from twintrack.foundation.watchers import operations as watchers
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.models import Feedback

NAMED = re.compile(r"\{(\w+)\}")


def follow(cast: Cast) -> None:
    """Write into the diary what colleagues say, and who follows it besides."""
    for talk in cast.teller.read("comments")["talk"]:
        for said in talk["said"]:
            key = f"{said['by']}{said['ago']}"
            cast.diary.on(said["ago"], said["at"], partial(_say, cast, talk, said), key=key)
        for person in talk.get("watched", ()):
            ago = talk["said"][0]["ago"]
            cast.diary.on(ago, 17.5, partial(_watch, cast, talk, person), key=person)


def _about(cast: Cast, talk: dict[str, Any]) -> Requirement | Feedback:
    if "requirement" in talk:
        return cast.requirements[talk["requirement"]]
    return cast.said[talk["feedback"]]


def _say(cast: Cast, talk: dict[str, Any], said: dict[str, Any], at: datetime) -> None:
    text = NAMED.sub(lambda found: f"@{cast.staff[found[1]].name}", cast.teller.of(said["text"]))
    by = cast.staff[said["by"]]
    comments.write(about=_about(cast, talk), text=text, by=by, at=at)


def _watch(cast: Cast, talk: dict[str, Any], person: str, at: datetime) -> None:
    watchers.watch(about=_about(cast, talk), by=cast.staff[person], at=at)
