"""What rules ask for is typed as lists call it, in either language."""

import pytest
from django.test import Client
from django.utils.translation import override

from tests.answers import text_of
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.sales.leads.forms.values import codes_of, labels_of
from twintrack.sales.leads.models import ScoreRule


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("source", "展会 | referral", "exhibition|referral"),
        ("source", "Exhibition", "exhibition"),
        ("phone", "否", "no"),
        ("mail", "企业邮箱", "work"),
        ("region", "展会 | 江苏", "展会 | 江苏"),
        ("source", "Nobody", "Nobody"),
    ],
)
def test_labels_become_codes_where_the_field_has_any(field: str, typed: str, code: str) -> None:
    assert codes_of(field, typed) == code


def test_codes_are_written_in_the_language_of_the_reader() -> None:
    with override("zh-hans"):
        assert labels_of("source", "exhibition|referral") == "展会 | 转介绍"


@pytest.mark.django_db
def test_a_rule_is_written_and_changed_in_words(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    said = {"name_zh": "展会", "name_en": "Fair", "points": "15", "is_active": "on"}
    said |= {"field": "source", "value": "Exhibition | 转介绍"}
    unknown = client.post("/leads/rules/points/new/", said | {"value": "Exhibiton"})
    client.post("/leads/rules/points/new/", said)
    rule = ScoreRule.objects.get()
    page = text_of(client.get(f"/leads/rules/points/{rule.pk}/"))
    seen = {f"initial-{name}": value for name, value in said.items() if name != "is_active"}
    seen |= {"initial-value": "Exhibition | Referral", "initial-is_active": "True"}
    client.post(
        f"/leads/rules/points/{rule.pk}/",
        said | seen | {"field": "size", "value": "200 to 999 people"},
    )

    assert unknown.status_code == 422
    assert "is not in that list" in text_of(unknown)
    assert rule.value == "exhibition|referral"
    assert 'value="Exhibition | Referral"' in page
    rule.refresh_from_db()
    assert (rule.field, rule.value) == ("size", "large")
