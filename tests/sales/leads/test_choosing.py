"""Leads of customers that are known go to whoever owns these, however they come in."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.models import Leave
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.models import AssignmentRule, Lead
from twintrack.sales.leads.operations import AssignmentDetails, LeadDetails, WebFormDetails
from twintrack.sales.leads.queries import Newcomer

pytestmark = pytest.mark.django_db
# Tuesday, 10:00 in Shanghai.
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAMES = {"name_zh": "老客户", "name_en": "Known"}


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def sun() -> User:
    return make_user(Role.SALES_MANAGER, name="Sun")


@pytest.fixture
def ninghai(zhao: User) -> Customer:
    customer = make_customer(name="宁海新材料股份有限公司", owner=zhao)
    person = {"name": "王敏", "phone": "13800138000", "email": "wang@ninghai.cn"}
    Contact.objects.create(customer=customer, **person)
    return customer


def add_rules(*people: User, otherwise: User, by: User) -> AssignmentRule:
    known = AssignmentDetails(**NAMES, method="customer", people=people)
    others = AssignmentDetails(**NAMES, position=2, people=[otherwise])
    operations.add_assignment_rule(details=others, by=by, at=AT)
    return operations.add_assignment_rule(details=known, by=by, at=AT)


def owner_of_new(by: User, **over: str) -> User | None:
    details = LeadDetails(**{"company": "宁海新材料"} | over)
    return operations.capture(details=details, by=by, at=AT).owner


def test_the_surest_that_somebody_has_in_common_tells_whose_customer_it_is(
    ninghai: Customer, zhao: User, sun: User
) -> None:
    def owner(**typed: str) -> User | None:
        return queries.owner_of_known(Newcomer(**typed))

    assert owner(company="宁海新材料（集团）有限公司") == zhao
    assert owner(company="别的名字", phone="+86 138 0013 8000") == zhao
    assert owner(company="别的名字", email="WANG@ninghai.cn") == zhao
    assert owner(company="别的名字", email="zhang@ninghai.cn") == zhao
    assert owner(company="宁海新材") is owner(company="nhxcl") is owner(company="陌生") is None
    assert owner() is None

    branch = make_customer(name="宁海新材料苏州分厂", owner=sun)
    person = {"name": "李强", "phone": "13900139000", "email": "li@ninghai.cn"}
    Contact.objects.create(customer=branch, **person)
    assert owner(company="宁海", email="zhang@ninghai.cn") is None
    assert owner(company="宁海新材料", email="li@ninghai.cn") == sun
    assert owner(company="宁海", phone="13900139000", email="zhang@ninghai.cn") == sun
    merged = make_customer(name="宁海新材料公司", owner=sun)
    assert owner(company="宁海新材料") is None
    Customer.objects.filter(pk=merged.pk).update(merged_into=ninghai)
    assert owner(company="宁海新材料") == zhao

    def ask() -> object:
        return owner(company="宁海新材料", phone="13800138000", email="zhang@ninghai.cn")

    few = queries_of(ask)
    for number in range(5):
        Contact.objects.create(customer=ninghai, name="某人", email=f"{number}@ninghai.cn")
    assert queries_of(ask) == few == 2


def test_the_next_rule_is_asked_where_an_owner_is_away_not_meant_or_gone(
    ninghai: Customer, zhao: User, sun: User
) -> None:
    rule = add_rules(otherwise=sun, by=sun)
    assert owner_of_new(sun) == zhao
    assert owner_of_new(sun, company="陌生公司") == sun

    for people, expected in (({sun}, sun), ({sun, zhao}, zhao)):
        values = {"people": people}
        before = {"people": set(rule.people.all())}
        operations.change_assignment_rule(rule=rule, before=before, values=values, by=sun, at=AT)
        assert owner_of_new(sun) == expected
    # Whoever was named and left is nobody, not everybody.
    rule.people.set([make_user(Role.SALESPERSON, is_active=False)])
    assert owner_of_new(sun) == sun
    rule.people.clear()

    day = date(2026, 11, 24)
    leave = Leave.objects.create(
        person=zhao, entered_by=zhao, entered_at=AT, start_on=day, end_on=day, kind="annual"
    )
    assert owner_of_new(sun) == sun
    leave.delete()
    assert owner_of_new(sun) == zhao
    for owner in (make_user(Role.SALESPERSON, is_active=False), make_user(Role.ENGINEER)):
        Customer.objects.filter(pk=ninghai.pk).update(owner=owner)
        assert owner_of_new(sun) == sun


def test_it_holds_by_hand_from_a_file_through_the_api_and_from_the_web(
    client: Client, ninghai: Customer, zhao: User, sun: User
) -> None:
    rule = add_rules(otherwise=sun, by=sun)
    client.force_login(sun)
    client.post("/leads/new/", {"company": "宁海新材料", "source": "other"})
    call_as(Role.SALES_MANAGER).post("/leads", {"company": "A", "phone": "138 0013 8000"})
    page = operations.add_web_form(details=WebFormDetails(**NAMES), by=sun, at=AT)
    word = LeadDetails(company="B", email="zhang@ninghai.cn")
    operations.take_word(web_form=page, details=word, turn="x", at=AT)
    rows = "公司名称,手机\nC,13800138000\n陌生公司,\n".encode()
    run = operations.prepare_import(data=rows, name="a.csv", by=sun, at=AT)
    operations.run_import(run=run, mapping=run.mapping, with_known=True, by=sun, at=AT)

    found = Lead.objects.order_by("pk").values_list("captured_by", "owner__name")
    expected = [("form", "Zhao"), ("api", "Zhao"), ("web", "Zhao"), ("import", "Zhao")]
    assert list(found) == [*expected, ("import", "Sun")]
    late = make_lead(company="D", email="wang@ninghai.cn")
    [given] = operations.assign_several(leads=[late], by=sun, at=AT)
    assert given.owner == zhao
    told = text_of(client.get("/leads/rules/"))
    assert "Leads of known customers · Whoever owns the customer they come from" in told
    assert rule.people.count() == 0


def test_nobody_has_to_be_named_where_owners_of_customers_get_leads(
    client: Client, sun: User
) -> None:
    client.force_login(sun)
    form = NAMES | {"position": "1", "is_active": "on"}
    new = "/leads/rules/assignment/new/"
    refused = client.post(new, form | {"method": "load"})
    assert refused.status_code == 422
    assert "This field is required." in text_of(refused)
    assert client.post(new, form | {"method": "customer"}).status_code == 302
    api = call_as(Role.SALES_MANAGER)
    made = api.post("/lead-assignment-rules", NAMES | {"method": "customer"})
    assert (made.status_code, made.json()["people"]) == (201, [])
    assert api.post("/lead-assignment-rules", NAMES).status_code == 422
    edit = {"before": {"method": "customer"}, "values": {"method": "load"}}
    assert api.patch(f"/lead-assignment-rules/{made.json()['id']}", edit).status_code == 422


def test_the_page_of_a_lead_names_the_rule_that_chose_its_owner(
    client: Client, zhao: User, sun: User
) -> None:
    rule = operations.add_assignment_rule(
        details=AssignmentDetails(name_zh="华东", name_en="East China", people=[zhao]),
        by=sun,
        at=AT,
    )
    lead = operations.capture(details=LeadDetails(company="Kaito"), by=sun, at=AT)
    client.force_login(sun)

    def page() -> str:
        return text_of(client.get(f"/leads/{lead.number}/"))

    def feed() -> str:
        return " ".join(text_of(client.get(f"/activity/lead/{lead.pk}/")).split())

    assert ("Given by rule" in page(), ">East China</a>" in page()) == (True, True)
    assert "it went to Zhao by the rule “East China”" in feed()
    told = call_as(user=sun).get(f"/leads/{lead.number}").json()
    assert told["chosen_by_id"] == rule.pk
    # Whom a person chose no rule chose; the rules choose anew where they are asked.
    operations.assign(lead=lead, before=zhao, to=sun, by=sun, at=AT)
    lead.refresh_from_db()
    assert lead.chosen_by is None
    assert "Given by rule" not in page()
    operations.assign_several(leads=[lead], by=sun, at=AT)
    assert ">East China</a>" in page()
    assert "to Zhao by the rule “East China”" in feed()
