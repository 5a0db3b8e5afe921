"""The pages of releases."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.backlog import make_requirement
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from twintrack.foundation.access.roles import Role
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def test_a_lead_plans_freezes_and_ships_a_release(lead: Client) -> None:
    product = make_product(name="H3")
    form = {"product": product.pk, "name": "3.3", "planned_on": "2026-12-18"}
    assert lead.post("/releases/new/", form | {"name": ""}).status_code == 422
    lead.post("/releases/new/", form)
    assert "already" in lead.post("/releases/new/", form).content.decode()
    release = Release.objects.get()
    url = f"/releases/{release.number}"

    assert "H3 3.3" in lead.get("/releases/").content.decode()
    assert "3.3 is planned" in lead.get(f"{url}/").content.decode()
    lead.post(f"{url}/state/", {"to": "in_development"})
    lead.post(f"{url}/freeze/")
    assert lead.get(f"{url}/state/?to=in_development").status_code == 200
    assert lead.post(f"{url}/state/", {"to": "in_development"}).status_code == 422
    lead.post(f"{url}/state/", {"to": "released"})
    assert "does not follow" in lead.get(f"{url}/").content.decode()
    lead.post(f"{url}/state/", {"to": "testing"})
    assert "1 gate is not met" in lead.get(f"{url}/shipment/").content.decode()
    assert lead.post(f"{url}/shipment/", {"on": "2099-01-01"}).status_code == 422
    unsaid = lead.post(f"{url}/shipment/", {"on": "2026-11-20"}).content.decode()
    assert "Say why it ships all the same" in unsaid
    lead.post(f"{url}/shipment/", {"on": "2026-11-20", "reason": "notes follow"})
    assert "has been out since 20 Nov 2026" in lead.get(f"{url}/").content.decode()
    assert lead.post(f"{url}/withdrawal/", {"reason": ""}).status_code == 422
    lead.post(f"{url}/withdrawal/", {"reason": "it trips"})
    assert "it trips" in lead.get(f"{url}/").content.decode()
    lead.post(f"{url}/return/", {"reason": "a false alarm"})
    release.refresh_from_db()
    assert release.state == State.RELEASED
    for tab in ("scope", "gates", "notes", "rollout", "customers", "activity", "nonsense"):
        assert lead.get(f"{url}/?tab={tab}").status_code == 200
    assert "/releases/" in lead.get("/releases/?view=out&q=3.3").content.decode()


def test_facts_are_edited_and_two_versions_are_shown(lead: Client) -> None:
    release = make_release(name="3.3", owner=make_user(Role.RND_LEAD))
    url = f"/releases/{release.number}/facts/"
    seen = {"name": "3.3", "goal": "", "owner": release.owner_id, "planned_on": "2026-12-18"}
    form = seen | {f"initial-{name}": value for name, value in seen.items()}
    assert lead.get(url).status_code == 200
    assert lead.post(url, form | {"goal": "Splices without a break"}).status_code == 302
    stale = lead.post(url, form | {"goal": "Another goal"})
    assert stale.status_code == 422
    assert "Splices without a break" in stale.content.decode()
    dialog = {"HX-Request": "true", "HX-Target": "div#modal-body"}
    assert "modal-main" in lead.get(url, headers=dialog).content.decode()


def test_sales_reads_releases_and_a_teams_product_hides_its_own(client: Client) -> None:
    hidden = make_release(product=make_product(reach="teams"))
    hidden.product.teams.add(make_team(make_user(Role.ENGINEER)))
    seen = make_release(name="9.9", state=State.TESTING)
    client.force_login(make_user(Role.SALESPERSON))

    page = client.get(f"/releases/{seen.number}/").content.decode()
    assert "9.9" in page
    assert "facts/" not in page
    assert client.get(f"/releases/{hidden.number}/").status_code == 404
    assert hidden.number not in client.get("/releases/?view=all").content.decode()
    for path in ("facts/", "state/?to=in_development", "shipment/", "withdrawal/", "return/"):
        assert client.get(f"/releases/{seen.number}/{path}").status_code == 403, path
    assert client.post(f"/releases/{seen.number}/freeze/").status_code == 403
    assert client.get("/releases/new/").status_code == 403


def test_lists_and_pages_ask_no_more_the_longer_they_are(
    lead: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = make_release()
    for url in ("/releases/", f"/releases/{first.number}/"):
        lead.get(url)
        with django_assert_max_num_queries(40) as few:
            lead.get(url)
        for _each in range(5):
            make_release()
        with django_assert_max_num_queries(len(few)):
            lead.get(url)


def test_who_may_not_waive_gates_is_told_who_may_and_offered_nothing_to_send(
    client: Client,
) -> None:
    release = make_release(state=State.TESTING)
    client.force_login(make_user(Role.PRODUCT_MANAGER))

    told = client.get(f"/releases/{release.number}/shipment/").content.decode()

    assert "can ship it all the same" in told
    assert ">Ship</button>" not in told


def test_notes_and_the_roll_out_are_written_on_the_pages(lead: Client) -> None:
    release = make_release(state=State.RELEASED, released_on=date(2026, 11, 4))
    make_requirement(product=release.product, release=release, title="One key tunes it all")
    url = f"/releases/{release.number}"
    assert lead.post(f"{url}/notes/draft/").status_code == 302
    assert "to translate" in lead.get(f"{url}/?tab=notes").content.decode()
    form = lead.get(f"{url}/notes/zh-hans/").context["form"]
    sent = {"body": "## 新增\n- **一键整定**", "initial-body": form.initial["body"]}
    lead.post(f"{url}/notes/zh-hans/", sent)
    assert lead.post(f"{url}/notes/zh-hans/", sent | {"body": "x"}).status_code == 422
    assert lead.get(f"{url}/notes/fr/").status_code == 404
    story = lead.get(f"{url}/story/?language=zh-hans").content.decode()
    assert "<strong>一键整定</strong>" in story
    assert "One key tunes it all" in lead.get(f"{url}/story/").content.decode()

    assert lead.get(f"{url}/rollout/").status_code == 200
    assert lead.post(f"{url}/rollout/", {"start": "2026-11-04", "percents": "x"}).status_code == 422
    unfit = {"start": "2026-11-04", "percents": "50 20"}
    assert "no smaller" in lead.post(f"{url}/rollout/", unfit).content.decode()
    lead.post(f"{url}/rollout/", {"start": "2026-11-04", "percents": "5，20 50 100%"})
    assert lead.get(f"{url}/rollout/pause/").status_code == 200
    assert lead.post(f"{url}/rollout/pause/", {"reason": ""}).status_code == 422
    lead.post(f"{url}/rollout/pause/", {"reason": "E17 at night"})
    assert "E17 at night" in lead.get(f"{url}/?tab=rollout").content.decode()
    lead.post(f"{url}/rollout/resume/")
    lead.post(f"{url}/rollout/resume/")
    assert "nothing to hold back" in lead.get(f"{url}/?tab=rollout").content.decode()


def test_a_product_sets_its_gates_on_a_release_page(lead: Client) -> None:
    release = make_release()
    url = f"/releases/{release.number}"
    assert lead.get(f"{url}/gates/notes/").status_code == 200
    assert lead.get(f"{url}/gates/nothing/").status_code == 404
    lead.post(f"{url}/gates/notes/", {})
    page = lead.get(f"{url}/?tab=gates").content.decode()
    assert "Does not count for this product" in page
