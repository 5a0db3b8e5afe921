"""The pages of leads, the page for visitors, and leads in the REST API."""

from datetime import UTC, datetime, timedelta
from unittest.mock import ANY

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.models import RoleGrant
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.leads import operations
from twintrack.sales.leads.cards import to_answer
from twintrack.sales.leads.models import AssignmentRule, Lead, LeadWebForm
from twintrack.sales.leads.operations import WebFormDetails
from twintrack.sales.leads.views import public

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#rows"}


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(client: Client, zhao: User) -> Client:
    client.force_login(zhao)
    return client


def test_a_lead_is_entered_spoken_with_and_converted(seller: Client, zhao: User) -> None:
    known = make_customer(name="宁海新材股份有限公司")
    assert "same company name" in text_of(seller.get("/leads/known/?company=宁海新材"))
    form = {"company": "苏州博特", "source": "exhibition", "owner": zhao.pk, "phone": "1"}
    answer = seller.post("/leads/new/", form, **DIALOG)
    assert answer.status_code == 422
    assert "no phone number" in text_of(answer)
    form |= {"phone": "13800138000", "contact_name": "Li", "interest": "Splicing"}
    answer = seller.post("/leads/new/", form, **DIALOG)
    lead = Lead.objects.get()
    url = f"/leads/{lead.number}/"
    assert answer.headers["HX-Redirect"] == url

    assert seller.post(url + "notes/", {"way": "call", "text": " "}).status_code == 422
    seller.post(url + "notes/", {"way": "call", "text": "Wants a visit", "reached": "on"})
    seller.post(url + "state/", {"before": "contacted", "to": "qualified"})
    page = text_of(seller.get(url))
    assert "Wants a visit" in page
    assert "Qualified" in page
    assert "0 leads that ended do not tell winners apart yet." in page
    deal = {"with_deal": "on", "name": "Line", "currency": "CNY"}
    assert seller.post(url + "conversion/", deal).status_code == 422
    deal |= {"amount": "480000", "expected_close_on": "2027-02-01"}
    answer = seller.post(url + "conversion/", deal)
    lead.refresh_from_db()
    assert lead.opportunity is not None
    assert answer.headers["Location"] == f"/opportunities/{lead.opportunity.number}/"
    assert lead.customer != known
    again = seller.post(url + "conversion/", deal)
    assert "Zhao converted this lead already" in text_of(again)
    assert "苏州博特" in text_of(seller.get("/leads/?view=converted"))


def test_a_lead_is_given_up_taken_up_and_given_to_somebody(seller: Client, zhao: User) -> None:
    lead, other = make_lead(), make_user(Role.SALESPERSON, name="Other")
    url = f"/leads/{lead.number}/"
    assert seller.post(url + "giving-up/", {"reason": "other"}).status_code == 422
    seller.post(url + "giving-up/", {"reason": "no_budget"})
    assert "Zhao gave it up: No budget" in text_of(seller.get(url))
    seller.post(url + "taking-up/", {"reason": "New budget"})
    seller.post(url + "owner/", {"to": other.pk})
    assert seller.post(url + "owner/", {"to": zhao.pk}).status_code == 422
    edit = {"company": "New name", "initial-company": lead.company, "source": "other"}
    seller.post(url + "edit/", edit | {"initial-source": "other"})
    bulk = {"pk": [lead.pk], "act": "assign", "owner": zhao.pk}
    assert seller.post("/leads/bulk/", bulk, **PART).status_code == 200
    assert seller.post("/leads/bulk/", {"act": "assign"}, **PART).status_code == 422
    move = {"pk": lead.pk, "col": "qualified", "revision": "new"}
    assert seller.post("/leads/move/", move, **PART).status_code == 200
    assert seller.post("/leads/move/", move, **PART).status_code == 409 or lead
    lead.refresh_from_db()
    assert (lead.company, lead.owner, lead.state) == ("New name", zhao, "qualified")


