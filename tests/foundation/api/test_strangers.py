"""Every endpoint there is, asked by who must not get in."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.server import api

pytestmark = pytest.mark.django_db
PLACES = {"code": "h3", "number": "X-1", "kind": "feedback"}
# What somebody without any role may still read: who they are, and what they were told.
OWN = {"/api/v1/me", "/api/v1/tokens", "/api/v1/notifications", "/api/v1/notifications/unread"}

# What some addresses must be asked with, by their last part.
ASKED = {
    "observations": {"week": "2026-11-16", "month": "2026-11-01"},
    "figures": {"since": "2026-11-01T00:00:00Z", "until": "2026-11-16T00:00:00Z"},
}


def endpoints() -> Iterator[tuple[str, str]]:
    """Give the method and an address of each endpoint."""
    # The routers are mounted when the addresses are first asked for.
    assert get_resolver().url_patterns
    for path, methods in api.get_openapi_schema()["paths"].items():
        url = re.sub(r"{(\w+)}", lambda found: PLACES.get(found[1], "999999"), path)
        for method in methods:
            yield method, url


def test_there_are_endpoints_to_walk() -> None:
    assert len(list(endpoints())) >= 40


def test_no_endpoint_answers_a_stranger(client: Client) -> None:
    make_user()
    for method, url in endpoints():
        answer = getattr(client, method)(url, content_type="application/json")

        assert answer.status_code == 401, (method, url)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_may_only_read_changes_nothing() -> None:
    caller = call_as(Role.ADMIN, scope="read")
    for method, url in endpoints():
        if method != "get":
            answer = getattr(caller, method)(url.removeprefix("/api/v1"))

            assert answer.status_code == 403, (method, url)
            assert answer.json()["code"] == "scope-missing"


def test_a_guest_is_shown_nothing() -> None:
    make_feedback()
    make_milestone()
    guest, shown = call_as(Role.GUEST, scope="admin"), {}
    for method, url in endpoints():
        if method != "get" or url in OWN or url == "/api/v1/events/schemas":
            continue
        asked = ASKED.get(url.rsplit("/", 1)[-1], {"q": "said"})
        answer = guest.get(url.removeprefix("/api/v1"), asked)

        said = answer.json() if answer.status_code == 200 else None
        is_empty = said == [] or (isinstance(said, dict) and said.get("items") == [])
        if not is_empty and answer.status_code not in {403, 404}:
            shown[url] = answer.content[:200]
    assert not shown


def test_the_description_itself_is_for_callers_only(client: Client) -> None:
    make_user()

    assert client.get("/api/v1/openapi.json").status_code == 401
    assert call_as(scope="read").get("/openapi.json").json()["openapi"].startswith("3.")
