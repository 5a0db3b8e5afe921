"""What forms and addresses take, and what nobody can mean."""

import pytest
from django import forms
from django.test import Client

from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.ui.fields import DayField, ManyField, MomentField, keys_of

pytestmark = pytest.mark.django_db
HUGE, ENDLESS = str(10**30), "9" * 5000


def test_keys_of_an_address_are_those_that_a_database_can_hold_each_once() -> None:
    given = ["7", "", "x", "-1", "²", HUGE, ENDLESS, "3", "7", str(2**63 - 1), str(2**63)]

    assert keys_of(given) == [7, 3, 2**63 - 1]


def test_days_that_nobody_can_mean_and_keys_beyond_all_are_refused_beside_their_field() -> None:
    class Form(forms.Form):
        day = DayField()
        moment = MomentField()
        people = ManyField(User.objects.all())

    far = Form({"day": "9999-12-31", "moment": "0001-01-01T00:00", "people": [HUGE]})
    near = Form({"day": "2199-12-31", "moment": "1970-01-02T00:00", "people": [make_user().pk]})

    assert set(far.errors) == {"day", "moment", "people"}
    assert far.errors["day"] == ["Choose a day between 1970 and 2199."]
    assert near.is_valid()


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/?month=9999-12",
        "/calendar/?month=0001-01",
        f"/calendar/leave/?person={ENDLESS}",
        "/insight/measures/cycle_time/?week=9999-12-31",
        f"/work/new/?requirement={HUGE}",
        f"/work/bulk/?field=state&pk={ENDLESS}",
        f"/work/board/?many=todo.{ENDLESS}",
        f"/requirements/?label={HUGE}",
        f"/baselines/new/?pk={HUGE}",
        f"/risks/new/?about=work_item:{ENDLESS}",
    ],
)
def test_pages_stand_whatever_their_address_holds(address: str, client: Client) -> None:
    client.force_login(make_user(Role.RND_LEAD))

    assert client.get(address).status_code == 200


def test_a_body_names_what_it_empties_or_puts_too_far_away_and_nothing_is_written() -> None:
    lead = make_user(Role.RND_LEAD)
    api, iteration = call_as(user=lead), make_iteration(lead)
    make_product(code="h3", owner=lead)
    risk = api.post("/risks", {"product": "h3", "title": "x"}).json()["number"]
    leave = api.post(
        "/leaves", {"kind": "annual", "start_on": "2026-12-01", "end_on": "2026-12-01"}
    ).json()["id"]
    call = {"title": "x", "chair": lead.pk}
    sent = [
        (api.patch, f"/iterations/{iteration.number}", {"before": {}, "name": None}, "missing"),
        (api.patch, f"/leaves/{leave}", {"before": {}, "start_on": None}, "missing"),
        (api.patch, f"/risks/{risk}", {"probability": None}, "missing"),
        (
            api.post,
            "/review-meetings",
            call | {"starts_at": "9999-12-31T09:00Z"},
            "day-far-away",
        ),
        (api.post, "/review-meetings", call | {"starts_at": "2027-01-01T09:00"}, "timezone-aware"),
        (api.patch, f"/risks/{risk}", {"review_on": "0001-01-01"}, "day-far-away"),
    ]

    for send, path, body, code in sent:
        answer = send(path, body)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert api.get("/review-meetings").json()["items"] == []
    assert api.patch(f"/risks/{risk}", {"review_on": None}).status_code == 200
