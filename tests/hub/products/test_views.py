"""The pages of products."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Exposure, Module, Product, Version

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_lead_adds_a_product_with_a_module_and_a_version(lead: Client) -> None:
    page = lead.post("/products/new/", {"name": "H3", "code": "h3"}, follow=True)
    assert page.redirect_chain[0][0] == "/products/h3/"

    lead.post("/products/h3/modules/", {"name": "Drive"})
    lead.post("/products/h3/versions/", {"name": "3.3", "released_on": "2026-12-23"})

    shown = text(lead.get("/products/h3/"))
    assert "Drive" in shown
    assert "3.3" in shown
    assert "23 Dec" in shown


def test_what_is_refused_is_shown_beside_its_field(lead: Client) -> None:
    product = make_product(code="h3")
    Module.objects.create(product=product, name="Drive")
    Version.objects.create(product=product, name="3.3")

    taken = lead.post("/products/new/", {"name": "H3", "code": "h3"})
    answers = [
        lead.post("/products/h3/modules/", {"name": ""}),
        lead.post("/products/h3/modules/", {"name": "Drive"}),
        lead.post("/products/h3/versions/", {"name": "3.3"}),
        lead.post("/products/h3/versions/", {"name": "3.4", "released_on": "soon"}),
    ]

    assert {each.status_code for each in (taken, *answers)} == {422}
    assert "This name is taken" in text(taken)


def test_who_may_not_add_gets_the_page_that_says_so(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    make_product(code="h3")

    page = client.post("/products/new/", {"name": "H4", "code": "h4"})

    assert page.status_code == 403
    assert Product.objects.count() == 1
    assert client.post("/products/h3/modules/", {"name": "X"}).status_code == 403
    assert client.post("/products/h3/exposure/", {"table": "2026-W47, 1"}).status_code == 403
    assert client.get("/products/h3/edit/").status_code == 403
    assert "Add module" not in text(client.get("/products/h3/"))


def test_a_product_that_does_not_exist_or_is_hidden_is_not_found(lead: Client) -> None:
    make_product(code="secret", reach="teams")
    assert lead.get("/products/nothing/").status_code == 404
    assert lead.get("/products/secret/").status_code == 404
    assert lead.get("/products/secret/modules/").status_code == 404


def test_who_sees_a_product_is_changed_and_both_versions_are_shown(lead: Client) -> None:
    product, team = make_product(code="h3", name="H3"), make_team(name="Motion")
    seen = {
        "initial-name": "H3",
        "initial-owner": product.owner_id,
        "initial-reach": "everyone",
    }
    form = {"name": "H3 controller", "owner": product.owner_id, "reach": "everyone"}

    alone = lead.post("/products/h3/edit/", form | seen | {"reach": "teams"})
    assert alone.status_code == 422
    assert "at least one team" in text(alone)
    assert lead.post("/products/h3/edit/", form | seen | {"teams": [team.pk]}).status_code == 302
    stale = lead.post("/products/h3/edit/", form | seen | {"name": "H3 X", "teams": [team.pk]})
    assert stale.status_code == 422
    assert "“H3 controller”" in text(stale)
    assert "Motion" in text(lead.get("/products/h3/"))


def test_modules_are_a_tree_that_is_changed_in_its_place(lead: Client) -> None:
    product = make_product(code="h3")
    drive = Module.objects.create(product=product, name="Drive")
    url = "/products/h3/modules/"

    form = text(lead.get(f"{url}?below={drive.pk}", **HTMX))
    assert f'value="{drive.pk}" selected' in form
    tree = text(lead.post(url, {"name": "Tension", "parent": drive.pk}, **HTMX))
    assert 'data-depth="1"' in tree
    tension = Module.objects.get(name="Tension")
    renamed = {"name": "Web tension", "parent": "", "initial-name": "Tension"}
    moved = lead.post(f"{url}{tension.pk}/", renamed | {"initial-parent": drive.pk}, **HTMX)
    assert 'data-depth="1"' not in text(moved)
    below = {"name": "Drive", "parent": tension.pk, "initial-name": "Drive"}
    assert lead.post(f"{url}{drive.pk}/", below | {"initial-parent": ""}).status_code == 302
    circle = {"name": "Web tension", "parent": drive.pk, "initial-name": "Web tension"}
    refused = lead.post(f"{url}{tension.pk}/", circle | {"initial-parent": ""})
    assert refused.status_code == 422
    assert "below itself" in text(refused)

    retired = text(lead.post(f"{url}{tension.pk}/offer/", {"offered": "0"}, **HTMX))
    assert retired.count("retired") >= 2
    again = text(lead.post(f"{url}{drive.pk}/offer/", {"offered": "1"}, follow=True))
    assert "Web tension" in again
    assert not Module.objects.filter(is_retired=True).exists()


def test_versions_are_changed_in_their_place(lead: Client) -> None:
    version = Version.objects.create(product=make_product(code="h3"), name="3.3")
    url = f"/products/h3/versions/{version.pk}/"
    seen = {f"initial-{each}": "" for each in ("planned_on", "released_on", "withdrawn_on")}
    seen["initial-name"] = "3.3"

    assert 'name="withdrawn_on"' in text(lead.get(url, **HTMX))
    early = lead.post(url, {"name": "3.3", "withdrawn_on": "2026-11-01", **seen}, **HTMX)
    assert early.status_code == 422
    assert "released before" in text(early)
    done = lead.post(url, {"name": "3.3", "released_on": "2026-11-01", **seen}, **HTMX)
    assert "Released" in text(done)
    stale = lead.post(url, {"name": "3.3", "released_on": "2026-11-05", **seen}, **HTMX)
    assert "“1 Nov 2026”" in text(stale)


def test_a_pasted_table_is_kept_whole_or_told_line_by_line(lead: Client) -> None:
    Version.objects.create(product=make_product(code="h3"), name="3.2")
    url = "/products/h3/exposure/"
    good = "2026-W45, 3.2, 1180\n2026-W46, 3.2, 1200\n2026-W46,,40"

    wrong = lead.post(url, {"table": good + "\n2026-W47, 9.9, 1\nsoon, 3.2, 1"}, **HTMX)
    assert wrong.status_code == 422
    assert "Line 4" in text(wrong)
    assert "Line 5" in text(wrong)
    assert not Exposure.objects.exists()
    far = lead.post(url, {"table": "2999-W01, 3.2, 1"})
    assert far.status_code == 422

    kept = text(lead.post(url, {"table": good}, **HTMX))
    assert "<svg" in kept
    assert "<b>1,240</b>" in kept
    assert "1,240" in text(lead.get("/products/h3/"))
    assert "1,240" in text(lead.get("/products/"))


def test_the_list_and_the_page_cost_the_same_however_much_there_is(lead: Client) -> None:
    owner, product = make_user(), make_product(code="h3")

    def fill(count: int) -> None:
        for number in range(count):
            other = make_product(owner=owner)
            names = f"{other.pk}-{number}"
            module = Module.objects.create(product=product, name=names)
            Module.objects.create(product=product, name=names + "a", parent=module)
            version = Version.objects.create(product=product, name=names)
            Exposure.objects.create(
                product=product, version=version, week=date(2026, 11, 2), active=number
            )

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert lead.get(url).status_code == 200
        return len(asked)

    urls = ("/products/", "/products/h3/")
    fill(2)
    lead.get("/products/")  # the first page after the start asks whether anybody is in
    few = [cost(url) for url in urls]
    fill(9)

    assert [cost(url) for url in urls] == few
