"""What customers say beside a requirement, and which part they wait for."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.helix.handoffs import operations as handoffs
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog import operations as backlog

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PANEL = {"HX-Request": "true"}


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    return client


def test_customers_speak_for_themselves(manager: Client) -> None:
    requirement = make_requirement()
    feedback = make_feedback(product=requirement.product, verbatim="The film <b>tears</b>.")
    lead = make_user(Role.RND_LEAD)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lead, at=AT)
    url = f"/requirements/{requirement.number}/voices/"

    panel = manager.get(url, headers=PANEL).content.decode()
    page = manager.get(url).content.decode()

    assert "The film &lt;b&gt;tears&lt;/b&gt;." in panel
    assert "<html" not in panel
    assert "<html" in page


def test_feedback_is_given_to_a_part(manager: Client) -> None:
    requirement, lead = make_requirement(), make_user(Role.RND_LEAD)
    feedback = make_feedback(product=requirement.product)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lead, at=AT)
    [part] = backlog.split(requirement=requirement, titles=["Sensor"], by=lead, at=AT)
    url = f"/requirements/{requirement.number}/distribution/"

    panel = manager.get(url, headers=PANEL).content.decode()
    kept = manager.post(url, {f"to-{feedback.pk}": part.pk})

    assert f'name="to-{feedback.pk}"' in panel
    assert kept.headers["Location"] == f"/requirements/{requirement.number}/"
    assert Handoff.objects.get().requirement == part


def test_who_may_not_hand_over_is_not_asked(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))
    requirement, lead = make_requirement(), make_user(Role.RND_LEAD)
    feedback = make_feedback(product=requirement.product)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lead, at=AT)
    backlog.split(requirement=requirement, titles=["Sensor"], by=lead, at=AT)
    url = f"/requirements/{requirement.number}/distribution/"

    assert "<select" not in client.get(url, headers=PANEL).content.decode()
    assert client.post(url, {}).status_code == 403


def test_a_program_gives_feedback_to_a_part() -> None:
    lin, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement()
    feedback = make_feedback(product=requirement.product)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lin.user, at=AT)
    [part] = backlog.split(requirement=requirement, titles=["Sensor"], by=lin.user, at=AT)
    url = f"/requirements/{requirement.number}/distribution"

    unknown = lin.post(url, {"parts": {"FB-none": part.number}})
    moved = lin.post(url, {"parts": {feedback.number: part.number}})

    assert unknown.status_code == 422
    assert moved.json() == {"moved": 1}
