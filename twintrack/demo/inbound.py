"""The service team's own tool sends what customers tell it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations as intake
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.operations import Template

HOUR = 11.2
ANSWERED_AFTER = 1


@dataclass
class _Line:
    """The address, once it is open."""

    source: InboundSource | None = None


def connect(cast: Cast) -> None:
    """Write into the diary how the address is opened and what comes through it."""
    told, line = cast.teller.read("inbound"), _Line()
    cast.diary.on(told["opened"], 10, partial(_open, cast, told, line))
    for sent in told["sent"]:
        cast.diary.on(sent["ago"], HOUR, partial(_send, cast, sent, line))


def _open(cast: Cast, told: dict[str, Any], line: _Line, at: datetime) -> None:
    words = {cast.teller.of(word["there"]): word["here"] for word in told["words"]}
    line.source, _key = intake.add_source(
        name=cast.teller.of(told["name"]),
        template=Template(
            paths=told["paths"],
            defaults=told["defaults"],
            value_maps={"kind": words},
            sample=_body(cast, told["sent"][0]),
        ),
        by=cast.staff["admin"],
        at=at,
    )


def _body(cast: Cast, sent: dict[str, Any]) -> dict[str, Any]:
    """Write what happened to a task as Worktile does."""
    customer = cast.customers.get(sent.get("customer", ""))
    task = {
        "id": f"65a1{sent['number'][3:]}",
        "identifier": sent["number"],
        "title": cast.teller.of(sent["title"]),
        "type": {"id": "t7", "name": cast.teller.of(sent["type"])},
        "project": {
            "id": "p31",
            "name": customer.name if customer else cast.teller.of(sent["project"]),
        },
        "creator": {"uid": "u1", "display_name": cast.staff["he"].name},
    }
    if sent.get("is_change"):
        return {"event": "update_task", "payload": {"task": task}}
    return {"event": "create_task", "payload": task}


def _send(cast: Cast, sent: dict[str, Any], line: _Line, at: datetime) -> None:
    assert line.source is not None
    body = json.dumps(_body(cast, sent), ensure_ascii=False).encode()
    source = line.source
    delivery = intake.receive(source=source, body=body, by=source.acts_as, at=at)
    if delivery.feedback and "answer" in sent and not sent.get("is_change"):
        act = partial(_answer, delivery.feedback, cast.teller.of(sent["answer"]), cast.staff["he"])
        cast.diary.on(sent["ago"] - ANSWERED_AFTER, 14, act)


def _answer(heard: Feedback, text: str, by: User, at: datetime) -> None:
    heard.refresh_from_db()
    triaged = feedback.triage(feedback=heard, route=Route.ANSWER, note=text, by=by, at=at)
    feedback.move(feedback=triaged, to=State.RESOLVED, by=by, at=at)
