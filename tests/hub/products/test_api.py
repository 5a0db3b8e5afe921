"""Products by the REST API."""

import pytest

from tests.factories.people import make_team
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module, Version

pytestmark = pytest.mark.django_db


def test_who_sees_a_product_is_changed_with_what_was_seen() -> None:
    api, team = call_as(Role.PRODUCT_MANAGER), make_team()
    make_product(code="h3", name="H3")
    # An executive sees it still: the manager is in no team of its own.
    watcher = call_as(Role.EXECUTIVE)

    stale = api.patch("/products/h3", {"before": {"name": "H2"}, "values": {"name": "H4"}})
    wrong = api.patch("/products/h3", {"before": {}, "values": {"team_ids": [999_999]}})
    changed = watcher.patch(
        "/products/h3", {"before": {}, "values": {"reach": "teams", "team_ids": [team.pk]}}
    )

    assert (stale.status_code, wrong.status_code) == (409, 422)
    assert changed.json()["reach"] == "teams"
    assert api.get("/products/h3").status_code == 404


def test_modules_are_moved_and_retired() -> None:
    api, product = call_as(Role.RND_LEAD), make_product(code="h3")
    drive = Module.objects.create(product=product, name="Drive")
    tension = Module.objects.create(product=product, name="Tension", parent=drive)
    url = f"/products/h3/modules/{tension.pk}"

    moved = api.patch(url, {"before": {"parent_id": drive.pk}, "values": {"parent_id": None}})
    circle = api.patch(url, {"before": {}, "values": {"parent_id": tension.pk}})
    retired = api.post(url + "/offer", {"is_offered": False})
    back = api.post(url + "/offer", {"is_offered": True})

    assert moved.json()["parent_id"] is None
    assert circle.status_code == 422
    assert (retired.json()["is_retired"], back.json()["is_retired"]) == (True, False)


def test_versions_and_what_is_in_use_are_kept() -> None:
    api, product = call_as(Role.PRODUCT_MANAGER), make_product(code="h3")
    version = Version.objects.create(product=product, name="3.2")
    url = f"/products/h3/versions/{version.pk}"

    released = api.patch(
        url, {"before": {"released_on": None}, "values": {"released_on": "2026-09-24"}}
    )
    rows = [{"week": "2026-11-16", "active": 40, "version_id": version.pk}]
    noted = api.post("/products/h3/exposure", {"rows": rows})
    tuesday = api.post("/products/h3/exposure", {"rows": [{"week": "2026-11-17", "active": 1}]})

    assert released.json()["state"] == "released"
    assert noted.json() == {"changed": 1}
    assert tuesday.status_code == 422
    assert api.get("/products/h3/exposure").json() == [
        {"week": "2026-11-16", "total": 40, "by_version": {"3.2": 40}}
    ]


def test_a_salesperson_changes_no_product() -> None:
    make_product(code="h3")
    body = {"before": {}, "values": {"name": "X"}}

    assert call_as(Role.SALESPERSON).patch("/products/h3", body).status_code == 403
