"""The pages of complaints: the list, the panel on the feedback, what is done there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.complaints import make_complaint
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.work import make_work_item
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.cards import breaking_soon
from twintrack.sales.complaints.models import Complaint, ReplyTemplate
from twintrack.sales.complaints.queries import count_in_danger
from twintrack.sales.complaints.shown import show
from twintrack.sales.sla import operations as plans
from twintrack.sales.sla.models import SlaPlan
from twintrack.sales.sla.queries import begin_with

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#modal-body"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _around_the_clock() -> None:
    """Let the time of day at which tests run not matter."""
    plan = SlaPlan.objects.get()
    terms = vars(begin_with(plan)) | {"around_the_clock": True}
    long_ago = timezone.now() - timedelta(days=400)
    manager = make_user(Role.SALES_MANAGER)
    plans.change_plan(plan=plan, terms=type(begin_with(plan))(**terms), by=manager, at=long_ago)


def begun(hours: float, **over: Any) -> Complaint:
    return make_complaint(at=timezone.now() - hours * HOUR, **over)


def url_of(complaint: Complaint, what: str) -> str:
    return f"/complaints/{complaint.feedback.number}/{what}/"


def test_the_list_begins_with_what_breaks_next_and_says_so_in_words(client: Client) -> None:
    csm = make_user(Role.CSM)
    client.force_login(csm)
    calm = begun(0.2, severity="minor", title="Calm")
    late = begun(9, title="Late", owner=csm)
    soon = begun(1, severity="major", title="Soon")
    still = begun(1, title="Still")
    client.post(url_of(still, "pause"), {"reason": _reason(still).pk, "note": "Holiday"})

    page = text_of(client.get("/complaints/"))

    places = [page.index(f">{each}<") for each in ("Late", "Soon", "Calm", "Still")]
    assert places == sorted(places)
    assert "Late by 8 h 30 min" in page
    assert "paused: Waiting for the customer" in page
    assert 'data-left="' in page
    assert 'href="/feedback/new/?kind=complaint"' in page
    views = {"mine": [late], "late": [late], "paused": [still], "all": [late, soon, calm, still]}
    for view, expected in views.items():
        rows = client.get(f"/complaints/?view={view}").context["rows"]
        assert {each.complaint for each in rows} >= set(expected), view
    narrowed = client.get("/complaints/?severity=minor&q=calm").context["rows"]
    assert [each.complaint for each in narrowed] == [calm]
    assert "No complaint fits" in text_of(client.get("/complaints/?q=nothing"))


def test_the_requirement_that_feedback_led_to_is_proposed_as_its_cause(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    complaint = begun(0.2)
    requirement = make_requirement(product=complaint.feedback.product)
    form = client.get(url_of(complaint, "resolution")).context["form"]
    assert form["number"].value() == ""

    Complaint.objects.update(cause_requirement_id=requirement.pk)

    form = client.get(url_of(complaint, "resolution")).context["form"]
    assert form["number"].value() == requirement.number


def test_the_strip_of_a_clock_that_stands_still_is_no_fuller_than_what_ran(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    complaint = begun(2)
    client.post(url_of(complaint, "pause"), {"reason": _reason(complaint).pk})
    complaint = Complaint.objects.get()

    shown = show(complaint, now=timezone.now()).clocks

    # The answer was due after half an hour; the resolution is after eight, of which two ran.
    widths = {each.clock.kind: round(each.parts[0].width) for each in shown}
    assert widths == {"response": 100, "resolution": 25}


def _reason(complaint: Complaint) -> Any:
    return complaint.version.pause_reasons.order_by("position")[0]


def test_list_and_panel_ask_as_often_for_one_as_for_many(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    first = begun(1)
    urls = ("/complaints/", f"/customers/{first.feedback.customer.number}/complaints/")
    client.get(urls[0])
    few = [queries_of(lambda url=url: client.get(url)) for url in urls]
    for _each in range(3):
        begun(2, customer=first.feedback.customer)

    assert [queries_of(lambda url=url: client.get(url)) for url in urls] == few


def test_a_complaint_is_answered_and_resolved_on_its_page(
    client: Client,
) -> None:
    csm = make_user(Role.CSM)
    client.force_login(csm)
    complaint = begun(2)
    item = make_work_item(product=complaint.feedback.product)
    page = text_of(client.get(f"/feedback/{complaint.feedback.number}/"))
    assert "What was promised" in page
    assert "Late by 1 h 30 min" in page
    # No way around the root cause.
    assert "Mark as resolved" not in page
    template = ReplyTemplate.objects.filter(purpose="response").order_by("pk")[0]
    reply = text_of(client.get(url_of(complaint, "reply"), {"template": f"{template.pk}-en"}))
    assert complaint.feedback.number in reply
    assert f"Dear {complaint.feedback.customer.name}, we" in reply
    assert "{" not in reply.split("textarea")[1]
    form = text_of(client.get(url_of(complaint, "response"), headers=HTMX))
    assert "Why it is late" in form
    assert client.post(url_of(complaint, "response"), {"reply": "We look"}).status_code == 422
    said = {"reply": "We look", "why": "All were ill"}
    assert client.post(url_of(complaint, "response"), said).status_code == 302
    assert "All were ill" in text_of(
        client.get(f"/feedback/{complaint.feedback.number}/complaint/")
    )

    wrong = {"cause": "A bearing", "number": "W-999999"}
    assert client.post(url_of(complaint, "resolution"), wrong).status_code == 422
    said = {"cause": "A bearing", "number": item.number.lower()}
    answer = client.post(url_of(complaint, "resolution"), said, headers=HTMX)
    assert "HX-Redirect" in answer.headers
    page = text_of(client.get(f"/feedback/{complaint.feedback.number}/complaint/"))
    assert f"/work/{item.number}/" in page or item.number in page
    assert "In time" in page


def test_the_customer_is_asked_confirms_and_may_be_disappointed_again(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    complaint = begun(2)
    client.post(url_of(complaint, "resolution"), {"cause": "A bearing", "number": ""})
    assert (
        client.post(url_of(complaint, "confirmation/request"), {"reply": "Well?"}).status_code
        == 302
    )
    now = timezone.localtime()
    future = {"who": "Li", "said_at": f"{now + HOUR:%Y-%m-%dT%H:%M}"}
    assert client.post(url_of(complaint, "confirmation"), future).status_code == 422
    said = {"who": "Li", "said_at": f"{now:%Y-%m-%dT%H:%M}"}
    assert client.post(url_of(complaint, "confirmation"), said).status_code == 302
    assert client.post(url_of(complaint, "reopening"), {"why": ""}).status_code == 422
    assert client.post(url_of(complaint, "reopening"), {"why": "Again"}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.reopened == 1
    assert (
        client.post(url_of(complaint, "breach") + "?clock=response", {"why": "Ill"}).status_code
        == 302
    )
    assert client.post(url_of(complaint, "resumption")).status_code == 302


def test_an_engineer_sees_clocks_without_buttons_and_a_stranger_nothing(client: Client) -> None:
    complaint = begun(1)
    client.force_login(make_user(Role.ENGINEER))
    page = text_of(client.get(f"/feedback/{complaint.feedback.number}/"))
    assert "What was promised" in page
    assert url_of(complaint, "response") not in page
    for what in ("response", "pause", "resolution", "confirmation", "reopening", "breach"):
        assert client.get(url_of(complaint, what)).status_code == 403, what
    assert client.get("/settings/replies/new/").status_code == 403
    assert text_of(client.get("/complaints/")).count("data-pk") == 1
    client.force_login(make_user(Role.GUEST))
    assert client.get(f"/feedback/{complaint.feedback.number}/complaint/").status_code == 404
    client.force_login(make_user(Role.CSM))
    assert client.get(url_of(complaint, "response").replace("FB", "XX")).status_code == 404


def test_what_breaks_soon_stands_on_today_of_who_looks_after_it(client: Client) -> None:
    csm, now = make_user(Role.CSM), timezone.now()
    assert list(breaking_soon(csm, now)) == []
    begun(0.1, owner=csm)
    [card] = breaking_soon(csm, now)
    assert (card.tone, card.title) == ("warn", "1 complaint of yours breaks its promise soon")
    begun(9, owner=csm, customer=make_customer())
    [card] = breaking_soon(csm, now)
    assert (card.tone, card.title) == ("bad", "1 complaint of yours is later than promised")
    assert list(breaking_soon(make_user(Role.CSM), now)) == []
    # Beside the place in the side bar: one's own, or all of them for who answers for the plans.
    assert count_in_danger(csm, now=now) == 2
    assert count_in_danger(make_user(Role.SALESPERSON), now=now) == 0
    assert count_in_danger(make_user(Role.SALES_MANAGER), now=now) == 2


def test_figures_stand_on_the_list_and_apart_by_month_severity_product_and_customer(
    client: Client,
) -> None:
    csm = make_user(Role.CSM)
    client.force_login(csm)
    for number in range(5):
        complaint = begun(1 if number else 9, title=f"C{number}", customer=_customer(csm))
        why = {} if number else {"why": "Late"}
        assert (
            client.post(
                url_of(complaint, "resolution"), {"cause": "Worn", "number": ""} | why
            ).status_code
            == 302
        )

    page = text_of(client.get("/complaints/"))
    assert "80 %" in page
    assert "<small>4 / 5</small>" in page
    for by in ("month", "severity", "product", "customer", "nonsense"):
        assert "4 / 5" in text_of(client.get(f"/complaints/figures/?by={by}")) or by in {
            "product",
            "customer",
        }


def _customer(_owner: User) -> Any:
    return make_customer()


def test_reply_templates_are_written_in_both_languages(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    typed = {
        "purpose": "response",
        "name_zh": "收到",
        "name_en": "Got it",
        "body_zh": "{contact}，收到 {number}",
        "body_en": "Dear {contact}, got {number}",
    }
    assert client.post("/settings/replies/new/", typed).status_code == 302
    template = ReplyTemplate.objects.get(name_en="Got it")
    assert client.post("/settings/replies/new/", typed | {"body_en": "{boss}"}).status_code == 422
    seen = {f"initial-{name}": value for name, value in typed.items()}
    edited = typed | seen | {"body_en": "Hello {contact}"}
    url = f"/settings/replies/{template.pk}/"
    assert client.post(f"{url}edit/", edited).status_code == 302
    stale = client.post(f"{url}edit/", edited | {"body_en": "Other"})
    assert stale.status_code == 422
    assert client.post(f"{url}retirement/").status_code == 302
    assert "Retired" in text_of(client.get("/settings/replies/"))
    assert client.post(f"{url}restoration/").status_code == 302
    template.refresh_from_db()
    assert (template.body_en, template.retired_at) == ("Hello {contact}", None)


def test_the_list_as_it_is_narrowed_is_given_to_a_spreadsheet(client: Client) -> None:
    csm = make_user(Role.CSM, name="He")
    client.force_login(csm)
    mine = begun(9, owner=csm, customer=make_customer(name="=Kaito"))
    begun(1)
    answer = client.get("/complaints/export/?view=mine")
    lines = b"".join(answer).decode().splitlines()  # type: ignore[call-overload]
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert [line.split(",")[0] for line in lines[1:]] == [mine.feedback.number]
    assert "'=Kaito" in lines[1]
    assert "First response" in lines[0]


def test_what_is_done_over_the_page_of_the_feedback_changes_it_in_place(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    complaint = begun(0.1)
    home = f"http://testserver/feedback/{complaint.feedback.number}/?view=mine"
    there = {"HX-Request": "true", "HX-Current-URL": home}
    said = {"reason": _reason(complaint).pk}

    paused = client.post(url_of(complaint, "pause"), said, headers=HTMX | there)
    resumed = client.post(url_of(complaint, "resumption"), headers=there)
    refused = client.post(url_of(complaint, "resumption"), headers=there)

    for done in (paused, resumed):
        assert done.status_code == 204
        assert "feedback-changed" in done.headers["HX-Trigger"]
    assert "modal-close" in paused.headers["HX-Trigger"]
    assert (refused.status_code, "toast" in refused.headers["HX-Trigger"]) == (409, True)