def test_lists_ask_no_more_for_more_leads_and_hide_them_from_engineers(
    seller: Client, zhao: User
) -> None:
    late = make_lead(owner=zhao, due_at=AT, company="Late one")
    for path in ("/leads/", "/leads/board/", f"/leads/{late.number}/"):
        seller.get(path)
        few = queries_of(lambda path=path: seller.get(path))  # type: ignore[misc]
        for _each in range(4):
            make_lead(owner=make_user(), due_at=timezone.now() + timedelta(days=30))
        assert queries_of(lambda path=path: seller.get(path)) == few, path  # type: ignore[misc]
    overdue = text_of(seller.get("/leads/?view=overdue"))
    assert "Late one" in overdue
    assert "Prospect" not in overdue
    [card] = to_answer(zhao, timezone.now())
    assert (card.tone, card.hint) == ("bad", "Late one")
    assert seller.get("/leads/L-0/").status_code == 404

    stranger = Client()
    stranger.force_login(make_user(Role.ENGINEER))
    assert stranger.get("/leads/").status_code == 403
    assert stranger.get(f"/leads/{late.number}/").status_code == 404
    assert "Leads" not in text_of(stranger.get("/feedback/"))
    assert call_as(Role.ENGINEER).get(f"/leads/{late.number}").status_code == 404
    assert call_as(Role.ENGINEER).get("/leads").status_code == 403


def test_rules_and_forms_are_kept_by_managers(client: Client) -> None:
    sun = make_user(Role.SALES_MANAGER)
    client.force_login(sun)
    names = {"name_zh": "规则", "name_en": "Big ones"}
    points = names | {"field": "size", "value": "large", "points": "20", "is_active": "on"}
    client.post("/leads/rules/points/new/", points)
    assignment = names | {"position": "1", "method": "load", "people": [sun.pk], "is_active": "on"}
    client.post("/leads/rules/assignment/new/", assignment)
    client.post("/leads/rules/response/", {"seen": "240", "minutes": "120"})
    client.post("/leads/rules/learning/")
    page = text_of(client.get("/leads/rules/"))
    for told in ("+20", "Size: 200 to 999 people", "All leads", "2 h"):
        assert told in page
    client.post("/leads/forms/new/", names | {"source": "website", "is_active": "on"})
    form = LeadWebForm.objects.get()
    assert f"/leave-word/{form.key}/" in text_of(client.get("/leads/forms/"))
    edit = names | {"source": "website", "initial-is_active": "True", "initial-source": "website"}
    edit |= {"initial-name_zh": "规则", "initial-name_en": "Big ones"}
    client.post(f"/leads/forms/{form.pk}/", edit)
    form.refresh_from_db()
    assert not form.is_active
    client.force_login(make_user(Role.SALESPERSON))
    assert client.post("/leads/rules/points/new/", points).status_code == 403


def test_visitors_leave_word_once_and_learn_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "FASTEST", 0)
    sun = make_user(Role.SALES_MANAGER)
    h3 = make_product(name="H3")
    make_customer(name="宁海新材")
    details = WebFormDetails(name_zh="联系我们", name_en="Contact us", products=[h3])
    form = operations.add_web_form(details=details, by=sun, at=AT)
    visitor = Client(enforce_csrf_checks=True)
    url = f"/leave-word/{form.key}/"
    page = visitor.get(url, headers={"accept-language": "zh-CN"})
    assert "联系我们" in text_of(page)
    assert not page.cookies
    assert "X-Frame-Options" not in page.headers
    assert "frame-ancestors" not in page.headers["Content-Security-Policy"]
    assert "选填" not in text_of(page).partition("邮箱")[0]
    turn = page.context["form"].initial["turn"]
    word = {"company": "宁海新材", "contact_name": "王敏", "phone": "13800138000", "turn": turn}
    word |= {"product": h3.pk, "interest": "换卷"}

    for _each in range(2):
        answer = visitor.post(f"{url}?lang=en", word)
        assert "Thank you" in text_of(answer)
        assert "宁海" not in text_of(answer)
    lead = Lead.objects.get()
    assert (lead.captured_by, lead.source, lead.web_form) == ("web", "website", form)
    for wrong in ({"phone": ""}, {"phone": "12"}, {"company": ""}, {"turn": "forged"}):
        assert visitor.post(url, word | wrong).status_code == 422
    spam = visitor.get(url).context["form"].initial["turn"]
    robot = {"website": "http://spam", "company": "Spam", "turn": spam}
    assert "Thank you" in text_of(visitor.post(f"{url}?lang=en", word | robot))
    assert Lead.objects.count() == 1


def test_a_page_for_visitors_is_not_flooded_and_can_be_closed() -> None:
    sun, visitor = make_user(Role.SALES_MANAGER), Client()
    details = WebFormDetails(name_zh="联系我们", name_en="Contact us")
    form = operations.add_web_form(details=details, by=sun, at=AT)
    url = f"/leave-word/{form.key}/"
    word = {"company": "宁海新材"}
    form_again = visitor.post(url, word | {"phone": "13800138000"}).context["form"]
    assert "autofocus" in str(form_again["contact_name"])
    answers = [visitor.post(url, word).status_code for _each in range(10)]
    assert answers[-2:] == [422, 429]
    assert visitor.get("/leave-word/guess/").status_code == 404
    operations.change_web_form(web_form=form, before={}, values={"is_active": False}, by=sun, at=AT)
    assert visitor.get(url).status_code == 404


