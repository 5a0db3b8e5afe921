"""Many requirements of the pool changed at once, as a person does it."""

import re

import pytest
from django.test import Client

from tests.answers import text_of, told
from tests.factories.backlog import make_requirement
from tests.factories.projects import make_milestone
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "div#modal-body"}


def test_many_are_changed_in_a_dialog_and_taken_back_at_once(manager: Client) -> None:
    rows = [make_requirement() for _each in range(3)]
    chosen = "&".join(f"pk={row.pk}" for row in rows)
    form = manager.get(f"/requirements/bulk/?field=priority&{chosen}", headers=DIALOG)
    sent = {"field": "priority", "priority": "1", "pk": [row.pk for row in rows]}

    done = manager.post("/requirements/bulk/", sent, headers=DIALOG)

    assert text_of(form).count('name="pk"') == 3
    assert {"modal-close", "selection-done", "toast"} <= set(told(done))
    assert set(Requirement.objects.values_list("priority", flat=True)) == {1}
    manager.post(told(done)["toast"]["undo"])
    assert set(Requirement.objects.values_list("priority", flat=True)) == {3}


def test_many_are_changed_without_scripts_too(manager: Client) -> None:
    row = make_requirement()
    sent = {"field": "planned_on", "planned_on": "2026-12-23", "pk": [row.pk]}

    page = manager.post("/requirements/bulk/", sent, follow=True)

    assert page.redirect_chain
    assert f"{row.number} changed" in text_of(page)


def test_those_that_cannot_be_changed_are_listed_with_their_reason(manager: Client) -> None:
    milestone = make_milestone(forecast_on="2027-01-01")
    mine = make_requirement(product=milestone.project.product)
    other = make_requirement(title="Somewhere else")
    sent = {"field": "milestone", "milestone": milestone.pk, "pk": [mine.pk, other.pk]}

    page = manager.post("/requirements/bulk/", sent, headers=DIALOG)

    mine.refresh_from_db()
    assert mine.milestone == milestone
    assert "Somewhere else" in text_of(page)
    assert "another product" in text_of(page)
    assert told(page)["toast"]["undo"]
    assert manager.get("/requirements/bulk/?field=nonsense").status_code == 404
    wrong = manager.post("/requirements/bulk/", {"field": "state", "state": "x", "pk": [mine.pk]})
    assert wrong.status_code == 422


def test_states_offered_for_many_are_those_that_each_can_reach(manager: Client) -> None:
    planned = make_requirement(state="planned")
    built = make_requirement(state="in_testing")
    accepted = make_requirement(state="accepted")

    def offered(*rows: Requirement) -> set[str]:
        chosen = "&".join(f"pk={row.pk}" for row in rows)
        form = manager.get(f"/requirements/bulk/?field=state&{chosen}", headers=DIALOG)
        return set(re.findall(r'<option value="(\w+)"', text_of(form)))

    assert offered(planned) == {"in_development", "accepted"}
    assert offered(planned, built) == {"in_development"}
    assert offered(planned, built, accepted) == {"in_development"}
    assert offered(built, make_requirement(state="proposed")) == set()
