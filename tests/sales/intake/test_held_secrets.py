"""What other systems send of a product stays with those who may see the product."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.factories.intake import AT, confirm, csv_of, start, upload
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product, Reach
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.models import HeldRow
from twintrack.sales.intake.operations import Template

pytestmark = pytest.mark.django_db
SECRET = "what nobody else may read"


@pytest.fixture
def falcon() -> Product:
    return make_product(name="Falcon 9", code="f9", reach=Reach.TEAMS)


def sent(product: str) -> HeldRow:
    source, _key = operations.add_source(
        name="desk", template=Template(), by=make_user(Role.ADMIN), at=AT
    )
    body = json.dumps({"customer": "Nobody", "product": product, "verbatim": SECRET}).encode()
    operations.receive(source=source, body=body, by=source.acts_as, at=AT)
    return HeldRow.objects.get()


@pytest.mark.parametrize("named", ["Falcon 9", " falcon  9", "F9", "ＦＡＬＣＯＮ 9"])
def test_a_held_row_of_a_hidden_product_is_hidden(
    client: Client, falcon: Product, named: str
) -> None:
    held, he = sent(named), make_user(Role.CSM)
    client.force_login(he)

    assert SECRET not in client.get("/feedback/held/").content.decode()
    assert client.get("/api/v1/held-rows").json()["items"] == []
    assert queries.count_held(he) == 0
    assert client.get(f"/feedback/held/{held.pk}/").status_code == 404
    assert client.post(f"/feedback/held/{held.pk}/dismissal/").status_code == 404
    correction = {"corrections": {"customer": "x"}}
    path = f"/api/v1/held-rows/{held.pk}"
    assert client.post(f"{path}/release", correction, "application/json").status_code == 404
    assert client.post(f"{path}/dismissal").status_code == 404


def test_who_may_see_the_product_sees_what_waits(client: Client, falcon: Product) -> None:
    sent("Falcon 9")
    he = make_user(Role.CSM)
    falcon.teams.add(make_team(he))
    manager = make_user(Role.ADMIN)

    for person in (he, manager):
        client.force_login(person)
        assert SECRET in client.get("/feedback/held/").content.decode()
        assert queries.count_held(person) == 1


def test_what_speaks_of_no_product_here_is_seen_by_all_who_import(falcon: Product) -> None:
    sent("Sparrow")

    assert queries.count_held(make_user(Role.CSM)) == 1


def test_ones_own_rows_tell_nothing_of_which_products_there_are(falcon: Product) -> None:
    he: User = make_user(Role.CSM)
    rows = (("1", "Nobody", "Falcon 9", "a", "", ""), ("2", "Nobody", "Sparrow", "b", "", ""))
    run = confirm(upload(csv_of(*rows), he), he)
    drain()
    run.refresh_from_db()
    start(run, he)
    drain()

    assert queries.count_held(he) == 2
