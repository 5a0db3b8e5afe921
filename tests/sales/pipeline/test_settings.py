"""Stages are set up by the company, and their history stays."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.models import (
    Competitor,
    LostReason,
    PipelineStage,
    StagePassage,
)
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations import StageDetails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.SALES_MANAGER)


def stage(code: str) -> PipelineStage:
    found: PipelineStage = PipelineStage.objects.get(code=code)
    return found


def way() -> list[str]:
    return [each.code for each in open_stages()]


def test_a_stage_is_added_moved_and_changed(lead: User) -> None:
    who: dict[str, Any] = {"by": lead, "at": AT}
    details = StageDetails(name_zh="招标", name_en="Tender", probability=50, target_days=10)
    added = operations.add_stage(details=details, **who)
    assert (added.code, way()[-1]) == ("tender", "tender")
    operations.move_stage(stage=added, to=2, **who)
    assert way() == [
        "requirement_confirmation",
        "tender",
        "solution_design",
        "negotiation",
        "contract",
    ]
    seen = {"probability": 50, "criteria": {}}
    values = {"probability": 55, "criteria": {"amount": True, "presales": False}}
    operations.change_stage(stage=added, before=seen, values=values, **who)
    changed = Entry.objects.latest("pk").payload
    assert changed["came_from"] == {"criteria": "", "probability": "50"}
    assert changed["to"] == {"criteria": "amount!, presales", "probability": "55"}
    with pytest.raises(StaleEdit):
        operations.change_stage(stage=added, before=seen, values={"probability": 60}, **who)


def test_a_stage_is_retired_with_where_its_opportunities_go_and_used_again(lead: User) -> None:
    who: dict[str, Any] = {"by": lead, "at": AT}
    details = StageDetails(name_zh="招标", name_en="Tender", probability=50)
    added = operations.add_stage(details=details, **who)
    here = make_opportunity(stage="tender")
    with pytest.raises(operations.PlaceMissing):
        operations.retire_stage(stage=added, to=None, **who)
    with pytest.raises(operations.PlaceMissing):
        operations.retire_stage(stage=added, to=added, **who)
    operations.retire_stage(stage=added, to=stage("negotiation"), **who)

    here.refresh_from_db()
    assert here.stage == "negotiation"
    assert "tender" not in way()
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "opportunity.advanced",
        "pipeline_stage.retired",
    ]
    # A stage that is gone still has its name where it was passed.
    gone = make_opportunity(stage="tender")
    assert gone.get_stage_display() == "Tender"
    with pytest.raises(operations.StageRetired):
        operations.retire_stage(stage=added, to=stage("negotiation"), **who)
    operations.restore_stage(stage=added, **who)
    assert "tender" in way()
    assert StagePassage.objects.get(opportunity=here).entered_by == lead


def test_what_cannot_be_is_refused(lead: User) -> None:
    who: dict[str, Any] = {"by": lead, "at": AT}
    named = {"name_zh": "x", "name_en": "Won"}
    for wrong in ({"probability": 101}, {"probability": -1}, {"probability": 1, "target_days": 0}):
        with pytest.raises(operations.NumberImpossible):
            operations.add_stage(details=StageDetails(**named, **wrong), **who)  # type: ignore[arg-type]
    with pytest.raises(operations.CheckUnknown):
        operations.add_stage(
            details=StageDetails(**named, probability=1, criteria={"horoscope": True}), **who
        )
    # No stage takes the code of an end.
    added = operations.add_stage(details=StageDetails(**named, probability=1), **who)
    assert added.code == "won_2"
    for code in ("requirement_confirmation", "solution_design", "negotiation", "contract"):
        operations.retire_stage(stage=stage(code), to=None, **who)
    with pytest.raises(operations.LastStage):
        operations.retire_stage(stage=added, to=None, **who)


def test_only_who_leads_sales_sets_the_pipeline_up() -> None:
    who: dict[str, Any] = {"by": make_user(Role.SALESPERSON), "at": AT}
    first, reason = stage("contract"), LostReason.objects.first()
    assert reason
    rival = Competitor.objects.create(name="Rival")
    acts = [
        lambda: operations.add_stage(
            details=StageDetails(name_zh="x", name_en="x", probability=1), **who
        ),
        lambda: operations.change_stage(stage=first, before={}, values={"name_en": "x"}, **who),
        lambda: operations.move_stage(stage=first, to=1, **who),
        lambda: operations.retire_stage(stage=first, to=None, **who),
        lambda: operations.restore_stage(stage=first, **who),
        lambda: operations.add_reason(name_zh="x", name_en="x", **who),
        lambda: operations.change_reason(reason=reason, before={}, values={}, **who),
        lambda: operations.rename_competitor(competitor=rival, name="x", **who),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not Entry.objects.exists()


def test_losses_are_counted_by_a_reason_and_a_competitor(lead: User) -> None:
    who: dict[str, Any] = {"by": lead, "at": AT}
    reason = operations.add_reason(name_zh="账期", name_en="Terms of payment", **who)
    deal = make_opportunity()
    loss = operations.Loss(because=reason, competitor="  Rival   Co ")
    lost = operations.lose(opportunity=deal, before=deal.stage, loss=loss, **who)
    assert (lost.lost_because, str(lost.lost_to), lost.lost_reason) == (reason, "Rival Co", "")
    told = Entry.objects.latest("pk").payload
    assert (told["because"], told["competitor"]) == ("terms_of_payment", "Rival Co")
    # However it is written, it is the same one.
    assert operations.know_competitor(name="rival co", **who) == lost.lost_to
    other = operations.know_competitor(name="Other", **who)
    with pytest.raises(operations.CompetitorKnown):
        operations.rename_competitor(competitor=other, name="RIVAL co", **who)
    operations.rename_competitor(competitor=other, name="Another", **who)
    operations.change_reason(reason=reason, before={}, values={"is_active": False}, **who)

    assert Entry.objects.latest("pk").payload["to"] == {"is_active": "False"}
    again = operations.reopen(opportunity=lost, to="negotiation", reason="x", **who)
    assert (again.lost_because, again.lost_to) == (None, None)


def test_the_pages_set_stages_up(client: Client, lead: User) -> None:
    client.force_login(lead)
    form = {"name_zh": "招标", "name_en": "Tender", "probability": "50", "check_amount": "required"}
    url = "/opportunities/setup/"
    assert client.post(url + "stages/new/", form | {"probability": "x"}).status_code == 422
    assert client.post(url + "stages/new/", form | {"may_be_skipped": "on"}).status_code == 302
    tender = stage("tender")
    edit = client.get(url + "stages/tender/")
    assert '<option value="required" selected>' in edit.content.decode()
    changed = form | {
        "initial-name_zh": "招标",
        "initial-name_en": "Tender",
        "initial-probability": "50",
        "initial-may_be_skipped": "True",
        "initial-check_amount": "required",
        "check_amount": "advised",
        "may_be_skipped": "on",
        "probability": "45",
    }
    assert client.post(url + "stages/tender/", changed).status_code == 302
    tender.refresh_from_db()
    assert (tender.probability, tender.criteria.get().is_required) == (45, False)
    first = stage("requirement_confirmation")
    client.post(url + "rank/", {"pk": tender.pk, "after": first.pk, "before": ""})
    assert way()[1] == "tender"
    assert client.post(url + "rank/", {"pk": "x"}).status_code == 409
    make_opportunity(stage="tender")
    assert client.post(url + "stages/tender/retirement/", {"to": ""}).status_code == 422
    client.post(url + "stages/tender/retirement/", {"to": first.pk})
    assert "Tender" in client.get(url).content.decode()
    client.post(url + "stages/tender/restoring/")
    assert way()[1] == "tender"


def test_the_pages_keep_the_lists_and_whoever_may_not_only_reads(
    client: Client, lead: User
) -> None:
    client.force_login(lead)
    url = "/opportunities/setup/"
    client.post(url + "reasons/new/", {"name_zh": "账期", "name_en": "Terms"})
    renamed = {"name_zh": "账期", "name_en": "Payment", "is_active": "on"}
    seen = {"initial-name_zh": "账期", "initial-name_en": "Terms", "initial-is_active": "True"}
    assert client.post(url + "reasons/terms/", renamed).status_code == 422
    assert client.post(url + "reasons/terms/", renamed | seen).status_code == 302
    client.post(url + "competitors/new/", {"name": "Rival"})
    rival = Competitor.objects.get()
    client.post(f"{url}competitors/{rival.pk}/", {"name": "Rivals"})
    page = client.get(url).content.decode()
    assert "Payment" in page
    assert "Rivals" in page

    client.force_login(make_user(Role.SALESPERSON))
    assert "New stage" not in client.get(url).content.decode()
    assert client.get(url + "stages/new/").status_code == 403
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(url).status_code == 403


def test_the_api_sets_it_up(lead: User) -> None:
    api = call_as(Role.SALES_MANAGER)
    made = api.post(
        "/pipeline-stages",
        {"name_zh": "招标", "name_en": "Tender", "probability": 50, "criteria": {"amount": True}},
    )
    assert made.status_code == 201
    url = "/pipeline-stages/tender"
    body = {"before": {"probability": 50}, "values": {"probability": 40, "target_days": 9}}
    assert api.patch(url, body).json()["target_days"] == 9
    body["values"] = {"probability": 45}
    assert api.patch(url, body).status_code == 409
    assert api.post(url + "/place", {"to": 1}).json()["position"] == 1
    assert api.post(url + "/retirement", {"to": ""}).json()["is_active"] is False
    assert api.post(url + "/restoring", {}).json()["is_active"] is True
    assert len(api.get("/pipeline-stages").json()) == 5
    assert api.post("/lost-reasons", {"name_zh": "x", "name_en": "Terms"}).json()
    renamed = {"before": {"name_en": "Terms"}, "values": {"name_en": "Payment"}}
    assert api.patch("/lost-reasons/terms", renamed).json()["name_en"] == "Payment"
    rival = api.post("/competitors", {"name": "Rival"}).json()
    api.patch(f"/competitors/{rival['id']}", {"name": "Rivals"})
    assert api.get("/competitors").json()[0]["name"] == "Rivals"
