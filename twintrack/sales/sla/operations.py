"""Agree on SLA plans: each change makes a new version, so that no clock changes under way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.sla.events import (
    SlaPlanAdded,
    SlaPlanChanged,
    SlaPlanMadeDefault,
    SlaPlanRestored,
    SlaPlanRetired,
)
from twintrack.sales.sla.lifecycle import Trigger, Whom
from twintrack.sales.sla.models import (
    SlaEscalation,
    SlaPauseReason,
    SlaPlan,
    SlaPlanVersion,
    SlaTarget,
)
from twintrack.sales.sla.public_days import is_known
from twintrack.sales.sla.queries import newest_version, terms_of
from twintrack.sales.sla.terms import PLAIN, PlanTerms, Step, Targets

DAY_MINUTES = 24 * 60
# A target above a year of days and nights is a slip of the pen.
MOST_MINUTES = 365 * DAY_MINUTES


class PlanUnnamed(Refusal):
    """A plan, or a reason in it, has no name in one of the languages."""

    message = _("Give it a name in Chinese and in English.")
    status = 422


class NoWorkingTime(Refusal):
    """No day or hour in which a clock could run."""

    message = _("Choose at least one working day, and hours that end after they begin.")
    status = 422


class PlaceUnknown(Refusal):
    """No such time zone, or a country whose holidays nobody knows."""

    message = _("This time zone or this country's public holidays are not known.")
    status = 422


class TargetsWrong(Refusal):
    """Targets that cannot be kept or say nothing."""

    message = _(
        "Set at least one target. Each takes from one minute to a year, and a first response is "
        "due no later than the resolution."
    )
    status = 422


class StepWrong(Refusal):
    """A step of escalation that tells nobody or never comes."""

    message = _("Say of each step when it is taken, between 1 and 1,000, and whom it tells.")
    status = 422


class DayTwice(Refusal):
    """One special day is named twice."""

    message = _("The same special day stands there twice.")
    status = 422


class DefaultNeeded(Refusal):
    """The default plan is retired."""

    message = _("Customers without an agreement need this plan. Make another one the default.")


class PlanRetired(Refusal):
    """A retired plan cannot become the default."""

    message = _("This plan is retired. Restore it first.")


@transaction.atomic
def add_plan(
    *, terms: PlanTerms, by: User, at: datetime, caused_by: Entry | None = None
) -> SlaPlan:
    """
    Add a plan with its first version; the first plan there is becomes the default.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Refusal: if the terms cannot be kept; see the refusals of this module.
    """
    check_may(by, Act.MANAGE_SLA)
    _check(terms)
    is_first = not SlaPlan.objects.filter(is_default=True).exists()
    plan: SlaPlan = SlaPlan.objects.create(
        name_zh=terms.name_zh, name_en=terms.name_en, is_default=is_first
    )
    _write(plan, 1, terms, by, at)
    record(SlaPlanAdded(**_named(plan)), about=plan, by=by, at=at, caused_by=caused_by)
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: SlaPlan,
    terms: PlanTerms,
    seen: int | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SlaPlanVersion:
    """
    Let other terms hold for what begins from now on, as a new version; `seen` is the one changed.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody made a newer version in between.
    :raises Refusal: if the terms cannot be kept; see the refusals of this module.
    """
    check_may(by, Act.MANAGE_SLA)
    _check(terms)
    plan = SlaPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    newest = newest_version(plan)
    if seen is not None and seen != newest.number:
        raise StaleEdit(field="version", current=newest.number, attempted=seen)
    changed = terms.unlike(terms_of(newest))
    if not changed:
        return newest
    plan.name_zh, plan.name_en = terms.name_zh, terms.name_en
    plan.save(update_fields=["name_zh", "name_en"])
    version = _write(plan, newest.number + 1, terms, by, at)
    record(
        SlaPlanChanged(**_named(plan), came_from=newest.number, to=version.number, changed=changed),
        about=plan,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return version


@transaction.atomic
def make_default(
    *, plan: SlaPlan, by: User, at: datetime, caused_by: Entry | None = None
) -> SlaPlan:
    """
    Let a plan hold for customers whose contract names none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PlanRetired: if it is not offered any more.
    """
    check_may(by, Act.MANAGE_SLA)
    held = {each.pk: each for each in SlaPlan.objects.select_for_update(no_key=True).order_by("pk")}
    plan = held[plan.pk]
    if plan.retired_at is not None:
        raise PlanRetired
    former = next((each for each in held.values() if each.is_default), None)
    if former == plan:
        return plan
    if former is not None:
        former.is_default = False
        former.save(update_fields=["is_default"])
    plan.is_default = True
    plan.save(update_fields=["is_default"])
    record(
        SlaPlanMadeDefault(**_named(plan), came_from_id=former.pk if former else None),
        about=plan,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return plan


@transaction.atomic
def retire_plan(
    *, plan: SlaPlan, by: User, at: datetime, caused_by: Entry | None = None
) -> SlaPlan:
    """
    Offer a plan no more; what has it keeps it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DefaultNeeded: if it is the default.
    """
    check_may(by, Act.MANAGE_SLA)
    plan = SlaPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.is_default:
        raise DefaultNeeded
    if plan.retired_at is not None:
        return plan
    plan.retired_at = at
    plan.save(update_fields=["retired_at"])
    record(SlaPlanRetired(**_named(plan)), about=plan, by=by, at=at, caused_by=caused_by)
    return plan


@transaction.atomic
def restore_plan(
    *, plan: SlaPlan, by: User, at: datetime, caused_by: Entry | None = None
) -> SlaPlan:
    """
    Offer a retired plan again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_SLA)
    plan = SlaPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.retired_at is None:
        return plan
    plan.retired_at = None
    plan.save(update_fields=["retired_at"])
    record(SlaPlanRestored(**_named(plan)), about=plan, by=by, at=at, caused_by=caused_by)
    return plan


