"""Teams: state, entry and refusal, and their pages."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.people import make_team, make_user
from twintrack.foundation.access import operations
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import Team, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN)


def test_a_team_is_made_renamed_joined_and_left(admin: User) -> None:
    bob = make_user()

    team = operations.add_team(name="Drives", track="rd", by=admin, at=AT)
    operations.change_team(
        team=team, before="Drives", name="Motion", track="helix", by=admin, at=AT
    )
    for _ in range(2):
        operations.join_team(team=team, user=bob, by=admin, at=AT)
    assert User.objects.get(pk=bob.pk).team_ids == {team.pk}
    for _ in range(2):
        operations.leave_team(team=team, user=bob, by=admin, at=AT)

    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "team.added",
        "team.changed",
        "team.joined",
        "team.left",
    ]
    assert (Team.objects.get().name, Team.objects.get().track) == ("Motion", "helix")


def test_a_name_is_one_teams_whatever_its_case_and_nothing_is_overwritten(admin: User) -> None:
    team, other = make_team(name="Drives"), make_team(name="Sales")

    def rename(before: str, name: str) -> None:
        operations.change_team(team=other, before=before, name=name, track="helix", by=admin, at=AT)

    with pytest.raises(operations.TeamNameTaken):
        operations.add_team(name="DRIVES", track="rd", by=admin, at=AT)
    with pytest.raises(operations.TeamNameTaken):
        rename("Sales", "drives")
    with pytest.raises(StaleEdit):
        rename("Old", "New")
    assert team.name == "Drives"
    assert not Entry.objects.exists()


def test_only_who_manages_people_changes_teams() -> None:
    bob, team = make_user(Role.EXECUTIVE), make_team()

    with pytest.raises(NotAllowed):
        operations.add_team(name="X", track="rd", by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.join_team(team=team, user=bob, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.leave_team(team=team, user=bob, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_team(team=team, before=team.name, name="X", track="rd", by=bob, at=AT)


def test_the_pages_do_the_same(client: Client, admin: User) -> None:
    client.force_login(admin)
    bob = make_user(Role.ENGINEER, name="Bob")
    assert "No teams" in client.get("/teams/").content.decode()

    client.post("/teams/new/", {"name": "Drives", "track": "rd"})
    team = Team.objects.get()
    url = f"/teams/{team.pk}/"
    taken = client.post("/teams/new/", {"name": "drives", "track": "rd"})
    client.post(f"{url}members/", {"user": bob.pk})

    assert taken.status_code == 422
    assert client.post(f"{url}members/", {"user": "x"}).status_code == 422
    assert "Bob" in client.get(url).content.decode()
    assert "Drives" in client.get("/people/").content.decode()
    stale = client.post(f"{url}edit/", {"name": "A", "track": "rd", "before": "Old"})
    client.post(f"{url}edit/", {"name": "Motion", "track": "helix", "before": "Drives"})
    client.post(f"{url}members/{bob.pk}/leaving/")
    assert stale.status_code == 422
    page = client.get(url).content.decode()
    assert "Motion" in page
    assert "Nobody belongs" in page
