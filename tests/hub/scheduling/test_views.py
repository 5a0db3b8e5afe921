"""The pages and the API of calendars and leave."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories.people import make_team, make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.models import Leave, SpecialDay, TimeShare, WorkCalendar

pytestmark = pytest.mark.django_db
# Nothing of it is over while these tests are worth running.
DAY = date(2199, 11, 18)
TYPED = {"kind": "sick", "start_on": DAY.isoformat(), "end_on": DAY.isoformat(), "note": "flu"}


def signed_in(client: Client, *roles: Role) -> User:
    user = make_user(*roles)
    client.force_login(user)
    return user


def test_own_leave_is_entered_changed_withdrawn_and_others_see_only_that_one_is_away(
    client: Client,
) -> None:
    zhou = signed_in(client, Role.ENGINEER)
    team = make_team(zhou)
    asked = client.get("/calendar/leave/new/?start_on=2199-11-18").content.decode()
    assert 'name="person"' not in asked
    assert client.post("/calendar/leave/new/", TYPED | {"end_on": "2199-01-01"}).status_code == 422
    client.post("/calendar/leave/new/", TYPED)
    leave = Leave.objects.get()
    assert "Sick leave" in client.get("/calendar/leave/").content.decode()
    page = f"/calendar/?team={team.pk}&month=2199-11"
    assert "Sick leave" in client.get(page).content.decode()
    url = f"/calendar/leave/{leave.pk}/"
    assert client.get(url).status_code == 200
    seen = {f"initial-{name}": value for name, value in TYPED.items()}
    client.post(url, TYPED | seen | {"note": "better"})
    assert client.post(url, TYPED | seen | {"note": "worse"}).status_code == 422

    signed_in(client, Role.ENGINEER)
    shown = client.get(page).content.decode()
    assert "away" in shown
    assert "Sick leave" not in shown
    assert "better" not in shown
    assert client.get(url).status_code == 403
    assert client.post(f"{url}withdrawal/").status_code == 403
    assert (
        "/calendar/leave/new/" in client.get(f"/calendar/leave/?person={zhou.pk}").content.decode()
    )

    client.force_login(zhou)
    client.post(f"{url}withdrawal/")
    client.post(f"{url}withdrawal/")
    assert "Sick leave" not in client.get(page).content.decode()
    client.post(f"{url}restoration/")
    assert Leave.objects.get().withdrawn_at is None
    assert client.get("/calendar/leave/?view=past").status_code == 200


def test_a_lead_keeps_the_calendar_of_a_team(client: Client) -> None:
    signed_in(client, Role.RND_LEAD)
    zhou = make_user(Role.ENGINEER, name="Zhou Xiao")
    team = make_team(zhou)
    url = f"/calendar/teams/{team.pk}/"
    assert "Zhou Xiao" in client.get(url).content.decode()
    week = {"weekdays": ["0", "1", "2", "3"], "hours": "7.5"}
    assert client.post(url, week | {"hours": "0"}).status_code == 422
    client.post(url, week)
    assert WorkCalendar.objects.get().weekdays == "0123"
    assert client.post(f"{url}days/", {"name": "x"}).status_code == 422
    client.post(f"{url}days/", {"day": "2026-11-20", "name": "Company day"})
    client.post(f"{url}shares/{zhou.pk}/", {"percent": 70})
    assert client.post(f"{url}shares/{zhou.pk}/", {"percent": 170}).status_code == 422
    assert client.post(f"{url}shares/{make_user().pk}/", {"percent": 70}).status_code == 422
    assert TimeShare.objects.get().percent == 70
    own = f"/calendar/people/{zhou.pk}/"
    assert client.get(own).status_code == 200
    client.post(f"{own}?team={team.pk}", week)
    assert "Own days" in client.get(url).content.decode()
    client.post(f"{own}removal/")
    client.post(f"/calendar/days/{SpecialDay.objects.get().pk}/removal/")
    assert not SpecialDay.objects.exists()
    client.post("/calendar/leave/new/", TYPED | {"person": zhou.pk})
    assert Leave.objects.get().person == zhou
    client.force_login(zhou)
    assert client.post(url, week).status_code == 403
    assert client.get(own).status_code == 403
    assert "fieldset" in client.get(url).content.decode()
    signed_in(client, Role.GUEST)
    assert client.get("/calendar/").status_code == 403


def test_the_month_asks_no_more_for_more_people(client: Client) -> None:
    team = make_team(signed_in(client, Role.RND_LEAD))
    url = f"/calendar/?team={team.pk}&month=2199-11"
    few = queries_of(lambda: client.get(url))
    for _each in range(5):
        person = make_user()
        team.members.add(person)
        Leave.objects.create(
            person=person,
            kind="annual",
            start_on=DAY,
            end_on=DAY + timedelta(days=2),
            entered_by=person,
            entered_at="2026-11-01T00:00Z",
        )
    assert queries_of(lambda: client.get(url)) <= few
    assert client.get("/calendar/?month=nonsense&team=x").status_code == 200


def test_the_api_does_what_the_pages_do_and_keeps_the_kind_private() -> None:
    zhou, lead, other = call_as(Role.ENGINEER), call_as(Role.RND_LEAD), call_as(Role.CSM)
    team = make_team(zhou.user)
    made = zhou.post("/leaves", TYPED)
    assert made.status_code == 201, made.content
    url = f"/leaves/{made.json()['id']}"
    assert other.get(url).json()["kind"] is None
    assert lead.get(url).json()["note"] == "flu"
    assert other.post(f"{url}/withdrawal").status_code == 403
    assert zhou.patch(url, {"note": "b", "before": {"note": "flu"}}).json()["note"] == "b"
    assert zhou.patch(url, {"note": "c", "before": {"note": "flu"}}).status_code == 409
    zhou.post(f"{url}/withdrawal")
    zhou.post(f"{url}/restoration")
    assert len(other.get(f"/leaves?person={zhou.user.pk}&since=2026-01-01").json()["items"]) == 1
    assert lead.post("/leaves", TYPED | {"person": 0}).status_code == 422
    week = {"weekdays": "012", "hours": "6"}
    calendar = f"/teams/{team.pk}/calendar"
    assert lead.get(calendar).json()["weekdays"] == "01234"
    assert lead.post(calendar, week).json()["weekdays"] == "012"
    assert lead.post(calendar, week | {"weekdays": "9"}).status_code == 422
    person = f"/people/{zhou.user.pk}/calendar"
    assert lead.post(person, week).status_code == 200
    assert lead.delete(person).status_code == 200
    days = f"/teams/{team.pk}/special-days"
    day = lead.post(days, {"day": "2026-11-20", "name": "x"}).json()["id"]
    assert lead.get(days).json()["items"][0]["name"] == "x"
    assert lead.delete(f"/special-days/{day}").status_code == 204
    shares = f"/teams/{team.pk}/shares"
    assert lead.post(shares, {"person": zhou.user.pk, "percent": 50}).json()[0]["percent"] == 50
    assert lead.get(shares).json()[0]["person"]["id"] == zhou.user.pk
