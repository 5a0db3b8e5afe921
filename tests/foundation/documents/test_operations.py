"""The head of papers, and papers themselves."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.documents import papers
from twintrack.foundation.documents.models import Letterhead
from twintrack.foundation.documents.operations import HeadImpossible, change_letterhead
from twintrack.foundation.documents.queries import get_letterhead
from twintrack.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_the_head_is_the_company_s_name_until_it_is_filled_in() -> None:
    manager = make_user(Role.SALES_MANAGER)
    assert get_letterhead().name_en == "Twintrack"
    seen, wanted = {"phone": ""}, {"phone": "+86 574 1", "name_zh": "双轨"}
    change_letterhead(before=seen, values=wanted, by=manager, at=AT)
    assert (get_letterhead().name_zh, get_letterhead().name_en) == ("双轨", "Twintrack")
    assert Entry.objects.get().payload["to"] == wanted

    with pytest.raises(StaleEdit):
        change_letterhead(before=seen, values={"phone": "2"}, by=manager, at=AT)
    for wrong in ({"name_en": " "}, {"logo": "x"}):
        with pytest.raises(HeadImpossible):
            change_letterhead(before={}, values=wrong, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        change_letterhead(before={}, values=wanted, by=make_user(Role.SALESPERSON), at=AT)


def test_the_head_is_changed_on_its_page_and_over_the_api(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    assert "/settings/letterhead/" in text_of(client.get("/settings/"))
    sent = {"name_zh": "双轨", "name_en": "Twintrack Ltd", "initial-name_zh": "Twintrack"}
    wrong = client.post("/settings/letterhead/", sent | {"email": "nobody"})
    assert wrong.status_code == 422
    client.post("/settings/letterhead/", sent | {"initial-name_en": "Twintrack"})
    assert Letterhead.objects.get().name_en == "Twintrack Ltd"
    api = call_as(Role.EXECUTIVE)
    body = {"before": {"name_zh": "双轨"}, "values": {"name_zh": "双轨科技"}}
    assert api.patch("/letterhead", body).json()["name_zh"] == "双轨科技"
    assert api.get("/letterhead").json()["name_en"] == "Twintrack Ltd"
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get("/settings/letterhead/").status_code == 403


def test_without_its_fonts_no_paper_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(papers, "FONTS", tmp_path)
    papers._fonts.cache_clear()
    with pytest.raises(papers.FontsMissing, match="build"):
        papers._fonts()
    papers._fonts.cache_clear()
