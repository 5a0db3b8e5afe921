"""The pages and endpoints of hours, costs, expenses and change requests, and who sees what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.deliveries import AT
from tests.factories.delivery_costs import (
    accept,
    make_change,
    make_contract,
    make_work,
    set_rate,
    spend,
    write,
)
from tests.factories.people import make_team, make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.cards import to_approve
from twintrack.sales.delivery_costs.models import ChangeRequest, Expense, HourEntry, TaskRemaining

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DIALOG = HTMX | {"HTTP_HX_TARGET": "div#modal-body"}
WEEK = HTMX | {"HTTP_HX_TARGET": "div#week"}


def today() -> str:
    return timezone.localdate().isoformat()


def seen_by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_team_of(delivery: Delivery, *roles: Role, **over: object) -> User:
    """Make a colleague who sees the product of a delivery."""
    user = make_user(*roles, **over)
    delivery.project.product.teams.add(make_team(user))
    return user


def test_a_week_is_typed_where_it_stands() -> None:
    _delivery, task, lead = make_work()
    page = seen_by(lead)
    shown = text_of(page.get("/deliveries/hours/"))
    assert "Install" in shown
    cell = {"task": task.pk, "day": today(), "seen": 0, "hours": "1:30"}

    answer = page.post("/deliveries/hours/cell/", cell, **WEEK)

    assert answer.status_code == 200
    assert 'value="1.5"' in text_of(answer)
    wrong = page.post("/deliveries/hours/cell/", cell | {"hours": "25"}, **WEEK)
    assert (wrong.status_code, "in the meantime" in text_of(wrong)) == (422, False)
    assert "between 0 and 24" in text_of(wrong)
    assert 'value="25"' in text_of(wrong)
    stale = page.post("/deliveries/hours/cell/", cell | {"hours": "2"}, **WEEK)
    assert "in the meantime" in text_of(stale)
    odd = page.post("/deliveries/hours/cell/", cell | {"hours": "-1"}, **WEEK)
    assert "Write how long as" in text_of(odd)
    assert page.post("/deliveries/hours/cell/", {"task": "x"}, **WEEK).status_code == 422
    left = {"task": task.pk, "day": today(), "hours": "12"}
    assert 'value="12"' in text_of(page.post("/deliveries/hours/remaining/", left, **WEEK))
    assert TaskRemaining.objects.get().minutes == 720
    new = {"task": task.pk, "day": today(), "hours": "90m", "note": "Cables"}
    assert page.post("/deliveries/hours/new/", new | {"hours": "x"}, **DIALOG).status_code == 422
    assert page.post("/deliveries/hours/new/", new, **DIALOG).headers["HX-Redirect"]
    assert HourEntry.objects.get().note == "Cables"


def test_hours_are_seen_by_oneself_the_lead_and_sales_managers_only() -> None:
    delivery, task, lead = make_work()
    worker = in_team_of(delivery, Role.IMPLEMENTER, name="Worker")
    manager = in_team_of(delivery, Role.SALES_MANAGER)
    other = in_team_of(delivery, Role.IMPLEMENTER)
    entry = write(task, worker, 90, note="Night shift", day=timezone.localdate(), at=timezone.now())
    url, path = f"/deliveries/{delivery.number}/hours/", "/delivery-hours"

    for person, sees in ((worker, True), (lead, True), (manager, True), (other, False)):
        assert ("Night shift" in text_of(seen_by(person).get(url))) is sees
        api = call_as(user=person)
        assert bool(api.get(path).json()["items"]) is sees
    confirm = {"person": worker.pk, "monday": today()}
    assert seen_by(other).post(f"{url}confirmation/", confirm).status_code == 302
    assert "Night shift" not in text_of(seen_by(other).get(url))
    assert seen_by(other).get(f"/deliveries/hours/{entry.pk}/correction/").status_code == 404
    page = seen_by(lead)
    page.post(f"{url}confirmation/", confirm)
    assert "confirmed by" in text_of(page.get(url))
    right = {"hours": "1", "reason": "Left early"}
    fixed = page.post(f"/deliveries/hours/{entry.pk}/correction/", right, **DIALOG)
    assert fixed.headers["HX-Redirect"]
    assert "Left early" in text_of(page.get(url))
    assert 'value="1"' not in text_of(seen_by(worker).get("/deliveries/hours/"))


def test_costs_are_hidden_from_who_sees_none_everywhere() -> None:
    set_rate(amount="217")
    delivery, task, lead = make_work(contract=make_contract(work="10321"))
    write(task, lead, 60)
    change = make_change(delivery, lead, price=Decimal(7531), cost=Decimal(2468))
    engineer = in_team_of(delivery, Role.ENGINEER)
    manager = in_team_of(delivery, Role.PRODUCT_MANAGER)
    number = delivery.number

    for person in (engineer, manager):
        page, api = seen_by(person), call_as(user=person)
        for url in ("costs/", "costs/export/", "budget/"):
            assert page.get(f"/deliveries/{number}/{url}").status_code == 403, url
        assert page.get("/deliveries/rates/").status_code == 403
        assert api.get(f"/deliveries/{number}/costs").status_code == 403
        assert api.get("/cost-rates").status_code == 403
        shown = [
            text_of(page.get(f"/deliveries/{number}/costs/panel/")),
            text_of(page.get(f"/change-requests/{change.number}/")),
            text_of(api.get(f"/change-requests/{change.number}")),
        ]
        assert not any(word in text for text in shown for word in ("10,321", "2,468", "2468"))
        assert api.get(f"/change-requests/{change.number}").json()["cost"] is None
    assert call_as(user=engineer).get("/change-requests").json()["items"][0]["price"] is None
    assert call_as(user=manager).get("/change-requests").json()["items"][0]["price"] == "7531.00"
    assert "7,531" not in text_of(seen_by(engineer).get(f"/change-requests/{change.number}/"))
    guest = make_user(Role.GUEST)
    for url in ("/deliveries/hours/", f"/deliveries/{number}/costs/panel/"):
        assert seen_by(guest).get(url).status_code in {403, 404}


def test_cost_stands_against_the_quote_on_panel_page_api_and_file() -> None:
    set_rate(amount="200")
    contract = make_contract(work="10000")
    delivery, task, lead = make_work(contract=contract)
    write(task, lead, 480)
    spend(delivery, lead, "400")
    early = make_change(delivery, lead, tasks=[task], title="A gate")
    accept(make_change(delivery, lead), lead)
    page, number = seen_by(lead), delivery.number

    panel = text_of(page.get(f"/deliveries/{number}/costs/panel/"))
    whole = text_of(page.get(f"/deliveries/{number}/costs/"))

    for word in ("12,000.00", "2,000.00", "Work has begun", early.number):
        assert word in panel
    for word in ("At completion", "Train to Ningbo", "A second line", "Install"):
        assert word in whole
    told = call_as(user=lead).get(f"/deliveries/{number}/costs").json()
    assert (told["budget"], told["actual"]) == ("12000.00", "2000.00")
    assert told["variance"] == str(Decimal(told["at_completion"]) - 12000)
    assert told["tasks"][1]["spent_minutes"] == 480
    file = b"".join(page.get(f"/deliveries/{number}/costs/export/")).decode()
    assert "Train to Ningbo" in file
    assert "Cost" in file


def test_the_panel_asks_as_little_for_much_as_for_little() -> None:
    set_rate()
    delivery, task, lead = make_work(contract=make_contract())
    write(task, lead, 60)
    spend(delivery, lead, "20")
    make_change(delivery, lead, tasks=[task])
    page = seen_by(lead)
    urls = [
        f"/deliveries/{delivery.number}/{part}" for part in ("costs/panel/", "costs/", "hours/")
    ]
    urls.append("/deliveries/hours/")
    before = [queries_of(lambda url=url: page.get(url)) for url in urls]
    for n in range(4):
        more = DeliveryTask.objects.create(
            delivery=delivery,
            position=9 + n,
            name=f"More {n}",
            assignee=lead,
            start_on=task.start_on,
            finish_on=task.finish_on,
        )
        write(more, lead, 30)
        write(more, lead, 30, day=task.start_on - timedelta(days=8))
        spend(delivery, lead, "20")
        make_change(delivery, lead, tasks=[more])

    after = [queries_of(lambda url=url: page.get(url)) for url in urls]
    assert all(much <= little for much, little in zip(after, before, strict=True))


def test_an_expense_waits_is_told_of_and_is_decided() -> None:
    delivery, _task, lead = make_work()
    worker = in_team_of(delivery, Role.IMPLEMENTER, name="Worker")
    page = seen_by(worker)
    typed = {
        "kind": "travel",
        "what": "Flight",
        "day": today(),
        "amount": "1800",
        "currency": "CNY",
        "receipt": SimpleUploadedFile("r.txt", b"paid"),
    }
    url = f"/deliveries/{delivery.number}/expenses/new/"
    assert page.post(url, typed | {"amount": "-1"}, **DIALOG).status_code == 422
    typed["receipt"] = SimpleUploadedFile("r.txt", b"paid")
    assert page.post(url, typed, **DIALOG).headers["HX-Redirect"]
    expense = Expense.objects.get()
    place = f"/expenses/{expense.number}/"
    shown = text_of(page.get(place))
    assert "Waits for approval" in shown
    assert "r.txt" in shown
    run_once()
    assert Notification.objects.filter(recipient=lead, told_by="delivery_costs/expense_waiting")
    assert [card.title for card in to_approve(lead, AT)] == ["Worker asks you to approve Flight"]
    assert not list(to_approve(worker, AT))
    page.post(f"{place}approval/")
    assert Expense.objects.get().state == "waiting"
    assert seen_by(lead).post(f"{place}approval/").status_code == 302
    assert Expense.objects.get().state == "approved"
    stranger = make_user(Role.ENGINEER)
    assert seen_by(stranger).get(place).status_code == 404


def test_what_was_ordered_is_billed_refused_or_withdrawn() -> None:
    delivery, _task, lead = make_work()
    worker = in_team_of(delivery, Role.IMPLEMENTER)
    page = seen_by(worker)
    order = spend(delivery, worker, "900", is_ordered=True)
    place = f"/expenses/{order.number}/"
    bill = {"amount": "950", "day": today()}
    assert page.post(f"{place}bill/", bill, **DIALOG).headers["HX-Redirect"]
    refuse = seen_by(lead).post(f"{place}refusal/", {"reason": "Too dear"}, **DIALOG)
    assert refuse.headers["HX-Redirect"]
    assert "Too dear" in text_of(page.get(place))
    taken = spend(delivery, worker, "2000")
    page.post(f"/expenses/{taken.number}/withdrawal/")
    paper = {"receipt": SimpleUploadedFile("bill.txt", b"bill")}
    assert page.post(f"/expenses/{taken.number}/receipt/", paper, **DIALOG).headers["HX-Redirect"]
    taken.refresh_from_db()
    assert taken.state == "withdrawn"


def test_a_change_request_goes_from_draft_into_the_contract() -> None:
    delivery, task, lead = make_work(contract=make_contract())
    page = seen_by(lead)
    typed = {
        "title": "A gate",
        "why": "Safety",
        "asked_by": "customer",
        "price": "5000",
        "tax_rate": "6",
        "cost": "2000",
        "days": "3",
        "tasks": [task.pk],
    }
    url = f"/deliveries/{delivery.number}/change-requests/new/"
    assert page.post(url, typed | {"price": "-5"}, **DIALOG).status_code == 422
    assert page.post(url, typed, **DIALOG).headers["HX-Redirect"]
    change = ChangeRequest.objects.get()
    place = f"/change-requests/{change.number}/"
    edit = page.get(f"{place}edit/")
    assert edit.status_code == 200
    page.post(f"{place}offer/")
    assert "The customer accepted" in text_of(page.get(place))
    yes = {"on": today(), "by_them": "Ms Yu", "how": "paper"}
    later = yes | {"on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    assert page.post(f"{place}acceptance/", later, **DIALOG).status_code == 422
    assert page.post(f"{place}acceptance/", yes, **DIALOG).headers["HX-Redirect"]
    shown = text_of(page.get(place))
    assert "still to be signed" in shown
    assert "Ms Yu" in shown
    run_once()
    assert Notification.objects.filter(told_by="delivery_costs/amendment").exists()
    page.post(f"{place}amendment/")


def test_a_change_request_is_taken_back_refused_and_withdrawn() -> None:
    delivery, _task, lead = make_work()
    page = seen_by(lead)
    other = make_change(delivery, lead, title="More")
    place = f"/change-requests/{other.number}/"
    page.post(f"{place}offer/")
    page.post(f"{place}draft/")
    page.post(f"{place}offer/")
    assert page.post(f"{place}refusal/", {"reason": "No"}, **DIALOG).headers["HX-Redirect"]
    gone = page.post(f"{place}withdrawal/", {"reason": "Not needed"}, **DIALOG)
    assert gone.headers["HX-Redirect"]
    seller = in_team_of(delivery, Role.SALESPERSON)
    assert seen_by(seller).get(f"{place}acceptance/").status_code == 403


def test_rates_limit_and_budget_are_set_on_pages() -> None:
    manager = make_user(Role.SALES_MANAGER)
    page = seen_by(manager)
    rate = {"role": "csm", "amount": "180", "currency": "CNY", "since": today()}
    assert page.post("/deliveries/rates/new/", rate | {"amount": "0"}, **DIALOG).status_code == 422
    assert page.post("/deliveries/rates/new/", rate, **DIALOG).headers["HX-Redirect"]
    limit = {"amount": "800", "since": today()}
    assert page.post("/deliveries/rates/limit/", limit, **DIALOG).headers["HX-Redirect"]
    shown = text_of(page.get("/deliveries/rates/"))
    assert "180.00" in shown
    assert "800.00" in shown
    delivery, _task, lead = make_work()
    budget, url = {"amount": "9000", "reason": "A trial"}, f"/deliveries/{delivery.number}/budget/"
    assert seen_by(lead).post(url, budget, **DIALOG).headers["HX-Redirect"]
    assert "A trial" in text_of(seen_by(lead).get(f"/deliveries/{delivery.number}/costs/"))


def test_what_pages_do_the_api_does() -> None:
    contract = make_contract()
    delivery, task, lead = make_work(contract=contract)
    worker = in_team_of(delivery, Role.IMPLEMENTER)
    number, api, boss = delivery.number, call_as(user=worker), call_as(user=lead)
    manager = call_as(Role.SALES_MANAGER)
    rate = {"role": "implementer", "amount": "200", "currency": "CNY", "since": "2026-01-01"}
    assert manager.post("/cost-rates", rate).status_code == 201
    assert manager.post("/expense-limits", {"amount": "0", "since": today()}).status_code == 201
    assert manager.get("/expense-limits").json()[0]["amount"] == "0.00"
    hours = {"task_id": task.pk, "day": today(), "hours": "1:30"}
    made = api.post("/delivery-hours", hours)
    assert (made.status_code, made.json()["minutes"]) == (201, 90)
    assert api.post("/delivery-hours", hours | {"hours": "25"}).status_code == 422
    assert api.post("/delivery-hours", hours | {"task_id": 0}).status_code == 422
    assert api.get("/delivery-week", {"on": today()}).json()["hours"][0]["hours"] == "1.50"
    week = {"person_id": worker.pk, "on": today()}
    assert api.post(f"/deliveries/{number}/confirmed-weeks", week).status_code == 403
    assert boss.post(f"/deliveries/{number}/confirmed-weeks", week).status_code == 201
    assert len(boss.get(f"/deliveries/{number}/confirmed-weeks").json()) == 1
    pk, fix = made.json()["id"], {"hours": "1", "reason": "Left early"}
    assert boss.post(f"/delivery-hours/{pk}/correction", fix).json()["minutes"] == 60
    assert boss.post(f"/delivery-tasks/{task.pk}/remaining", {"hours": "8"}).status_code == 200


def test_money_goes_through_the_api_as_through_pages() -> None:
    contract = make_contract()
    delivery, task, lead = make_work(contract=contract)
    worker = in_team_of(delivery, Role.IMPLEMENTER)
    number, api, boss = delivery.number, call_as(user=worker), call_as(user=lead)
    limit = {"amount": "0", "since": today()}
    assert call_as(Role.SALES_MANAGER).post("/expense-limits", limit).status_code == 201
    spent = {"kind": "meals", "what": "Lunch", "day": today(), "amount": "60", "currency": "CNY"}
    expense = api.post(f"/deliveries/{number}/expenses", spent).json()
    assert expense["state"] == "waiting"
    place = f"/expenses/{expense['number']}"
    paper = SimpleUploadedFile("r.txt", b"paid")
    assert api.upload(f"{place}/receipts", {"file": paper}).status_code == 201
    assert boss.post(f"{place}/decision", {"to": "approved"}).json()["state"] == "approved"
    order = api.post(f"/deliveries/{number}/expenses", spent | {"is_ordered": True}).json()
    bill = {"amount": "55", "day": today()}
    billed = api.post(f"/expenses/{order['number']}/bill", bill).json()
    assert Decimal(billed["amount"]) == 55
    assert (
        boss.post(f"/deliveries/{number}/budget", {"amount": "1", "reason": "x"}).status_code == 409
    )
    change = {
        "title": "A gate",
        "why": "Safety",
        "asked_by": "us",
        "price": "100",
        "cost": "40",
        "task_ids": [task.pk],
    }
    drafted = boss.post(f"/deliveries/{number}/change-requests", change).json()
    place = f"/change-requests/{drafted['number']}"
    edit = {
        "before": {"price": "100", "task_ids": [task.pk]},
        "values": {"price": "120", "task_ids": []},
    }
    assert Decimal(boss.patch(place, edit).json()["price"]) == 120
    assert boss.post(f"{place}/state", {"to": "offered"}).json()["state"] == "offered"
    yes = {"on": today(), "signed_by": "Ms Yu"}
    done = boss.post(f"{place}/acceptance", yes).json()
    assert (done["state"], done["contract"]) == ("accepted", contract.number)
    assert boss.post(f"{place}/amendment").status_code == 409
