"""Files of customers are checked, taken in, and taken back as one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.rosters import operations, queries
from twintrack.sales.rosters.columns import read_row
from twintrack.sales.rosters.lifecycle import MOVING, Outcome, State
from twintrack.sales.rosters.models import CustomerImport
from twintrack.sales.segments import operations as segments

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
FILE = """客户名称,分级,行业,城市,负责人,联系人,职位,手机,邮箱
宁海新材有限公司,A,薄膜,宁波,赵磊,王敏,厂长,13900137788,wang@ninghai.example
宁海新材有限公司,,,,,李强,采购,13900137799,
海川电子,B,电子,苏州,,Tom Baker,,,tom@haichuan.example
,A,,,,谁,,,
坏邮箱公司,,,,,某人,,,not-an-address
无人认领,,,,查无此人,,,,
"""


def send(by: User, text: str = FILE) -> CustomerImport:
    run = operations.send(data=text.encode(), name="客户.csv", by=by, at=AT)
    return go_on(run)


def go_on(run: CustomerImport) -> CustomerImport:
    """Do what the worker does."""
    run.refresh_from_db()
    while run.state in MOVING:
        run = operations.advance(run=run, position=run.position, by=run.started_by, at=AT)
    return run


def take_in(by: User, text: str = FILE, policy: str = "attach") -> CustomerImport:
    run = send(by, text)
    return go_on(operations.start(run=run, policy=policy, by=by, at=AT))


def outcomes(run: CustomerImport) -> dict[str, int]:
    return {each.value: count for each, count in queries.count_outcomes(run).items()}


@pytest.fixture
def sun() -> User:
    make_user(Role.SALESPERSON, name="赵磊")
    return make_user(Role.SALES_MANAGER, name="孙")


def test_rows_are_checked_first_and_each_bad_one_says_why(sun: User) -> None:
    make_customer(name="海川电子股份有限公司")

    run = send(sun)

    rows = {each.line: each for each in queries.list_rows(run)}
    assert run.state == State.CHECKED
    assert run.mapping["company"] == "客户名称"
    assert {line: each.outcome for line, each in rows.items()} == {
        2: "fresh",
        3: "matched",
        4: "matched",
        5: "wrong",
        6: "wrong",
        7: "wrong",
    }
    assert (rows[3].reason, rows[4].reason) == ("line", "name")
    assert all(rows[line].problem for line in (5, 6, 7))
    assert Customer.objects.count() == 1


def test_good_rows_are_taken_in_and_bad_ones_left(sun: User) -> None:
    run = take_in(sun)

    ninghai = Customer.objects.get(name="宁海新材有限公司")
    assert (ninghai.segment, ninghai.industry, ninghai.region) == ("A", "薄膜", "宁波")
    assert ninghai.owner.name == "赵磊"
    assert ninghai.contacts.get(name="王敏").title == "厂长"
    assert set(ninghai.contacts.values_list("name", flat=True)) == {"王敏", "李强"}
    assert outcomes(run) == {"wrong": 3, "created": 2, "attached": 1}
    assert Entry.objects.filter(kind="customer.added").count() == 2
    assert Entry.objects.filter(kind="customer.contact_added").count() == 3


def test_the_same_file_again_brings_nothing(sun: User) -> None:
    first = take_in(sun)
    counts = (Customer.objects.count(), Contact.objects.count())

    again = send(sun)
    same = queries.find_same(again)
    again = go_on(operations.start(run=again, policy="update", by=sun, at=AT))

    assert same == first
    assert (Customer.objects.count(), Contact.objects.count()) == counts
    assert outcomes(again) == {"wrong": 3, "same": 3}


@pytest.mark.parametrize(
    ("policy", "region", "people", "outcome"),
    [
        ("attach", "上海", 1, "attached"),
        ("update", "苏州", 1, "attached"),
        ("skip", "上海", 0, "skipped"),
    ],
)
def test_what_becomes_of_known_customers_is_chosen(
    sun: User, policy: str, region: str, people: int, outcome: str
) -> None:
    known = make_customer(name="海川电子", region="上海")

    run = take_in(sun, policy=policy)

    known.refresh_from_db()
    assert known.region == region
    assert known.contacts.count() == people
    assert queries.get_row(run, 4).outcome == outcome


def test_one_row_may_be_decided_otherwise(sun: User) -> None:
    known = make_customer(name="另一家")
    Contact.objects.create(customer=known, name="Tom Baker", email="tom@haichuan.example")
    run = send(sun)
    row = queries.get_row(run, 4)
    assert (row.reason, row.customer) == ("email", known)

    operations.decide(row=row, decision="create", by=sun, at=AT)
    go_on(operations.start(run=run, by=sun, at=AT))

    assert Customer.objects.filter(name="海川电子").exists()
    with pytest.raises(operations.NotChecked):
        operations.decide(row=row, decision="skip", by=sun, at=AT)


def test_all_of_it_is_taken_back_but_for_what_somebody_worked_with(sun: User) -> None:
    known = make_customer(name="海川电子", region="上海")
    run = take_in(sun, policy="update")
    make_feedback(customer=Customer.objects.get(name="宁海新材有限公司"))

    run = go_on(operations.undo(run=run, by=sun, at=AT))

    known.refresh_from_db()
    assert known.region == "上海"
    assert not known.contacts.exists()
    assert not Contact.objects.exists()
    # Somebody said something there in the meantime.
    assert Customer.objects.filter(name="宁海新材有限公司").exists()
    assert outcomes(run) == {"wrong": 3, "removed": 2, "kept": 1}
    with pytest.raises(operations.NotTakenIn):
        operations.undo(run=run, by=sun, at=AT)


def test_a_customer_of_several_rows_is_taken_back_whole(sun: User) -> None:
    run = take_in(sun)

    run = go_on(operations.undo(run=run, by=sun, at=AT))

    connection.check_constraints()
    assert not Customer.objects.exists()
    assert outcomes(run) == {"wrong": 3, "removed": 3}


def test_what_rules_made_of_customers_since_keeps_none_of_them(sun: User) -> None:
    known = make_customer(name="海川电子", segment="C", region="上海")
    details = segments.SegmentRuleDetails(
        name_zh="薄膜", name_en="Film", measure="industry", value="薄膜", points=40
    )
    segments.add_rule(details=details, by=sun, at=AT)
    run = take_in(sun, policy="update")
    segments.reckon(customer_ids=None, by=sun, at=AT)
    assert Customer.objects.get(name="宁海新材有限公司").segment == "B"

    run = go_on(operations.undo(run=run, by=sun, at=AT))

    known.refresh_from_db()
    assert list(Customer.objects.all()) == [known]
    assert known.region == "上海"
    assert outcomes(run) == {"wrong": 3, "removed": 3}


def test_other_columns_are_checked_anew(sun: User) -> None:
    run = send(sun, "甲,乙\n宁海,王\n")
    with pytest.raises(operations.ColumnMissing):
        operations.remap(run=run, mapping={"name": "乙"}, by=sun, at=AT)

    run = go_on(operations.remap(run=run, mapping={"company": "甲", "name": "乙"}, by=sun, at=AT))

    assert outcomes(run) == {"fresh": 1}


def test_who_may_not_take_customers_in_is_refused(client: Client) -> None:
    zhao = make_user(Role.SALESPERSON)
    with pytest.raises(NotAllowed):
        send(zhao)
    client.force_login(zhao)
    assert client.get("/customer-imports/").status_code == 403
    assert call_as(Role.SALESPERSON).get("/customer-imports").status_code == 403


def test_the_pages_lead_from_a_file_to_customers(client: Client, sun: User) -> None:
    client.force_login(sun)
    file = SimpleUploadedFile("客户.csv", FILE.encode())

    url = client.post("/customer-imports/new/", {"file": file}).headers["Location"]
    run = go_on(CustomerImport.objects.get())
    page = text_of(client.get(url))
    skip = {"line": "3", "decision": "skip"}
    there = client.post(f"{url}decisions/", skip, headers={"HX-Request": "true"})
    assert there.status_code == 204
    assert "Line 3" in there["HX-Trigger"]
    client.post(f"{url}decisions/", skip)
    client.post(f"{url}start/", {"policy": "attach"})
    go_on(run)
    client.post(f"{url}undo/")

    assert "not-an-address" in page
    assert "This is no e-mail address." in page
    assert run.number in text_of(client.get("/customer-imports/"))
    assert Customer.objects.count() == 2


def test_a_page_asks_no_more_for_more_rows(client: Client, sun: User) -> None:
    client.force_login(sun)
    few, many = (
        send(sun, "公司,联系人\n" + "".join(f"{n}号公司,某{n}\n" for n in range(count)))
        for count in (2, 40)
    )

    def ask(run: CustomerImport) -> Any:
        return client.get(run.get_absolute_url())

    ask(few)
    assert queries_of(lambda: ask(many)) <= queries_of(lambda: ask(few))


def test_the_api_does_the_same(sun: User) -> None:
    api = call_as(user=sun)
    file = SimpleUploadedFile("c.csv", FILE.encode())

    sent = api.upload("/customer-imports", {"file": file}).json()
    run = go_on(CustomerImport.objects.get(number=sent["number"]))
    at = f"/customer-imports/{run.number}"

    rows = api.get(f"{at}/rows", {"outcome": Outcome.WRONG.value}).json()["items"]
    assert [each["line"] for each in rows] == [5, 6, 7]
    mapping = {"mapping": run.mapping}
    assert api.post(f"{at}/columns", mapping).json()["state"] == "checking"
    go_on(run)
    assert api.post(f"{at}/rows/3/decision", {"decision": "skip"}).json()["decision"] == "skip"
    assert api.post(f"{at}/start", {"policy": "attach"}).json()["state"] == "running"
    run = go_on(run)
    assert api.get(at).json()["counts"]["created"] == 2
    assert api.post(f"{at}/undo").json()["state"] == "undoing"


@pytest.mark.parametrize("said", ["决策人", "Decision maker", "decision_maker"])
def test_a_buying_role_is_read_in_any_language(said: str) -> None:
    row = {"客户": "宁海", "姓名": "王敏", "角色": said}
    mapping = {"company": "客户", "name": "姓名", "buying_role": "角色"}

    assert read_row(row, mapping, {}).person["role"] == "decision_maker"
    assert read_row(row | {"角色": "国王"}, mapping, {}).wrong
