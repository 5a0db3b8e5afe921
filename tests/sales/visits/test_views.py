"""The pages and endpoints of visits."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of, told
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.visits import AT, HOUR, make_template, make_visit
from tests.queries import queries_of
from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Contact
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.visits.cards import visits_today
from twintrack.sales.visits.models import NoteTemplate, Visit, VisitTarget

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DIALOG = HTMX | {"HTTP_HX_TARGET": "div#modal-body"}


@pytest.fixture
def person() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def planned(owner: User, **over: object) -> Visit:
    """Plan a visit that began an hour ago, with whom and about what."""
    customer = make_customer(name="Ninghai")
    contact = Contact.objects.create(
        customer=customer, name="Li", title="Director", phone="138 0013"
    )
    products = [make_product(name="H3"), make_product(name="Cloud")]
    deal = make_opportunity(customer=customer, products=products, name="Six lines")
    return make_visit(
        owner=owner,
        customer=customer,
        opportunity=deal,
        contacts=[contact],
        place="Gate 2, Ningbo",
        starts_at=timezone.now() - timedelta(hours=1),
        **over,
    )


def test_a_visit_is_planned_with_what_belongs_to_the_customer(seller: Client, person: User) -> None:
    known = planned(person)
    customer, deal = known.customer, known.opportunity
    assert deal
    offered = text_of(seller.get(f"/visits/new/parts/?customer={customer.pk}"))
    for word in ("Li · Director", "Six lines", "Gate 2, Ningbo"):
        assert word in offered
    form = {
        "customer": customer.pk,
        "purpose": "Film tears",
        "starts_at": "2026-11-26T10:00",
        "minutes": "90",
        "kind": "on_site",
        "contacts": [each.pk for each in known.contacts.all()],
        "opportunity": deal.pk,
    }
    assert seller.post("/visits/new/", form | {"minutes": ""}).status_code == 422
    assert seller.post("/visits/new/", form, **DIALOG).headers["HX-Redirect"]
    visit = Visit.objects.get(purpose="Film tears")
    assert visit.starts_at == AT
    assert visit.ends_at - visit.starts_at == timedelta(minutes=90)


def test_a_thumb_calls_finds_checks_in_and_notes(seller: Client, person: User) -> None:
    visit = planned(person)
    url = f"/visits/{visit.number}/"
    page = text_of(seller.get(url))
    assert 'href="tel:1380013"' in page
    assert 'href="geo:0,0?q=Gate%202%2C%20Ningbo"' in page
    sent = {"latitude": "31.2304", "longitude": "121.4737"}
    there = seller.post(url + "check-in/", sent, **HTMX)
    assert told(there)["toast"]["undo"]
    assert seller.post(url + "check-in/", **HTMX).status_code == 409
    assert "31.230, 121.474" in text_of(seller.get(url))

    said = NoteTemplate.objects.order_by("position")[0].sections.order_by("position")[0]
    assert seller.post(url + "note/", {f"s{said.pk}": ""}, **DIALOG).status_code == 422
    half = {f"s{said.pk}": "It tears", "next_step": "Send data"}
    assert "by when" in text_of(seller.post(url + "note/", half, **DIALOG))
    seller.post(url + "note/", half | {"next_step_on": "2026-12-03"}, **DIALOG)
    assert visit.opportunity
    visit.opportunity.refresh_from_db()
    assert visit.opportunity.next_step == "Send data"


def test_feedback_is_one_tap_away_and_the_visit_tells_of_it(seller: Client, person: User) -> None:
    visit = planned(person)
    week = text_of(seller.get("/visits/"))
    capture = week.split('href="/feedback/new/')[1].split('"')[0].replace("&amp;", "&")
    filled = text_of(seller.get(f"/feedback/new/{capture}"))
    h3 = Product.objects.get(name="H3")
    for word in (f'value="visit:{visit.number}"', 'value="Li"', f'value="{h3.pk}" selected'):
        assert word in filled
    spoken = {
        "verbatim": "The film tears at 80 m/min",
        "customer": visit.customer_id,
        "product": h3.pk,
        "kind": "complaint",
        "severity": "major",
        "origin": f"visit:{visit.number}",
    }
    elsewhere = spoken | {"customer": make_customer().pk}
    assert seller.post("/feedback/new/", elsewhere).status_code == 422
    assert not Feedback.objects.exists()
    seller.post("/feedback/new/", spoken)
    page = text_of(seller.get(f"/visits/{visit.number}/"))
    assert Feedback.objects.get().number in page
    assert "heard" in page


def test_a_card_is_put_into_another_day_and_back(seller: Client, person: User) -> None:
    visit = make_visit(owner=person)
    put = {"pk": visit.pk, "col": "2026-11-28", "revision": visit.starts_at.isoformat()}
    moved = seller.post("/visits/move/", put, **HTMX)
    visit.refresh_from_db()
    assert visit.starts_at == AT + timedelta(days=2)
    assert seller.post("/visits/move/", put, **HTMX).status_code == 409
    assert seller.post("/visits/move/", put | {"revision": "x"}, **HTMX).status_code == 404
    seller.post(told(moved)["toast"]["undo"], **HTMX)
    visit.refresh_from_db()
    assert visit.starts_at == AT
    url = f"/visits/{visit.number}/"
    again = {
        "starts_at": "2026-11-30T09:30",
        "minutes": "60",
        "before": visit.starts_at.isoformat(),
    }
    assert seller.post(url + "time/", again).status_code == 302
    seller.post(url + "cancellation/", {"reason": "They are ill"})
    assert "They are ill" in text_of(seller.get(url))
    assert seller.post(url + "time/", again, **DIALOG).status_code == 422


def test_an_edit_shows_both_versions(seller: Client, person: User) -> None:
    visit = make_visit(owner=person, purpose="Talk")
    seen = {"purpose": "Talk", "kind": "on_site", "owner": person.pk}
    initial = {f"initial-{name}": value for name, value in seen.items()}
    url = f"/visits/{visit.number}/edit/"
    assert seller.post(url, seen | initial | {"purpose": "Survey"}).status_code == 302
    stale = seller.post(url, seen | initial | {"purpose": "Training"})
    assert stale.status_code == 422
    assert "Survey" in text_of(stale)


def test_lists_panels_and_weeks_ask_no_more_for_more_visits(seller: Client, person: User) -> None:
    customer = make_customer()
    deal = make_opportunity(customer=customer, products=[make_product()])
    contact = Contact.objects.create(customer=customer, name="Li")
    now = timezone.now()

    def add(many: int) -> None:
        for number in range(many):
            make_visit(
                owner=person,
                customer=customer,
                opportunity=deal,
                contacts=[contact],
                starts_at=now + timedelta(minutes=number),
                state="done" if number % 2 else "planned",
            )

    pages = (
        "/visits/",
        "/visits/list/?view=all",
        f"/customers/{customer.number}/visits/",
        f"/opportunities/{deal.number}/visits/",
    )
    add(2)
    few = [queries_of(lambda url=url: seller.get(url)) for url in pages]  # type: ignore[misc]
    add(5)
    for url, count in zip(pages, few, strict=True):
        assert "Talk" in text_of(seller.get(url)), url
        assert queries_of(lambda url=url: seller.get(url)) <= count, url  # type: ignore[misc]
    assert "No visits here" in text_of(seller.get("/visits/list/?view=missed"))
    assert "Plan a visit" in text_of(seller.get(f"/customers/{customer.number}/?whole=1"))


def test_who_does_not_sell_sees_only_where_they_went_along(client: Client) -> None:
    engineer = make_user(Role.ENGINEER)
    visit, other = make_visit(), make_visit()
    visit.colleagues.add(engineer)
    client.force_login(engineer)
    assert client.get("/visits/").status_code == 403
    assert client.get(f"/visits/{visit.number}/").status_code == 200
    assert client.get(f"/visits/{other.number}/").status_code == 404
    assert client.post(f"/visits/{visit.number}/check-in/").status_code == 403
    assert client.get("/visits/setup/target/").status_code == 403
    assert client.get(f"/customers/{visit.customer.number}/visits/").status_code == 403


def test_who_leads_sales_sets_templates_and_targets(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    form = {"name_zh": "回访", "name_en": "Call back", "sections": "近况 / News !\n预算 / Budget"}
    url = "/visits/setup/templates/"
    assert client.post(url + "new/", form | {"sections": "近况"}).status_code == 422
    client.post(url + "new/", form)
    made = NoteTemplate.objects.get(name_en="Call back")
    assert [each.is_required for each in made.sections.order_by("position")] == [True, False]
    seen = {f"initial-{name}": value for name, value in form.items()} | {
        "initial-is_active": "True"
    }
    client.post(f"{url}{made.pk}/", form | seen | {"sections": "近况 / News"})
    assert made.sections.filter(is_active=True).count() == 1
    client.post("/visits/setup/target/", {"per_week": "6", "on": "2026-11-26"})
    assert VisitTarget.objects.get().since == date(2026, 11, 23)
    page = text_of(client.get("/visits/setup/"))
    assert "Call back" in page
    assert "Everybody" in page


def test_today_tells_of_visits_owed_notes_and_the_week(person: User) -> None:
    now = AT + timedelta(hours=1)
    make_visit(owner=person, starts_at=AT + 4 * HOUR, purpose="Survey")
    make_visit(owner=person, state="checked_in", starts_at=AT - timedelta(days=1))
    cards = {each.code: each for each in visits_today(person, now)}
    assert set(cards) == {"visits.today", "visits.owed", "visits.week"}
    assert "1 of 5" in cards["visits.today"].hint
    assert cards["visits.week"].title.startswith("4 ")
    assert not list(visits_today(make_user(Role.ENGINEER), now))


def test_planned_visits_go_to_who_follows_a_leaver(person: User) -> None:
    admin, wu = make_user(Role.ADMIN), make_user(Role.SALESPERSON)
    planned, done = make_visit(owner=person), make_visit(owner=person, state="done")
    event = UserDeactivated(user_id=person.pk, name=person.name, successor_id=wu.pk)
    record(event, about=person, by=admin, at=AT)
    run_once(at=AT)
    planned.refresh_from_db()
    done.refresh_from_db()
    assert (planned.owner, done.owner) == (wu, person)


def test_the_api_does_what_the_pages_do() -> None:
    call = call_as(Role.SALES_MANAGER)
    customer = make_customer()
    body = {
        "customer": customer.number,
        "purpose": "Talk",
        "starts_at": "2026-11-26T02:00:00Z",
        "ends_at": "2026-11-26T01:00:00Z",
    }
    refused = call.post("/visits", body)
    assert refused.status_code == 422
    made = call.post("/visits", body | {"ends_at": "2026-11-26T03:00:00Z"}).json()
    assert made["state"] == "planned"
    one = f"/visits/{made['number']}"
    assert call.get(one).json()["purpose"] == "Talk"
    template, said, _rivals = make_template()
    Visit.objects.update(starts_at=timezone.now() - HOUR, ends_at=timezone.now())
    note = {"template_id": template.pk, "texts": {str(said.pk): "It tears"}}
    done = call.post(f"{one}/note", note).json()
    assert (done["state"], done["note"][0]["text"]) == ("done", "It tears")
    weeks = call.get("/visit-weeks").json()
    assert weeks[-1]["held"] == 1
    stranger = make_user(Role.SALESPERSON)
    make_team(stranger)
    assert call.get(f"/visit-weeks?person_id={stranger.pk}").status_code in {404, 422}
