"""Complaints in the REST API: the same acts, refusals and figures as on pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.complaints import make_complaint
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.sales.complaints.models import ReplyTemplate

pytestmark = pytest.mark.django_db


def test_a_complaint_is_looked_after_by_calls() -> None:
    call = call_as(Role.CSM)
    complaint = make_complaint(at=timezone.now(), severity="minor")
    url = f"/complaints/{complaint.feedback.number}"
    [listed] = call.get("/complaints").json()["items"]
    assert listed["number"] == complaint.feedback.number
    # Within service hours the clock runs while this is asked.
    assert 8 * 60 - 1 <= listed["left_minutes"] <= 8 * 60
    assert {each["kind"] for each in listed["clocks"]} == {"response", "resolution"}

    reason = complaint.version.pause_reasons.order_by("position")[0]
    assert call.post(f"{url}/pause", {"reason": 999_999}).status_code == 422
    paused = call.post(f"{url}/pause", {"reason": reason.pk, "note": "x"}).json()
    assert {each["state"] for each in paused["clocks"]} == {"paused"}
    assert call.post(f"{url}/pause", {"reason": reason.pk}).status_code == 409
    assert call.post(f"{url}/resumption", {}).status_code == 200
    assert call.post(f"{url}/response", {"reply": "We look"}).json()["reply"] == "We look"
    assert call.post(f"{url}/breach", {"clock": "response", "why": "?"}).status_code == 409
    wrong = call.post(f"{url}/resolution", {"cause": "Worn", "number": "REQ-99999"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/number")
    assert call.post(f"{url}/resolution", {"cause": "Worn"}).json()["cause"] == "Worn"
    assert call.post(f"{url}/confirmation-request", {"text": "Well?"}).json()["asked_at"]
    assert call.post(f"{url}/confirmation", {"who": "Li"}).json()["confirmed_who"] == "Li"
    assert call.post(f"{url}/reopening", {"why": "Again"}).json()["reopened"] == 1
    for act, body in (("response", {"reply": "x"}), ("reopening", {"why": "x"})):
        assert call_as(Role.ENGINEER).post(f"{url}/{act}", body).status_code == 403
    assert call_as(Role.ENGINEER).get(url).status_code == 200
    assert call_as(Role.GUEST).get(url).status_code == 404


def test_figures_tell_counts_where_too_few_say() -> None:
    call = call_as(Role.CSM)
    complaint = make_complaint(at=timezone.now(), severity="minor")
    call.post(f"/complaints/{complaint.feedback.number}/resolution", {"cause": "Worn"})
    window = {
        "since": (timezone.now() - timedelta(days=1)).isoformat(),
        "until": (timezone.now() + timedelta(days=1)).isoformat(),
    }

    items = call.get("/complaints/figures", window | {"by": "severity"}).json()["items"]

    assert [(each["key"], each["kind"]) for each in items] == [
        ("minor", "response"),
        ("minor", "resolution"),
    ]
    assert (items[0]["count"], items[0]["kept"], items[0]["share"]) == (1, 1, None)


def test_reply_templates_are_kept_by_calls() -> None:
    call = call_as(Role.SALES_MANAGER)
    body = {
        "purpose": "response",
        "name_zh": "收到",
        "name_en": "Got it",
        "body_zh": "收到 {number}",
        "body_en": "Got {number}",
    }
    made = call.post("/reply-templates", body)
    assert made.status_code == 201
    url = f"/reply-templates/{made.json()['id']}"
    changed = call.patch(url, body | {"body_en": "Have {number}", "before": {"body_en": "?"}})
    assert changed.status_code == 409
    assert call.patch(url, body | {"body_en": "Have it"}).json()["body_en"] == "Have it"
    assert call.post(f"{url}/retirement", {}).json()["retired_at"]
    assert call.post(f"{url}/restoration", {}).json()["retired_at"] is None
    assert len(call.get("/reply-templates").json()["items"]) == ReplyTemplate.objects.count()
