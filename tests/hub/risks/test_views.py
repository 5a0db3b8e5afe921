"""Pages of risks as people use them, and their API."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.risks import World, signal_of
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.models import Risk
from twintrack.hub.risks.operations import RiskDetails
from twintrack.hub.risks.rounds import watch

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_pages_show_evidence_and_let_one_answer(
    world: World, lead: User, product: Product, client: Client
) -> None:
    world.signals = [signal_of(product, lead)]
    watch(AT)
    [risk] = Risk.objects.all()
    client.force_login(lead)
    at = f"/risks/{risk.number}/"

    assert "7 is too much" in text_of(client.get("/risks/"))
    page = text_of(client.get(at))
    assert "Right if it was too much." in page
    assert "Many" in page
    client.post(f"{at}state/", {"to": "responding", "seen": "open"})
    seen = {f"initial-{name}": "" for name in ("plan", "trigger", "description", "project")}
    form = {
        "kind": "technical",
        "initial-kind": "technical",
        "probability": "70",
        "initial-probability": "70",
        "impact_days": "5",
        "initial-impact_days": "5",
        "owner": lead.pk,
        "initial-owner": lead.pk,
        "plan": "Do less",
    }
    client.post(f"{at}edit/", seen | form)
    risk.refresh_from_db()
    assert (risk.state, risk.plan) == ("responding", "Do less")
    assert client.post(f"{at}state/", {"to": "nowhere"}).status_code == 404
    wrong = client.post(f"{at}mute/", {"reason": "We know", "until": "2020-01-01"})
    assert wrong.status_code == 422
    client.post(f"{at}mute/", {"reason": "We know"})
    client.post("/risks/rules/test/", {"limit": "4", "is_on": "on"})
    rules_page = text_of(client.get("/risks/rules/"))
    assert "We know" in rules_page
    client.post(f"/risks/mutes/{queries.read_rules(at=AT)[0].mutes[0].pk}/lifted/")
    rules_page = text_of(client.get("/risks/rules/"))
    assert "We know" not in rules_page
    assert "speaks again" in rules_page
    client.post("/risks/rules/test/mute/", {"reason": "All of it"})
    assert queries.read_rules(at=AT)[0].mutes[0].subject_id is None
    made = client.post(
        "/risks/new/",
        {
            "title": "Flood",
            "product": product.pk,
            "kind": "technical",
            "probability": "5",
            "impact_days": "90",
            "owner": lead.pk,
        },
    )
    assert "Flood" in text_of(client.get(made.headers["Location"]))


def test_a_risk_leads_to_what_made_somebody_think_of_it(
    lead: User, product: Product, client: Client
) -> None:
    client.force_login(lead)
    hidden = make_product(reach="teams")
    given = {
        "title": "Flood",
        "product": product.pk,
        "kind": "technical",
        "probability": "5",
        "impact_days": "9",
        "owner": lead.pk,
    }
    for about, seen in ((f"product:{product.pk}", True), (f"product:{hidden.pk}", False)):
        made = client.post("/risks/new/", given | {"about": about})
        risk = Risk.objects.latest("pk")
        assert (risk.subject_id == product.pk) is seen
        assert ("What it rests on" in text_of(client.get(made.headers["Location"]))) is seen
    for nothing in ("", "product:x", "weather:1"):
        assert queries.seen_subject(nothing, for_user=lead) is None
    assert "product:7" in text_of(client.get("/risks/new/?about=product:7"))


def test_lists_ask_no_more_when_there_is_more(world: World, lead: User, client: Client) -> None:
    client.force_login(lead)

    def add(count: int) -> int:
        for _each in range(count):
            operations.raise_risk(
                details=RiskDetails(
                    title="x", product=make_product(), owner=make_user(Role.ENGINEER)
                ),
                by=lead,
                at=AT,
            )
        return queries_of(lambda: client.get("/risks/"))

    add(1)
    assert add(1) == add(8)


def test_a_program_raises_changes_and_tunes(world: World, product: Product) -> None:
    api = call_as(Role.RND_LEAD)
    made = api.post("/risks", {"product": "h3", "title": "No bench", "probability": 60}).json()
    at = f"/risks/{made['number']}"

    assert api.patch(at, {"plan": "Borrow one"}).json()["plan"] == "Borrow one"
    assert api.post(f"{at}/state", {"state": "responding"}).json()["state"] == "responding"
    assert [each["number"] for each in api.get("/risks").json()["items"]] == [made["number"]]
    assert api.get(at).json()["words"] == "No bench"
    tuned = api.post("/warning-rules/test", {"values": {"limit": "4"}})
    assert tuned.json()["values"] == {"limit": "4"}
    muted = api.post("/warning-rules/test/mutes", {"reason": "We know"}).json()
    assert api.delete(f"/warning-rules/mutes/{muted['id']}").status_code == 204
    assert api.get("/warning-rules").json()[0]["code"] == "test"
    hidden = make_product(reach="teams")
    operations.raise_risk(
        details=RiskDetails(title="Hidden", product=hidden), by=make_user(Role.EXECUTIVE), at=AT
    )
    assert len(api.get("/risks", {"view": "all"}).json()["items"]) == 1


def test_rules_tell_nothing_of_products_that_one_does_not_see(
    world: World, lead: User, product: Product
) -> None:
    hidden, head = make_product(reach="teams"), make_user(Role.EXECUTIVE)
    world.signals = [signal_of(product, lead), signal_of(hidden, head)]
    watch(AT)
    mine, theirs = Risk.objects.order_by("pk")
    api, boss = call_as(user=lead), call_as(user=head)
    mutes = "/warning-rules/test/mutes"
    muted = boss.post(mutes, {"reason": "Top secret", "risk": theirs.number}).json()["id"]

    assert (api.get("/warning-rules").json()[0]["open"], len(world.signals)) == (1, 2)
    assert boss.get("/warning-rules").json()[0]["open"] == 2
    assert api.delete(f"/warning-rules/mutes/{muted}").status_code == 404
    [watched] = queries.read_rules(at=AT, for_user=lead)
    assert watched.mutes == []
    assert api.patch(f"/risks/{mine.number}", {"owner": lead.pk}).status_code == 200
    stranger = make_user(Role.GUEST)
    unfit = api.patch(f"/risks/{mine.number}", {"owner": stranger.pk})
    assert (unfit.status_code, unfit.json()["code"]) == (422, "owner-unfit")
    stale = api.patch(f"/risks/{mine.number}", {"plan": "b", "before": {"plan": "a"}})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    # A risk that a person wrote down silences no rule, and none of another rule does.
    by_hand = api.post("/risks", {"product": "h3", "title": "No bench"}).json()["number"]
    wrong = api.post(mutes, {"reason": "x", "risk": by_hand})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/risk")
