"""Pages and API of process insight."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories import insight
from tests.factories.insight import Told, make_commits, make_history, tell_of_commits
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.work import make_work_item
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import TeamMembership
from twintrack.rnd.insight.models import Expectation, Finding
from twintrack.rnd.insight.queries import Where, list_teams, scope_of
from twintrack.rnd.insight.rounds import keep_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    # Pages look at the real clock: the history ends in the last full week before it.
    today = timezone.now()
    monday = (today - timedelta(days=today.weekday() + 7)).replace(hour=2, minute=0)
    monkeypatch.setattr(insight, "LAST", monday)
    monkeypatch.setattr(insight, "NOW", today)
    found = make_history()
    keep_up(today)
    return found


@pytest.fixture
def lead(client: Client, told: Told) -> Client:
    client.force_login(told.lead)
    return client


def test_a_lead_goes_from_the_answer_to_the_finding_to_the_commits_behind_it(
    lead: Client, told: Told
) -> None:
    finding = Finding.objects.get()
    overview = text_of(lead.get("/insight/"))
    assert "Commit frequency of H3, current has fallen" in overview
    assert "/insight/measures/commit_frequency/" in overview
    assert "Without data so far" in overview

    page = text_of(lead.get(f"/findings/{finding.number}/"))
    assert "c-pt out" in page
    assert "/repositories/REPO-T1/commits/" in page
    measure = f"/insight/measures/commit_frequency/?product=h3&module={told.module.pk}"
    shown = text_of(lead.get(f"{measure}&week={finding.since}"))
    assert "Change " in shown
    assert "Public holidays do not count" in shown
    assert "Only mine" not in shown
    behind = lead.get(measure, headers={"HX-Request": "true", "HX-Target": "section#behind"})
    assert "<html" not in text_of(behind)
    answer = lead.get("/insight/measures/commit_frequency/export/?product=h3")
    rows = b"".join(answer.streaming_content).splitlines()  # type: ignore[attr-defined]
    # It begins with the first week of which something is known.
    assert len(rows) > 30
    assert rows[1].split(b",")[1]
    for url in ("/insight/flow/", "/insight/delivery/", "/findings/?product=h3&state=open"):
        assert lead.get(url).status_code == 200
    assert lead.get("/insight/?product=h3&weeks=52&mine=1&team=999").status_code == 200


def test_a_finding_is_answered_on_its_page_and_targets_are_set(lead: Client, told: Told) -> None:
    finding = Finding.objects.get()
    url = f"/findings/{finding.number}"
    assert lead.post(f"{url}/state/", {"to": "acknowledged"}).status_code == 302
    assert lead.post(f"{url}/dismissal/", {"reason": ""}).status_code == 422
    lead.post(f"{url}/dismissal/", {"reason": "A holiday"})
    assert "A holiday" in text_of(lead.get(f"{url}/"))
    lead.post(f"{url}/state/", {"to": "open"})
    lead.post(f"{url}/state/", {"to": "open"})
    assert "back to its usual level" in text_of(lead.get(f"{url}/improvement/"))
    lead.post(f"{url}/improvement/", {"title": "Look into it", "description": ""})
    finding.refresh_from_db()
    assert finding.requirement is not None
    assert finding.requirement.number in text_of(lead.get(f"{url}/"))

    target = "/insight/measures/pass_rate/expectations/h3/"
    assert lead.get(target).status_code == 200
    assert lead.post(target, {"target": "101", "watch": "worse"}).status_code == 422
    lead.post(target, {"target": "98", "watch": "both"})
    assert Expectation.objects.get().target == 98


def test_sales_and_strangers_of_the_product_see_nothing_of_it(client: Client, told: Told) -> None:
    told.product.reach = "teams"
    told.product.save()
    finding = Finding.objects.get()
    pages = ("/insight/", "/insight/flow/", "/findings/", "/insight/measures/commit_frequency/")
    client.force_login(make_user(Role.SALESPERSON))
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.get(f"/findings/{finding.number}/").status_code == 404

    client.force_login(make_user(Role.ENGINEER))
    assert {client.get(page).status_code for page in pages} == {200}
    assert not re.search(r"\bH3\b", text_of(client.get("/insight/")))
    assert "Change " not in text_of(client.get("/insight/measures/commit_frequency/"))
    assert client.get(f"/findings/{finding.number}/").status_code == 404
    assert client.get("/insight/measures/nonsense/").status_code == 404


def test_pages_ask_as_much_for_many_findings_as_for_one(lead: Client, told: Told) -> None:
    pages = (
        "/insight/",
        "/findings/",
        "/insight/measures/commit_frequency/",
        "/insight/flow/",
        "/insight/delivery/",
    )
    for page in pages:
        lead.get(page)
    before = [queries_of(lambda page=page: lead.get(page)) for page in pages]  # type: ignore[misc]
    [finding] = Finding.objects.all()
    for turn in range(4):
        finding.pk, finding.number = None, f"FI-T{turn}"
        finding.product, finding.owner = make_product(), make_user(Role.PRODUCT_MANAGER)
        finding.module = None
        finding.save()
        make_commits(told, insight.LAST, 9, module=told.module)
        make_work_item(product=told.product, state="in_progress")
    tell_of_commits(told)
    keep_up(timezone.now())
    after = [queries_of(lambda page=page: lead.get(page)) for page in pages]  # type: ignore[misc]

    assert after == before


def test_the_api_gives_definitions_values_observations_and_findings(told: Told) -> None:
    api = call_as(Role.RND_LEAD)
    finding = Finding.objects.get()
    codes = {each["code"]: each for each in api.get("/measures").json()}
    assert codes["commit_frequency"]["unit"] == "commits a working day"
    path = "/measures/commit_frequency"
    values = api.get(f"{path}/values", {"product": "h3", "module": told.module.pk}).json()
    assert values[-1]["is_out"]
    assert values[-1]["upper"] > values[-1]["value"]
    behind = api.get(f"{path}/observations", {"week": str(finding.since), "product": "h3"}).json()
    assert {each["kind"] for each in behind} == {"commit"}
    assert api.get("/measures/nonsense/values").status_code == 404
    [found] = api.get("/findings", {"product": "h3"}).json()["items"]
    assert found["module"] == "current"

    number = finding.number
    answer = api.post(f"/findings/{number}/state", {"to": "dismissed"})
    assert answer.status_code == 422
    api.post(f"/findings/{number}/state", {"to": "acknowledged"})
    other = make_user(Role.RND_LEAD)
    assert api.post(f"/findings/{number}/owner", {"owner": other.pk}).json()["owner"]
    improved = api.post(f"/findings/{number}/improvement", {"title": "Look into it"}).json()
    assert improved["requirement"]
    assert api.get(f"/findings/{number}").json()["state"] == "improving"
    held = api.post("/products/h3/measures/pass_rate", {"target": 98}).json()
    assert held == {"measure": "pass_rate", "target": 98.0, "watch": "worse"}
    assert call_as(Role.SALESPERSON).get("/measures").status_code == 403


def test_what_one_person_did_alone_in_a_team_only_they_and_who_leads_them_see(
    client: Client, told: Told
) -> None:
    alone, head, other = (make_user(Role.ENGINEER) for _each in range(3))
    small = make_team(alone, name="Just one")
    large = make_team(head, alone, other)
    TeamMembership.objects.filter(team=large, user=head).update(is_lead=True)
    both = make_team(make_user(Role.ENGINEER), make_user(Role.ENGINEER), name="Both of them")
    page = "/insight/measures/commit_frequency/"
    for user, is_shown in ((alone, True), (head, True), (other, False), (told.lead, False)):
        client.force_login(user)
        for team, is_found in ((small, is_shown), (both, True)):
            answer = text_of(client.get(page, {"team": team.pk}))
            assert (team.name in answer) is is_found
        values = call_as(user=user).get(
            "/measures/commit_frequency/values", {"product": "h3", "team": small.pk}
        )
        assert values.status_code == (200 if is_shown else 422)
    assert not list_teams(for_user=other).filter(pk=small.pk).exists()
    with pytest.raises(NotThere):
        scope_of(Where(team=small), for_user=other)
