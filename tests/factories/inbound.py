"""Addresses for other systems, and what they send."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from twintrack.foundation.people.models import User
from twintrack.sales.intake import operations
from twintrack.sales.intake.models import Delivery, InboundSource
from twintrack.sales.intake.operations import Template

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAID = {"external_id": "T-1", "customer": "Ninghai", "product": "H3", "verbatim": "The film tears"}
# What Worktile is known to send when a task is made.
CREATED = {
    "event": "create_task",
    "payload": {
        "id": "65a1",
        "title": "换卷时张力跳动",
        "identifier": "WT-8841",
        "type": {"id": "1", "name": "客户反馈"},
        "project": {"id": "9", "name": "Ninghai"},
        "creator": {"uid": "u1", "display_name": "赵一帆"},
    },
}


def make_source(
    by: User, name: str = "desk", template: Template | None = None
) -> tuple[InboundSource, str]:
    return operations.add_source(name=name, template=template or Template(), by=by, at=AT)


def deliver(source: InboundSource, body: object, at: datetime = AT) -> Delivery:
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return operations.receive(source=source, body=data, by=source.acts_as, at=at)
