"""Leads from a file: guessed, tried, taken in once, and nothing kept of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.leads.columns import size_of, source_of
from twintrack.sales.leads.models import Lead, LeadImport

pytestmark = pytest.mark.django_db
ROWS = """公司名称,姓名,手机,邮箱,线索来源,员工人数,意向产品,备注
苏州博特,李强,138 0013 8000,li@bote.cn,展会,100-199,H3,要样机
宁海新材有限公司,王敏,13900139000,,转介绍,,,
苏州博特有限公司,李刚,,,,,,
,无名,13700137000,,,,,
坏电话,张三,12,,,,,
常州德润,蒋敏,+86 137 1111 2222,,,,,
"""


def a_file(text: str = ROWS, encoding: str = "gb18030") -> SimpleUploadedFile:
    return SimpleUploadedFile("展会名单.csv", text.encode(encoding))


def test_what_people_write_of_sources_and_sizes_is_understood() -> None:
    assert [source_of(each) for each in ("展会", "Trade fair", "moon")] == [
        *("exhibition", "exhibition", "other")
    ]
    sizes = ("49", "50-199", "1,000+", "约 300 人", "many", "large")
    assert [size_of(each) for each in sizes] == [
        *("small", "medium", "very_large", "large", "", "large")
    ]


def test_a_file_is_tried_and_imported_once(client: Client) -> None:
    zhao = make_user(Role.SALESPERSON)
    h3 = make_product(name="H3")
    make_customer(name="宁海新材股份公司")
    make_lead(company="德润", phone="13711112222")
    client.force_login(zhao)
    assert client.post("/leads/import/", {"x": 1}).status_code == 422
    assert client.post("/leads/import/", {"file": a_file("x")}).status_code == 422
    url = client.post("/leads/import/", {"file": a_file()}).headers["Location"]
    run = LeadImport.objects.get()
    assert run.mapping["contact_name"] == "姓名"
    page = text_of(client.get(url))
    for told in ("1 new", "3 known already", "2 not usable", "same phone", "earlier line"):
        assert told in page
    assert not Lead.objects.exclude(company="德润").exists()
    chosen = run.mapping | {"act": "import"}
    assert client.post(url, chosen | {"company": ""}).status_code == 422
    client.post(url, chosen)

    lead = Lead.objects.get(company="苏州博特")
    assert (lead.source, lead.size, lead.captured_by) == ("exhibition", "medium", "import")
    assert list(lead.products.all()) == [h3]
    run.refresh_from_db()
    assert (run.taken, run.known, run.wrong, run.rows) == (1, 3, 2, [])
    assert "was imported already" in text_of(client.post(url, chosen))
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["lead.captured", "lead.imported"]
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get(url).status_code == 404


def test_other_systems_import_files_too() -> None:
    api = call_as(Role.SALESPERSON)
    made = api.upload("/lead-imports", {"file": a_file()}).json()
    tried = api.get(f"/lead-imports/{made['id']}/trial").json()
    assert [bool(each["wrong"]) for each in tried].count(True) == 2
    done = api.post(f"/lead-imports/{made['id']}/run", {"with_known": True}).json()
    assert (done["taken"], done["wrong"]) == (4, 2)
    assert api.post(f"/lead-imports/{made['id']}/run", {}).status_code == 409
    assert call_as(Role.ENGINEER).upload("/lead-imports", {"file": a_file()}).status_code == 403
