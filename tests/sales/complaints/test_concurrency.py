"""Several people and the worker at one complaint at the same moment."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.complaints import NINE, make_complaint
from tests.factories.people import make_user
from tests.factories.sla import make_plan
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.automation import automation
from twintrack.sales.complaints import operations
from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.models import Complaint
from twintrack.sales.complaints.watch import watch
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.sla.models import SlaPlan

pytestmark = [
    pytest.mark.django_db(transaction=True),
    several_writers,
]
LATE = NINE + timedelta(days=2)


@pytest.fixture
def complaint() -> Complaint:
    # What migrating brings is gone after a test that really commits.
    if not SlaPlan.objects.exists():
        make_plan()
    automation()
    return make_complaint()


def test_four_workers_and_two_people_tell_of_each_breach_once(complaint: Complaint) -> None:
    csm = make_user(Role.CSM)

    def respond() -> None:
        operations.respond(complaint=complaint, reply="We look", why="Ill", by=csm, at=LATE)

    fared = how_they_fared(all_at_once([lambda: watch(LATE)] * 4 + [respond] * 2))

    assert fared == {"done": 5, "AnsweredAlready": 1}
    told = Counter(Entry.objects.values_list("kind", flat=True))
    assert (told["complaint.warned"], told["complaint.breached"]) == (2, 2)
    assert told["complaint.answered"] == 1


def test_of_many_who_resolve_it_one_does_whichever_way_they_take(complaint: Complaint) -> None:
    csm = make_user(Role.CSM)

    def resolve() -> None:
        cause = Cause(words="Worn")
        operations.resolve(complaint=complaint, cause=cause, why="Ill", by=csm, at=LATE)

    def move() -> None:
        feedback.move(feedback=complaint.feedback, to=State.RESOLVED, by=csm, at=LATE)

    fared = how_they_fared(all_at_once([resolve, resolve, move, move]))

    assert fared["done"] in {1, 2}
    assert sum(fared.values()) == 4
    assert Entry.objects.filter(kind="feedback.moved").count() == 1
    assert Entry.objects.filter(kind="complaint.resolved").count() <= 1
