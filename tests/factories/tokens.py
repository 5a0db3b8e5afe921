"""API tokens, and a client that calls with one."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.secrets import hash_of, hint_of
from twintrack.foundation.people.models import User

_numbers = count(1)


class ApiClient:
    """Sends JSON with a token."""

    def __init__(self, user: User, secret: str) -> None:
        self.user = user
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", data, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("delete", path, body, headers)

    def upload(self, path: str, files: dict[str, Any]) -> Any:
        return self.client.post(f"/api/v1{path}", files, headers=self.headers)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(self.client, method)(
            f"/api/v1{path}",
            body if body is not None else {},
            content_type="application/json",
            headers=self.headers | named,
        )


def make_token(owner: User, *, scope: str = "write", **over: Any) -> tuple[ApiToken, str]:
    secret = f"twt_secret{next(_numbers)}"
    token = ApiToken.objects.create(
        owner=owner,
        name="Test",
        scope=scope,
        token_hash=hash_of(secret),
        hint=hint_of(secret),
        **({"created_at": datetime(2026, 11, 24, 9, tzinfo=UTC)} | over),
    )
    return token, secret


def call_as(*roles: Role, scope: str = "write", user: User | None = None) -> ApiClient:
    owner = user or make_user(*roles)
    _token, secret = make_token(owner, scope=scope)
    return ApiClient(owner, secret)
