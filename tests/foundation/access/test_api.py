"""Accounts, people, teams, invitations and tokens by the API."""

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db


def test_you_read_and_change_yourself() -> None:
    caller = call_as(Role.ENGINEER)

    caller.patch("/me", {"theme": "dark", "mail_when": "never"})
    caller.patch("/me/profile", {"name": "Bob", "title": "Tester"})
    wrong = caller.patch("/me", {"theme": "pink"})
    zone = caller.patch("/me", {"time_zone": "Mars/Olympus"})

    me = caller.get("/me").json()
    assert (me["theme"], me["mail_when"], me["name"]) == ("dark", "never", "Bob")
    assert wrong.status_code == zone.status_code == 422


def test_what_administers_needs_a_token_that_may() -> None:
    admin = make_user(Role.ADMIN)
    writes, administers = call_as(user=admin), call_as(user=admin, scope="admin")
    bob = make_user(Role.ENGINEER)
    body = {"before": ["engineer"], "roles": ["csm"]}

    for path in ("/tokens", "/invitations"):
        assert writes.get(path).json()["code"] == "scope-missing"
    assert writes.post(f"/people/{bob.pk}/roles", body).json()["code"] == "scope-missing"
    assert administers.post(f"/people/{bob.pk}/roles", body).json()["roles"] == ["csm"]
    assert (
        call_as(Role.ENGINEER, scope="admin").post(f"/people/{bob.pk}/roles", body).status_code
        == 403
    )


def test_tokens_are_made_listed_and_revoked() -> None:
    caller = call_as(Role.ENGINEER, scope="admin")

    made = caller.post("/tokens", {"name": "ci", "scope": "read"})
    far = caller.post("/tokens", {"name": "ci", "scope": "admin"})
    past = caller.post("/tokens", {"name": "x", "expires_at": "2020-01-01T00:00:00Z"})
    token_id = made.json()["id"]
    revoked = caller.post(f"/tokens/{token_id}/revocation")

    assert made.json()["secret"].startswith("twt_")
    assert far.status_code == 403
    assert past.json()["code"] == "expiry-passed"
    assert revoked.json()["revoked_at"]
    assert all("secret" not in each for each in caller.get("/tokens").json()["items"])
    assert ApiToken.objects.get(pk=token_id).revoked_at


def test_people_leave_and_come_back() -> None:
    caller = call_as(Role.ADMIN, scope="admin")
    bob = make_user(Role.ENGINEER, name="Bob")

    left = caller.post(f"/people/{bob.pk}/leaving", {})
    unknown = caller.post(f"/people/{bob.pk}/leaving", {"successor_id": 999_999})
    back = caller.post(f"/people/{bob.pk}/return")

    assert left.json()["is_active"] is False
    assert unknown.json()["errors"][0]["pointer"] == "#/successor_id"
    assert back.json()["is_active"] is True
    assert [each["name"] for each in caller.get("/people?q=bob").json()["items"]] == ["Bob"]
    assert caller.get("/people?role=csm").json()["items"] == []


def test_teams_are_made_changed_joined_and_left() -> None:
    caller = call_as(Role.ADMIN, scope="admin")
    bob = make_user(Role.ENGINEER, name="Bob")

    team = caller.post("/teams", {"name": "Drives", "track": "rd"}).json()
    path = f"/teams/{team['id']}"
    renamed = caller.patch(path, {"before": "Drives", "name": "Motion", "track": "rd"})
    stale = caller.patch(path, {"before": "Drives", "name": "Other", "track": "rd"})
    joined = caller.post(f"{path}/members", {"user_id": bob.pk})
    members = caller.get(f"{path}/members").json()["items"]
    left = caller.delete(f"{path}/members/{bob.pk}")

    assert renamed.json()["name"] == "Motion"
    assert stale.json()["code"] == "stale-edit"
    assert joined.json()["members_count"] == 1
    assert members == [{"id": bob.pk, "name": "Bob"}]
    assert left.json()["members_count"] == 0


def test_colleagues_are_invited_again_and_not() -> None:
    caller = call_as(Role.ADMIN, scope="admin")
    team = make_team()
    body = {
        "name": "Lin",
        "email": "lin@example.com",
        "roles": ["csm"],
        "team_ids": [team.pk],
        "language": "en",
    }

    sent = caller.post("/invitations", body).json()
    twice = caller.post("/invitations", body)
    again = caller.post(f"/invitations/{sent['id']}/again").json()
    listed = caller.get("/invitations").json()["items"]
    caller.post(f"/invitations/{sent['id']}/withdrawal")

    assert sent["is_mailed"]
    assert sent["link"] != again["link"]
    assert twice.json()["code"] == "invited-already"
    assert listed[0]["teams"] == [{"id": team.pk, "name": team.name}]
    assert caller.get("/invitations").json()["items"] == []
    assert not User.objects.filter(email="lin@example.com").exists()