def _named(plan: SlaPlan) -> dict[str, Any]:
    return {"plan_id": plan.pk, "name_zh": plan.name_zh, "name_en": plan.name_en}


def _write(plan: SlaPlan, number: int, terms: PlanTerms, by: User, at: datetime) -> SlaPlanVersion:
    version = SlaPlanVersion.objects.create(
        plan=plan,
        number=number,
        made_by=by,
        made_at=at,
        special_days=[vars(each) | {"day": f"{each.day}"} for each in terms.special_days],
        **{name: getattr(terms, name) for name in PLAIN},
    )
    SlaTarget.objects.bulk_create(
        SlaTarget(
            version=version,
            severity=severity,
            response_minutes=each.response,
            resolution_minutes=each.resolution,
        )
        for severity, each in terms.targets.items()
    )
    SlaEscalation.objects.bulk_create(
        SlaEscalation(version=version, position=position, **vars(each))
        for position, each in enumerate(terms.escalations, start=1)
    )
    SlaPauseReason.objects.bulk_create(
        SlaPauseReason(version=version, position=position, **vars(each))
        for position, each in enumerate(terms.pause_reasons, start=1)
    )
    return version


def _check(terms: PlanTerms) -> None:
    names = [terms.name_zh, terms.name_en]
    names += [name for each in terms.pause_reasons for name in (each.name_zh, each.name_en)]
    if not all(name.strip() for name in names):
        raise PlanUnnamed
    _check_hours(terms)
    if not any(each.response or each.resolution for each in terms.targets.values()):
        raise TargetsWrong
    if not all(_can_be_kept(each) for each in terms.targets.values()):
        raise TargetsWrong
    if not 1 <= terms.warn_percent <= 100 or not all(map(_is_taken, terms.escalations)):
        raise StepWrong


def _check_hours(terms: PlanTerms) -> None:
    has_days = terms.around_the_clock or terms.weekdays
    are_hours = 0 <= terms.opens < DAY_MINUTES and 0 <= terms.closes <= DAY_MINUTES
    if not has_days or not are_hours or terms.opens == terms.closes:
        raise NoWorkingTime
    if terms.zone not in available_timezones() or not (
        terms.country == "" or is_known(terms.country)
    ):
        raise PlaceUnknown
    days: list[date] = [each.day for each in terms.special_days]
    if len(set(days)) < len(days):
        raise DayTwice


def _can_be_kept(targets: Targets) -> bool:
    given = [each for each in (targets.response, targets.resolution) if each is not None]
    # The response comes first in this list, the resolution after it.
    return all(0 < each <= MOST_MINUTES for each in given) and given == sorted(given)


def _is_taken(step: Step) -> bool:
    is_percent = step.trigger == Trigger.PERCENT
    in_reach = 1 <= step.value <= (1000 if is_percent else 1000 * 60)
    return in_reach and bool(step.role) == (step.whom == Whom.ROLE)
