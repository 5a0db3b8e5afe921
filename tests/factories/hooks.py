"""Web hooks, and what hosts send to them with the right signature."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from tests.factories.histories import make_repository
from tests.factories.people import make_user
from tests.worker import drain
from twintrack.connectors.github.signature import sign
from twintrack.foundation.access.roles import Role
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import (
    Deployment,
    Hook,
    HostCode,
    Pipeline,
    PullRequest,
    Repository,
)

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
_numbers = count(1)


class Sender:
    """A code host that sends to an address, and lets the worker read it."""

    def __init__(self, repository: Repository | None, host: HostCode = HostCode.GITHUB) -> None:
        by = make_user(Role.RND_LEAD)
        self.hook, self.secret = operations.add_hook(host=host, repository=repository, by=by, at=AT)
        self.client = Client()

    @property
    def path(self) -> str:
        return f"/api/v1/hooks/in/{self.hook.code}"

    def github(self, event: str, told: Any, *, delivery: str = "", read: bool = True) -> Any:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = {
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery or f"d-{next(_numbers)}",
            "X-Hub-Signature-256": sign(self.secret, body),
        }
        return self.post(body, headers, read=read)

    def gitlab(self, event: str, told: Any) -> Any:
        headers = {"X-Gitlab-Event": event, "X-Gitlab-Token": self.secret}
        return self.post(json.dumps(told).encode(), headers)

    def gitee(self, event: str, told: Any) -> Any:
        headers = {"X-Gitee-Event": event, "X-Gitee-Token": self.secret}
        return self.post(json.dumps(told).encode(), headers)

    def post(self, body: bytes, headers: dict[str, str], *, read: bool = True) -> Any:
        answer = self.client.post(self.path, body, content_type="application/json", headers=headers)
        if read:
            drain()
        return answer


def make_hook(repository: Repository | None = None) -> Hook:
    return Sender(repository).hook


def make_pull(repository: Repository | None = None, **over: Any) -> PullRequest:
    number = next(_numbers)
    opened_at = over.pop("opened_at", AT)
    fields: dict[str, Any] = {
        "repository": repository or make_repository(f"/repo{number}"),
        "number": number,
        "title": f"Change {number}",
        "state": "open",
        "opened_at": opened_at,
        "ready_at": opened_at,
        "head_at": opened_at,
        "told_at": opened_at,
    } | over
    if fields["state"] == "open" and not fields.get("is_draft"):
        fields.setdefault("waits_since", opened_at)
    return PullRequest.objects.create(**fields)


def make_deployment(repository: Repository, **over: Any) -> Deployment:
    number = next(_numbers)
    started_at = over.pop("started_at", AT)
    fields: dict[str, Any] = {
        "repository": repository,
        "key": f"k{number}",
        "environment": "production",
        "is_production": True,
        "state": "succeeded",
        "started_at": started_at,
        "finished_at": started_at + timedelta(minutes=4),
        "told_at": started_at + timedelta(minutes=4),
    } | over
    return Deployment.objects.create(**fields)


def make_pipeline(repository: Repository, **over: Any) -> Pipeline:
    fields: dict[str, Any] = {
        "repository": repository,
        "key": f"k{next(_numbers)}",
        "name": "build",
        "state": "passed",
        "finished_at": AT,
        "told_at": AT,
    } | over
    return Pipeline.objects.create(**fields)
