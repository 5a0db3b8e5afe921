"""Parts that one app draws on the pages of another."""

import pytest
from django.db import connection
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def drawn(user: User, name: str, *args: object) -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load panels %}{% for each in args %}{% panel name each %}{% endfor %}")
    context = RequestContext(request, {"name": name, "args": args})
    return template.render(context)


def test_a_page_shows_the_panels_of_apps_above_in_the_same_answer(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    requirement = make_requirement()

    page = client.get(f"/requirements/{requirement.number}/").content.decode()

    assert 'hx-trigger="load"' not in page
    assert f'hx-get="/requirements/{requirement.number}/chain/"' in page
    assert f'hx-get="/activity/requirement/{requirement.pk}/stream/"' in page


def test_a_panel_draws_itself_alone_and_again_by_its_address(client: Client) -> None:
    user = make_user(Role.PRODUCT_MANAGER)
    client.force_login(user)
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/voices/"

    with_page = drawn(user, "requirement-voices", requirement.number)

    assert with_page.strip().startswith("<section")
    assert client.get(url, headers=HTMX).content.decode().strip() == with_page.strip()
    assert "<html" in client.get(url).content.decode()
    assert client.post(url).status_code == 405


def test_a_panel_is_nothing_where_no_app_has_it_or_the_reader_may_not_see() -> None:
    user = make_user(Role.PRODUCT_MANAGER)

    assert drawn(user, "no-such-panel", 1) == ""
    assert drawn(user, "requirement-voices", "REQ-404") == ""


def test_panels_make_a_page_no_dearer_with_more_rows(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/"
    client.get(url)

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _row in range(12):
        make_requirement()
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
