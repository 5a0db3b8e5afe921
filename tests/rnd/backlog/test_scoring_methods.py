"""A product goes by RICE or by WSJF; what was estimated by either is kept."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.scoring import Rice, Wsjf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
RICE = Rice(reach=Decimal(4), impact=Decimal(3), confidence=Decimal(80), effort=Decimal("0.5"))
WSJF = Wsjf(user_value=8, time_criticality=5, opportunity=3, job_size=5)


def value_of(requirement: Requirement) -> int:
    requirement.refresh_from_db()
    return requirement.value_score


def test_wsjf_is_the_cost_of_delay_over_the_job_size_on_the_scale_of_all_values() -> None:
    most = Wsjf(user_value=20, time_criticality=20, opportunity=20, job_size=1)

    assert (WSJF.cost_of_delay, WSJF.score, WSJF.value) == (16, Decimal("3.20"), 35)
    assert (most.score, most.value) == (Decimal("60.00"), 100)


def test_another_method_puts_a_product_in_another_order_and_keeps_both_sets_of_numbers() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    requirement, other = make_requirement(), make_requirement(value_score=7, rice_value=7)
    operations.score(requirement=requirement, rice=RICE, by=lin, at=AT)
    operations.score_by_wsjf(requirement=requirement, wsjf=WSJF, by=lin, at=AT)
    assert value_of(requirement) == 44

    operations.choose_scoring(product=requirement.product, method="wsjf", by=lin, at=AT)
    assert (value_of(requirement), value_of(other)) == (35, 7)
    operations.score(requirement=requirement, rice=RICE, by=lin, at=AT)
    assert value_of(requirement) == 35
    operations.choose_scoring(product=requirement.product, method="rice", by=lin, at=AT)

    assert (value_of(requirement), requirement.wsjf) == (44, Decimal("3.20"))
    told = Entry.objects.filter(kind="product.scoring_chosen").order_by("pk")
    assert [(each.event.came_from, each.event.method) for each in told] == [
        ("rice", "wsjf"),
        ("wsjf", "rice"),
    ]
    scored = Entry.objects.filter(kind="requirement.scored").order_by("pk")
    assert [each.event.method for each in scored] == ["rice", "wsjf", "rice"]


def test_what_no_estimate_or_method_is_and_who_may_not_choose_is_refused() -> None:
    lin, requirement = make_user(Role.PRODUCT_MANAGER), make_requirement()
    odd = Wsjf(user_value=4, time_criticality=1, opportunity=1, job_size=1)

    with pytest.raises(operations.StepUnknown):
        operations.score_by_wsjf(requirement=requirement, wsjf=odd, by=lin, at=AT)
    with pytest.raises(StateNotReachable):
        operations.choose_scoring(product=requirement.product, method="gut", by=lin, at=AT)
    with pytest.raises(NotAllowed):
        operations.choose_scoring(
            product=requirement.product, method="wsjf", by=make_user(Role.ENGINEER), at=AT
        )


def test_pages_ask_for_the_numbers_of_the_method_and_say_where_a_value_comes_from(
    manager: Client, lin: User
) -> None:
    requirement = make_requirement(title="Paper feed")
    code, url = requirement.product.code, f"/requirements/{requirement.number}/"
    assert "RICE" in text_of(manager.get(f"/products/{code}/"))
    assert manager.post(f"/products/{code}/scoring/", {"method": "gut"}).status_code == 422
    manager.post(f"/products/{code}/scoring/", {"method": "wsjf"})

    parts = {"user_value": 8, "time_criticality": 5, "opportunity": 3, "job_size": 5}
    assert 'name="job_size"' in text_of(manager.get(f"{url}?score=1"))
    assert manager.post(f"{url}score/", parts | {"job_size": 4}).status_code == 422
    assert "WSJF 3.2" in text_of(manager.get("/requirements/score/", parts))
    manager.post(f"{url}score/", parts)

    assert "WSJF 3.2 = (8 + 5 + 3) ÷ 5" in text_of(manager.get(url))
    assert 'data-tip="WSJF 3.2"' in text_of(manager.get("/requirements/"))
    assert manager.get("/requirements/export/").getvalue().decode().count("3.20") == 1


def test_the_api_scores_by_either_method() -> None:
    api, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement()
    scoring = f"/products/{requirement.product.code}/scoring"
    parts = {"user_value": 8, "time_criticality": 5, "opportunity": 3, "job_size": 5}

    assert api.get(scoring).json() == {"method": "rice"}
    assert api.post(scoring, {"method": "wsjf"}).json() == {"method": "wsjf"}
    scored = api.post(f"/requirements/{requirement.number}/wsjf", parts).json()
    assert (scored["wsjf"], scored["value_score"]) == ("3.20", 35)
    odd = api.post(f"/requirements/{requirement.number}/wsjf", parts | {"job_size": 4})
    assert (odd.status_code, odd.json()["code"]) == (422, "step-unknown")