def test_other_systems_bring_leads_once_and_do_all_that_pages_do() -> None:
    api = call_as(Role.SALES_MANAGER)
    body = {"company": "Bolt GmbH", "email": "a@bolt.de", "source": "partner"}
    body |= {"external_source": "crm", "external_id": "17"}
    first = api.post("/leads", body)
    assert first.status_code == 201
    assert api.post("/leads", body).json()["number"] == first.json()["number"]
    at = f"/leads/{first.json()['number']}"
    [match] = api.get("/lead-matches?email=b@bolt.de").json()
    assert match == {"lead": ANY, "customer": None, "reasons": ["domain"], "score": 40}
    change = {"before": {"region": ""}, "values": {"region": "Bayern"}}
    assert api.patch(at, change).json()["region"] == "Bayern"
    assert api.patch(at, change | {"values": {"region": "Hessen"}}).status_code == 409
    assert api.post(f"{at}/notes", {"reached": True}).status_code == 201
    assert api.get(f"{at}/notes").json()["items"][0]["reached"] is True
    assert api.post(f"{at}/state", {"before": "contacted", "to": "qualified"}).status_code == 200
    assert api.post(f"{at}/giving-up", {"reason": "no_need"}).json()["state"] == "disqualified"
    assert api.post(f"{at}/taking-up", {"reason": "again"}).json()["state"] == "contacted"
    assert api.post(f"{at}/owner", {"to": api.user.pk}).status_code == 200
    assert api.post("/lead-assignments", {"leads": [first.json()["id"]]}).json() == []
    assert api.get("/leads?is_open=true").json()["items"][0]["state"] == "contacted"
    done = api.post(f"{at}/conversion", {}).json()
    assert done["customer"].startswith("CUST-")
    assert api.post(f"{at}/conversion", {}).status_code == 409


def test_other_systems_keep_the_rules_too() -> None:
    api = call_as(Role.SALES_MANAGER)
    rule = {"name_zh": "规则", "name_en": "Rule", "field": "source", "value": "partner"}
    made = api.post("/lead-score-rules", rule | {"points": 5}).json()
    edit = {"before": {"points": 5}, "values": {"points": 7}}
    assert api.patch(f"/lead-score-rules/{made['id']}", edit).json()["points"] == 7
    rule = {"name_zh": "规则", "name_en": "Rule", "people": [api.user.pk]}
    made = api.post("/lead-assignment-rules", rule).json()
    edit = {"before": {}, "values": {"method": "load"}}
    assert api.patch(f"/lead-assignment-rules/{made['id']}", edit).json()["method"] == "load"
    assert api.post("/lead-response-time", {"before": 240, "minutes": 60}).status_code == 200
    assert api.get("/lead-response-time").json() == {"response_minutes": 60}
    assert api.post("/lead-scores").json()["tells_apart"] is False
    made = api.post("/lead-web-forms", {"name_zh": "表单", "name_en": "Form"}).json()
    edit = {"before": {}, "values": {"is_active": False}}
    assert api.patch(f"/lead-web-forms/{made['id']}", edit).json()["is_active"] is False


def test_a_rule_that_names_somebody_who_sells_no_more_can_still_be_changed(client: Client) -> None:
    sun, gone = make_user(Role.SALES_MANAGER), make_user(Role.SALESPERSON)
    client.force_login(sun)
    names = {"name_zh": "规则", "name_en": "In turn"}
    form = names | {"position": "1", "method": "load", "people": [gone.pk], "is_active": "on"}
    client.post("/leads/rules/assignment/new/", form)
    rule = AssignmentRule.objects.get()
    RoleGrant.objects.filter(user=gone).update(role=Role.ENGINEER)
    seen = {"position": "1", "method": "load", "people": [gone.pk], "is_active": "True"}
    seen = {f"initial-{name}": value for name, value in (names | seen).items()}

    answer = client.post(f"/leads/rules/assignment/{rule.pk}/", form | {"people": [sun.pk]} | seen)

    assert answer.status_code == 302, text_of(answer)
    assert list(rule.people.all()) == [sun]
    nobody = seen | {"initial-people": ["x"]}
    answer = client.post(
        f"/leads/rules/assignment/{rule.pk}/", form | {"people": [gone.pk]} | nobody
    )
    assert answer.status_code == 422
