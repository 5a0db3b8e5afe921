"""Heads of lists put their rows in order, page by page."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.projects import make_milestone, make_project
from twintrack.foundation.access.roles import Role
from twintrack.helix.communication import operations as communication

pytestmark = pytest.mark.django_db
LISTS = ["/customers/", "/opportunities/", "/plans/", "/projects/"]


@pytest.fixture
def manager(client: Client) -> Client:
    lin = make_user(Role.PRODUCT_MANAGER, Role.SALES_MANAGER, language="en")
    make_template()
    for number in range(3):
        customer = make_customer(name=f"Customer {2 - number}")
        make_opportunity(customer=customer, name=f"Deal {number}")
        due = date(2026, 12, 1) + timedelta(days=number)
        make_project(name=f"Project {number}", due_on=due if number else None)
        milestone = make_milestone(due_on=due, forecast_on=due)
        communication.start(milestone=milestone, customer=customer, by=lin, at=timezone.now())
    client.force_login(lin)
    return client


def rows(client: Client, address: str) -> list[str]:
    return re.findall(r'<tr[^>]* data-pk="(\d+)"', client.get(address).content.decode())


@pytest.mark.parametrize("url", LISTS)
def test_every_head_that_leads_somewhere_orders_the_rows_both_ways(
    manager: Client, url: str
) -> None:
    page = manager.get(url).content.decode()
    keys = set(re.findall(r'<th scope="col"[^>]*><a href="\?sort=(\w+)"', page))
    usual = rows(manager, url)

    assert len(keys) >= 5
    for key in keys:
        rising, falling = rows(manager, f"{url}?sort={key}"), rows(manager, f"{url}?sort=-{key}")
        assert rising == falling[::-1]
        assert sorted(rising) == sorted(usual)
    marked = manager.get(f"{url}?sort=-number").content.decode()
    assert 'aria-sort="descending"' in marked
    assert rows(manager, f"{url}?sort=nonsense") == usual


def test_rows_without_a_day_come_last(manager: Client) -> None:
    page = manager.get("/projects/?sort=due").content.decode()
    found = re.findall(r">(Project \d)</a>", page)

    assert found[:2] == ["Project 1", "Project 2"]
    assert "Project 0" in found[2:]
