"""The pages and endpoints of deliveries."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.contracts import make_signed
from tests.factories.deliveries import make_delivery, make_plan, make_task, make_template
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.quotes import make_book, make_item, make_quote
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.foundation.search.models import SearchDocument
from twintrack.hub.products.models import Reach
from twintrack.sales.deliveries import operations
from twintrack.sales.deliveries.cards import deliveries_today
from twintrack.sales.deliveries.models import Delivery, DeliveryTask, Survey, Wait
from twintrack.sales.deliveries.operations import AcceptanceDetails
from twintrack.sales.deliveries.plans import write_plan
from twintrack.sales.quotes import operations as quotes
from twintrack.sales.quotes.operations import LineDetails

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_user(Role.IMPLEMENTER, name="Wu")


@pytest.fixture
def page(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def today_delivery(by: User, **over: object) -> Delivery:
    now = timezone.now()
    return make_delivery(by=by, at=now, start_on=timezone.localdate(now), **over)


def test_a_delivery_goes_from_a_contract_to_an_answer_on_its_pages(
    page: Client, person: User
) -> None:
    product, template = make_product(), make_template()
    contract = make_signed(products=[product])
    shown = page.get(f"/contracts/{contract.number}/")
    assert f"/deliveries/new/?contract={contract.number}" in shown.content.decode()
    today = timezone.localdate().isoformat()
    sent = {
        "customer": contract.customer_id,
        "name": "Six lines",
        "product": product.pk,
        "template": template.pk,
        "start_on": today,
        "lead": person.pk,
        "implementer": person.pk,
    }
    address = f"/deliveries/new/?contract={contract.number}"
    assert page.post(address, sent).status_code == 302
    assert page.post(address, sent).status_code == 422
    delivery = Delivery.objects.get()
    url = f"/deliveries/{delivery.number}/"
    task = DeliveryTask.objects.get(assignee=person)

    page.post(f"{url}tasks/{task.pk}/doing/")
    page.post(f"{url}waits/new/", {"whom": "customer", "reason": "No power", "since": today})
    criteria = [each.pk for each in delivery.deliverables.get().criteria.all()]
    said = {"accepted_on": today, "signed_by": "Ms Yu", "signed_how": "paper", "note": ""}
    said |= {f"outcome_{pk}": "passed" for pk in criteria}
    assert page.post(f"{url}acceptances/new/", said).status_code == 302
    text = text_of(page.get(url))
    for words in ("Install", "No power", "Full acceptance", "Ms Yu"):
        assert words in text


def test_a_delivery_is_of_what_the_quote_offers_and_of_nothing_that_nobody_chose(
    page: Client,
) -> None:
    make_product()
    item = make_item(product=make_product())
    version = make_quote(book=make_book({item: {"1": "1000"}}), lines=0)
    line = LineDetails(item=item, quantity=Decimal(1))
    quotes.add_line(version=version, details=line, by=version.quote.owner, at=timezone.now())
    contract = make_signed(customer=version.quote.customer)

    def chosen() -> list[str]:
        shown = page.get(f"/deliveries/new/?contract={contract.number}").content.decode()
        [select] = re.findall(r'<select name="product".*?</select>', shown, re.S)
        return re.findall(r'value="(\d*)" selected', select)

    assert chosen() == [""]
    contract.quote_version = version
    contract.save()
    assert chosen() == [str(item.product_id)]


def test_a_customer_answers_once_by_the_link(page: Client, person: User) -> None:
    delivery = today_delivery(person)
    url = f"/deliveries/{delivery.number}/"
    criteria = delivery.deliverables.get().criteria.all()
    details = AcceptanceDetails(
        accepted_on=timezone.localdate(),
        signed_by="Ms Yu",
        results={each.pk: ("passed", "") for each in criteria},
    )
    operations.accept(delivery=delivery, details=details, by=person, at=timezone.now())
    page.post(f"{url}survey/", {"contact": ""})
    survey = Survey.objects.get()
    assert survey.key in text_of(page.get(url))
    for language in ("zh-hans", "en"):
        paper = page.get(f"{url}acceptances/1/paper/?lang={language}")
        assert paper.content.startswith(b"%PDF")

    cache.clear()
    stranger, link = Client(), f"/survey/{survey.key}/"
    assert "您对这次交付满意吗" in stranger.get(f"{link}?lang=zh-hans").content.decode()
    assert stranger.post(link, {"score": 9}).status_code == 422
    stranger.post(link, {"score": 5, "comment": "Fine work"})
    stranger.post(link, {"score": 1})
    survey.refresh_from_db()
    assert (survey.score, survey.comment) == (5, "Fine work")
    assert "Fine work" in text_of(page.get(url))
    assert stranger.get("/survey/nothing/").status_code == 404


def test_a_key_is_not_guessed(client: Client) -> None:
    make_user()
    cache.clear()
    answers = [client.get(f"/survey/guess{n}/").status_code for n in range(31)]

    assert answers == [404] * 30 + [429]


@pytest.mark.parametrize(
    "path",
    [
        *("rename/", "due/", "person/", "state/on_hold/", "handover/", "survey/"),
        *("phases/new/", "tasks/new/", "waits/new/", "deliverables/new/", "acceptances/new/"),
    ],
)
def test_each_form_opens_and_shows_what_is_missing(page: Client, person: User, path: str) -> None:
    delivery = today_delivery(person)
    url = f"/deliveries/{delivery.number}/{path}"

    assert page.get(url).status_code == 200
    assert page.post(url, {"any": "thing"}).status_code in {302, 422}


def test_rows_have_forms_of_their_own(page: Client, person: User) -> None:
    delivery = today_delivery(person)
    url = f"/deliveries/{delivery.number}/"
    task, deliverable = delivery.tasks.last(), delivery.deliverables.get()
    assert task is not None
    for path in (f"tasks/{task.pk}/", f"deliverables/{deliverable.pk}/"):
        assert page.get(f"{url}{path}").status_code == 200
    page.post(f"{url}tasks/{task.pk}/up/")
    assert delivery.tasks.first() == task
    page.post(f"{url}deliverables/{deliverable.pk}/given/", {"on": timezone.localdate()})
    deliverable.refresh_from_db()
    assert deliverable.state == "handed_over"


def test_cells_of_the_plan_are_changed_where_they_stand(page: Client, person: User) -> None:
    task = make_task(today_delivery(person), assignee=person, hours=Decimal(8))
    url = f"/deliveries/{task.delivery.number}/tasks/{task.pk}/cell/"
    for code in ("assignee", "start_on", "finish_on", "hours"):
        assert page.get(f"{url}{code}/").status_code == 200
    assert page.get(f"{url}name/").status_code == 404
    assert page.post(f"{url}hours/", {"before": "8", "value": "12"}).status_code == 200
    assert page.post(f"{url}hours/", {"before": "8", "value": "16"}).status_code == 409
    early = {"before": task.finish_on, "value": task.start_on - timedelta(days=1)}
    assert page.post(f"{url}finish_on/", early).status_code == 422
    task.refresh_from_db()
    assert task.hours == 12


def test_who_may_not_see_a_product_sees_none_of_its_deliveries(person: User) -> None:
    executive = make_user(Role.EXECUTIVE)
    hidden = make_product(reach=Reach.TEAMS)
    delivery = today_delivery(executive, product=hidden, name="Secret line", lead=executive)
    drain()
    client = Client()
    of_customer = f"/customers/{delivery.customer.number}/?whole=1"
    for reader, sees in ((person, False), (make_user(Role.GUEST), False), (executive, True)):
        client.force_login(reader)
        assert "Nothing is being delivered" not in client.get(of_customer).content.decode()
        page = client.get(f"/deliveries/{delivery.number}/")
        assert (page.status_code == 200) is sees
        listed = client.get("/deliveries/?view=all")
        assert ("Secret line" in listed.content.decode()) is sees
        found = client.get("/palette/?q=Secret", headers={"hx-request": "true"})
        assert ("Secret line" in found.content.decode()) is sees
    assert SearchDocument.objects.filter(kind="delivery").exists()
    api = call_as(Role.IMPLEMENTER)
    assert api.get(f"/deliveries/{delivery.number}").status_code == 404
    assert api.get("/deliveries").json()["items"] == []


def test_engineers_read_and_change_nothing(person: User) -> None:
    delivery = today_delivery(person)
    client = Client()
    client.force_login(make_user(Role.ENGINEER))
    url = f"/deliveries/{delivery.number}/"
    assert client.get(url).status_code == 200
    assert "tasks/new" not in client.get(url).content.decode()
    for path in ("tasks/new/", "acceptances/new/", "rename/", "survey/"):
        assert client.get(f"{url}{path}").status_code == 403
    task = delivery.tasks.first()
    assert task is not None
    assert client.post(f"{url}tasks/{task.pk}/doing/").status_code == 403
    api = call_as(Role.ENGINEER)
    body = {"name": "X", "start_on": "2026-11-24", "finish_on": "2026-11-24"}
    assert api.post(f"/deliveries/{delivery.number}/tasks", body).status_code == 403


def test_questions_do_not_grow_with_what_there_is(page: Client, person: User) -> None:
    delivery = today_delivery(person)
    make_task(delivery)
    url = f"/deliveries/{delivery.number}/"
    page.get(url)
    few = queries_of(lambda: page.get(url)), queries_of(lambda: page.get("/deliveries/"))
    for number in range(4):
        make_task(delivery, name=f"More {number}")
        today_delivery(person, name=f"Other {number}", customer=delivery.customer)
    many = queries_of(lambda: page.get(url)), queries_of(lambda: page.get("/deliveries/"))

    assert few == many


def test_today_tells_of_tasks_that_are_due_and_of_what_to_take_over(person: User) -> None:
    delivery = today_delivery(person)
    at = timezone.now() + timedelta(days=3)
    make_task(delivery, assignee=person, name="Cables")
    cards = list(deliveries_today(person, at))

    assert [each.code for each in cards] == ["deliveries.due"]
    assert list(deliveries_today(make_user(Role.ENGINEER), at)) == []


def test_the_api_does_what_the_pages_do() -> None:
    api = call_as(Role.SALES_MANAGER)
    contract = make_signed(products=[make_product(code="h3")])
    today = timezone.localdate().isoformat()
    body = {
        "name": "Six lines",
        "customer": contract.customer.number,
        "contract": contract.number,
        "product": "h3",
        "template_id": make_template().pk,
        "start_on": today,
    }
    made = api.post("/deliveries", body)
    assert made.status_code == 201
    assert api.post("/deliveries", body).status_code == 409
    url = f"/deliveries/{made.json()['number']}"
    task = made.json()["tasks"][1]
    change = {"before": {"hours": task["hours"]}, "values": {"hours": "48", "assignee_id": None}}
    assert api.patch(f"{url}/tasks/{task['id']}", change).json()["hours"] == "48"
    waits = {"whom": "customer", "reason": "No power", "since": today, "task_id": task["id"]}
    wait = api.post(f"{url}/waits", waits).json()
    assert api.post(f"{url}/waits/{wait['id']}/end", {}).json()["until"] == today
    [deliverable] = api.get(f"{url}/deliverables").json()
    results = [
        {"criterion_id": each["id"], "outcome": "passed"} for each in deliverable["criteria"]
    ]
    accepted = {"accepted_on": today, "signed_by": "Ms Yu", "results": results}
    assert api.post(f"{url}/acceptances", accepted).json()["is_full"] is True
    survey = api.post(f"{url}/surveys", {}).json()
    answer = f"{url}/surveys/{survey['id']}/answer"
    assert api.post(answer, {"score": 4}).json()["score"] == 4
    assert api.post(f"{url}/acceptances/1/withdrawal", {"reason": "It stopped"}).status_code == 200
    assert api.post(f"{url}/state", {"state": "completed"}).status_code == 422
    read = api.get(url).json()
    assert (read["contract"], read["accepted_on"]) == (contract.number, None)


def test_the_api_lets_tasks_begin_after_several() -> None:
    api, today = call_as(Role.SALES_MANAGER), timezone.localdate().isoformat()
    url = f"/deliveries/{make_delivery().number}"
    before, task = api.get(url).json()["tasks"]
    first = before["id"]
    assert task["after_ids"] == [first]
    circle = {"before": {"after_ids": []}, "values": {"after_ids": [task["id"]]}}
    assert api.patch(f"{url}/tasks/{first}", circle).status_code == 422
    nobody = {"before": {}, "values": {"after_ids": [0]}}
    assert api.patch(f"{url}/tasks/{first}", nobody).status_code == 422
    training = {"name": "Training", "start_on": today, "finish_on": today}
    both = {"after_ids": [first, task["id"]]}
    third = api.post(f"{url}/tasks", training | both).json()
    assert third["after_ids"] == both["after_ids"]
    free = {"before": both, "values": {"after_ids": []}}
    assert api.patch(f"{url}/tasks/{third['id']}", free).json()["after_ids"] == []


def test_the_page_lets_a_task_begin_after_several(client: Client) -> None:
    person = make_user(Role.IMPLEMENTER)
    delivery = make_delivery(by=person)
    briefing, install = delivery.tasks.all()
    task = make_task(delivery)
    client.force_login(person)
    url = f"/deliveries/{delivery.number}/tasks/{task.pk}/"
    facts = {"name": task.name, "role": task.role, "start_on": "2026-11-25"}
    facts |= {"finish_on": "2026-11-25", "hours": "0", "initial-hours": "0.00"}
    seen = {f"initial-{name}": value for name, value in facts.items() if "initial" not in name}

    page = text_of(client.get(url))
    client.post(url, seen | facts | {"after": [briefing.pk, install.pk]})
    both = set(task.after.all())
    was = {"initial-after": [briefing.pk, install.pk], "after": [install.pk]}
    client.post(url, seen | facts | was)
    own = client.post(
        f"/deliveries/{delivery.number}/tasks/{install.pk}/",
        {"after": [task.pk], "initial-after": [briefing.pk], "name": install.name},
    )

    assert "It begins when all of them are done." in page
    assert both == {briefing, install}
    assert set(task.after.all()) == {install}
    assert f"↳ {install.name}<" in text_of(client.get(f"/deliveries/{delivery.number}/"))
    assert set(install.after.all()) == {briefing}
    assert own.status_code == 422


def test_templates_change_by_the_api_for_one_at_a_time() -> None:
    api, template = call_as(Role.CSM), make_template()
    url, plan = f"/delivery-templates/{template.pk}", write_plan(make_plan())
    change = {"revision": 1, "name_en": "New", "plan": plan | {"deliverables": []}}
    assert api.patch(url, change).json()["plan"]["deliverables"] == []
    assert api.patch(url, change | {"name_en": "Other"}).status_code == 409
    wrong = plan | {"tasks": [plan["tasks"][0] | {"after": [0]}]}
    assert api.patch(url, {"revision": 2, "plan": wrong}).status_code == 422
    body = {"name_zh": "新", "name_en": "New", "plan": plan}
    assert api.post("/delivery-templates", body).status_code == 201
    assert call_as(Role.SALESPERSON).post("/delivery-templates", body).status_code == 403
    assert len(api.get("/delivery-templates").json()) >= 2


HTMX = {"HX-Request": "true"}


def test_a_task_moves_where_it_stands_and_the_move_can_be_taken_back(
    page: Client, person: User
) -> None:
    delivery = today_delivery(person)
    task = delivery.tasks.first()
    assert task is not None
    url = f"/deliveries/{delivery.number}/tasks/{task.pk}/"
    answer = page.post(f"{url}doing/", headers=HTMX)
    told = json.loads(answer["HX-Trigger"])
    assert answer.status_code == 204
    assert "deliveries-changed" in told
    assert told["toast"]["undo"] == f"{url}todo/"
    page.post(told["toast"]["undo"], headers=HTMX)
    task.refresh_from_db()
    assert task.state == "todo"
    assert page.post(f"{url}waiting/", headers=HTMX).status_code == 409


def test_a_dialog_over_the_page_of_a_delivery_leaves_it_where_it_was(
    page: Client, person: User
) -> None:
    url = f"/deliveries/{today_delivery(person).number}/"
    sent = {"whom": "customer", "reason": "No power", "since": timezone.localdate().isoformat()}
    dialog = HTMX | {"HX-Target": "div#modal-body"}
    here = dialog | {"HX-Current-URL": f"http://testserver{url}"}
    answer = page.post(f"{url}waits/new/", sent, headers=here)
    assert set(json.loads(answer["HX-Trigger"])) == {"modal-close", "deliveries-changed"}
    elsewhere = dialog | {"HX-Current-URL": "http://testserver/deliveries/"}
    wait = Wait.objects.get()
    ended = {"until": timezone.localdate().isoformat()}
    answer = page.post(f"{url}waits/{wait.pk}/", ended, headers=elsewhere)
    assert answer["HX-Redirect"] == url
