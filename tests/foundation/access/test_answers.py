"""What is refused is answered with its reason, where it was asked for."""

import json

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from tests.factories.quotes import make_sent
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_part_of_a_page_that_a_role_forbids_says_why_and_leaves_the_page(
    client: Client, language: str
) -> None:
    client.force_login(make_user(Role.SALESPERSON, language=language))
    milestone = make_milestone()

    answer = client.post(f"/milestones/{milestone.number}/reached/", headers=HTMX)

    assert answer.status_code == 403
    assert answer.headers["HX-Reswap"] == "none"
    told = json.loads(answer.headers["HX-Trigger"])["toast"]
    with translation.override(language):
        assert told["text"] == str(NotAllowed.message)
    assert told["tone"] == "bad"
    milestone.refresh_from_db()
    assert not milestone.is_reached


def test_a_part_of_what_is_not_there_says_so(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))

    answer = client.post("/milestones/M-4000/reached/", headers=HTMX)

    assert answer.status_code == 404
    assert "toast" in json.loads(answer.headers["HX-Trigger"])


def test_a_whole_page_that_a_role_forbids_is_a_page(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON, language="en"))

    answer = client.get("/repositories/")

    assert answer.status_code == 403
    assert "Your role does not include this page" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "title", "why"),
    [
        ("en", "This was not done", "Somebody removed this line in the meantime."),
        ("zh-hans", "此操作未执行", "该行已被其他人删除。"),
    ],
)
def test_what_cannot_be_says_why_on_a_page_also_without_scripts(
    client: Client, language: str, title: str, why: str
) -> None:
    client.force_login(make_user(Role.SALESPERSON, language=language))
    number = make_sent().quote.number

    for answer in (
        client.get(f"/quotes/{number}/lines/4000/edit/"),
        client.post(f"/quotes/{number}/lines/4000/", {"quantity": "2"}),
    ):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert title in page
        assert why in page
        assert f'href="/quotes/{number}/"' in page
