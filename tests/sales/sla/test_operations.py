"""Agreeing on SLA plans: versions, the default, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.sla import MADE_AT, make_plan, make_terms
from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.sla import operations, queries
from twintrack.sales.sla.models import SlaPlan, SlaPlanVersion
from twintrack.sales.sla.terms import Reason, SpecialDay, Step, Targets
from twintrack.sales.sla.words import hours_words, length_words, read_length

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_a_changed_plan_is_a_new_version_and_the_older_one_says_what_it_said() -> None:
    manager, plan = make_user(Role.SALES_MANAGER), make_plan()
    [first] = queries.list_versions(plan)
    terms = make_terms(
        opens=8 * 60,
        name_en="Gold",
        special_days=(SpecialDay(day=date(2026, 12, 31), name="Stocktaking"),),
    )

    second = operations.change_plan(plan=plan, terms=terms, seen=1, by=manager, at=AT)

    assert queries.terms_of(second) == terms
    assert queries.terms_of(SlaPlanVersion.objects.get(pk=first.pk)) == replace(
        make_terms(), name_en="Gold"
    )
    entry = Entry.objects.get(kind="sla_plan.changed")
    assert entry.payload["changed"] == ["name_en", "opens", "special_days"]
    assert (entry.payload["came_from"], entry.payload["to"]) == (1, 2)
    assert queries.version_at(plan, AT - timedelta(minutes=1)) == first
    assert queries.version_at(plan, AT) == second
    assert queries.version_at(plan, MADE_AT - timedelta(days=9)) == first
    assert not queries.hours_of(second).works_on(date(2026, 12, 31))
    assert queries.hours_of(first).works_on(date(2026, 12, 31))
    opens, _closes = queries.hours_of(second).spans_of(date(2026, 11, 24))[0]
    assert opens.astimezone(ZoneInfo("Asia/Shanghai")).hour == 8
    # The same once more changes nothing; what somebody changed meanwhile is not overwritten.
    assert operations.change_plan(plan=plan, terms=terms, by=manager, at=AT) == second
    with pytest.raises(StaleEdit):
        operations.change_plan(plan=plan, terms=make_terms(), seen=1, by=manager, at=AT)


def test_hours_may_run_past_midnight_and_are_said_so() -> None:
    manager, plan = make_user(Role.SALES_MANAGER), make_plan()
    terms = make_terms(opens=22 * 60, closes=6 * 60)

    version = operations.change_plan(plan=plan, terms=terms, seen=1, by=manager, at=AT)

    # Tuesday, half past one in the night: the shift of Monday.
    is_working, until = queries.hours_of(version).turn_after(
        datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    )
    assert is_working
    assert until == datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert hours_words(version) == "22:00–06:00 the next day"
    assert queries.terms_of(version) == terms


def test_what_was_agreed_holds_and_else_the_default_plan() -> None:
    manager, gold = make_user(Role.SALES_MANAGER), make_plan()
    customer, other, product = make_customer(), make_customer(), make_product()
    standard = SlaPlan.objects.get(is_default=True)

    signed = queries.newest_version(gold)

    def agreed(who: object, _product: object, _at: datetime) -> SlaPlanVersion | None:
        return signed if who == customer else None

    queries.register_binding(agreed)
    try:
        assert queries.plan_for(customer, product, AT) == gold
        operations.change_plan(plan=gold, terms=make_terms(opens=1), by=manager, at=MADE_AT)
        # What was signed holds, whatever becomes of the plan.
        assert queries.version_for(customer, product, AT) == signed
        assert queries.plan_for(other, product, AT) == standard
        operations.make_default(plan=gold, by=manager, at=AT)
        assert queries.plan_for(other, product, AT) == gold
    finally:
        queries._bindings.remove(agreed)
    with pytest.raises(operations.DefaultNeeded):
        operations.retire_plan(plan=gold, by=manager, at=AT)
    operations.retire_plan(plan=standard, by=manager, at=AT)
    with pytest.raises(operations.PlanRetired):
        operations.make_default(plan=standard, by=manager, at=AT)
    operations.restore_plan(plan=standard, by=manager, at=AT)
    kinds = ["sla_plan.made_default", "sla_plan.retired", "sla_plan.restored"]
    assert (
        list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True))
        == kinds
    )


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"name_zh": " "}, operations.PlanUnnamed),
        ({"pause_reasons": (Reason(name_zh="等", name_en=""),)}, operations.PlanUnnamed),
        ({"weekdays": ""}, operations.NoWorkingTime),
        ({"opens": 600, "closes": 600}, operations.NoWorkingTime),
        ({"closes": 1441}, operations.NoWorkingTime),
        ({"opens": 1440, "closes": 360}, operations.NoWorkingTime),
        ({"zone": "Asia/Nowhere"}, operations.PlaceUnknown),
        ({"country": "DE-XX"}, operations.PlaceUnknown),
        ({"targets": {"blocker": Targets()}}, operations.TargetsWrong),
        ({"targets": {"blocker": Targets(response=0)}}, operations.TargetsWrong),
        ({"targets": {"blocker": Targets(response=90, resolution=60)}}, operations.TargetsWrong),
        ({"targets": {"blocker": Targets(resolution=10**9)}}, operations.TargetsWrong),
        ({"warn_percent": 0}, operations.StepWrong),
        (
            {"escalations": (Step(clock="response", trigger="percent", value=50, whom="role"),)},
            operations.StepWrong,
        ),
        (
            {"escalations": (Step(clock="response", trigger="percent", value=0, whom="owner"),)},
            operations.StepWrong,
        ),
        ({"special_days": (SpecialDay(day=date(2026, 1, 1)),) * 2}, operations.DayTwice),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(
    over: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        make_plan(**over)

    assert SlaPlan.objects.count() == 1


def test_who_sells_alone_or_develops_agrees_on_no_plan_but_reads_them() -> None:
    for role in (Role.SALESPERSON, Role.ENGINEER):
        user = make_user(role)
        with pytest.raises(NotAllowed):
            make_plan(user)
        assert queries.list_plans(for_user=user).count() == 1
    assert not queries.list_plans(for_user=make_user(Role.GUEST))


def test_lengths_are_read_and_written_as_people_do() -> None:
    read = {"30 min": 30, "4h": 240, "1.5": 90, "1 h 30 min": 90, "2小时10分": 130, " ": None}
    assert {text: read_length(text) for text in read} == read
    with pytest.raises(ValueError, match="soon"):
        read_length("soon")
    assert length_words(timedelta(minutes=129, seconds=1)) == "2 h 10 min"
    assert length_words(timedelta(hours=-2)) == "2 h"
    assert length_words(timedelta(seconds=1)) == "1 min"
