"""Set up the stages of the pipeline: their names, what they ask for and count as, their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.memory.once import forget
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.criteria import all_checks
from twintrack.sales.pipeline.events import (
    OpportunityAdvanced,
    PipelineStageAdded,
    PipelineStageChanged,
    PipelineStageMoved,
    PipelineStageRestored,
    PipelineStageRetired,
)
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
from twintrack.sales.pipeline.models import Opportunity, PipelineStage, StageCriterion
from twintrack.sales.pipeline.operations.passing import put

FIELDS = ("name_zh", "name_en", "probability", "target_days", "may_be_skipped")


class NumberImpossible(Refusal):
    """A probability beyond certainty, or a time that is none."""

    message = _("A probability lies between 0 and 100 %, target days between 1 and 999.")
    status = 422


class LastStage(Refusal):
    """A pipeline needs a stage."""

    message = _("A pipeline needs at least one stage.")


class StageRetired(Refusal):
    """The stage is used no more."""

    message = _("This stage is retired already.")


class PlaceMissing(Refusal):
    """Opportunities stand at a stage that is to be retired, and nobody said where they go."""

    message = _("Say to which other stage its opportunities go.")
    status = 422


class CheckUnknown(Refusal):
    """No app checks this."""

    message = _("There is no such entry criterion.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class StageDetails:
    """A stage as it is to be; `criteria` says of each check whether it is required."""

    name_zh: str
    name_en: str
    probability: int
    target_days: int | None = None
    may_be_skipped: bool = True
    criteria: Mapping[str, bool] = field(default_factory=dict)


def _check(values: Mapping[str, Any]) -> None:
    days = values.get("target_days")
    if not 0 <= values.get("probability", 0) <= 100 or not (days is None or 1 <= days <= 999):
        raise NumberImpossible
    if not set(values.get("criteria", ())) <= {each.code for each in all_checks()}:
        raise CheckUnknown


def _hold_all() -> list[PipelineStage]:
    return list(PipelineStage.objects.select_for_update(no_key=True).order_by("position", "pk"))


@transaction.atomic
def add_stage(
    *, details: StageDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> PipelineStage:
    """
    Add a stage to the end of the way.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NumberImpossible: if its probability or target days cannot be.
    :raises CheckUnknown: if it asks for what nobody checks.
    """
    check_may(by, Act.SET_PIPELINE)
    values = {name: getattr(details, name) for name in FIELDS}
    _check(values | {"criteria": details.criteria})
    _hold_all()
    last = PipelineStage.objects.aggregate(last=Max("position"))["last"] or 0
    stage: PipelineStage = PipelineStage.objects.create(
        code=_free_code(details.name_en), position=last + 1, **values
    )
    _set_criteria(stage, details.criteria)
    record(
        PipelineStageAdded(
            stage_id=stage.pk,
            code=stage.code,
            name_zh=stage.name_zh,
            name_en=stage.name_en,
            probability=stage.probability,
            target_days=stage.target_days,
        ),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return stage


def _free_code(name: str) -> str:
    base = slugify(name).replace("-", "_")[:24] or "stage"
    taken = {*PipelineStage.objects.values_list("code", flat=True), *Stage.values}
    codes = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)


def _set_criteria(stage: PipelineStage, criteria: Mapping[str, bool]) -> None:
    stage.criteria.exclude(check_code__in=criteria).delete()
    for code, is_required in criteria.items():
        StageCriterion.objects.update_or_create(
            stage=stage, check_code=code, defaults={"is_required": is_required}
        )


def _criteria_of(stage: PipelineStage) -> dict[str, bool]:
    return dict(stage.criteria.order_by("check_code").values_list("check_code", "is_required"))


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{code}{'!' if value[code] else ''}" for code in sorted(value))
    return "" if value is None else str(value)


@transaction.atomic
def change_stage(
    *,
    stage: PipelineStage,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PipelineStage:
    """
    Change a stage; `before` is what the person saw. Passages keep what it was when they began.

    `values` may hold the fields of `StageDetails`; `criteria` are all that it asks for then.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NumberImpossible: if its probability or target days cannot be.
    :raises CheckUnknown: if it asks for what nobody checks.
    """
    check_may(by, Act.SET_PIPELINE)
    _check(values)
    stage = PipelineStage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    current = {name: getattr(stage, name) for name in FIELDS} | {"criteria": _criteria_of(stage)}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return stage
    plain = [name for name in to if name != "criteria"]
    for name in plain:
        setattr(stage, name, to[name])
    if plain:
        stage.save(update_fields=plain)
    if "criteria" in to:
        _set_criteria(stage, to["criteria"])
    record(
        PipelineStageChanged(
            stage_id=stage.pk,
            code=stage.code,
            fields=sorted(to),
            came_from={name: _written(current[name]) for name in to},
            to={name: _written(value) for name, value in to.items()},
        ),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return stage


@transaction.atomic
def move_stage(
    *, stage: PipelineStage, to: int, by: User, at: datetime, caused_by: Entry | None = None
) -> PipelineStage:
    """
    Put a stage at another place of the way, counted from 1 among those in use.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StageRetired: if it is used no more.
    """
    check_may(by, Act.SET_PIPELINE)
    stages = _hold_all()
    way = [each for each in stages if each.is_active]
    stage = next(each for each in stages if each.pk == stage.pk)
    if stage not in way:
        raise StageRetired
    came_from = way.index(stage) + 1
    to = max(1, min(len(way), to))
    if to == came_from:
        return stage
    way.remove(stage)
    way.insert(to - 1, stage)
    # Retired ones stand behind: where they once were says nothing about the way today.
    for position, each in enumerate([*way, *(each for each in stages if each not in way)], start=1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    record(
        PipelineStageMoved(stage_id=stage.pk, code=stage.code, came_from=came_from, to=to),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return stage


@transaction.atomic
def retire_stage(
    *,
    stage: PipelineStage,
    to: PipelineStage | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PipelineStage:
    """
    Use a stage no more; its opportunities go on to another one, whatever that asks for.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StageRetired: if it, or the other one, is used no more.
    :raises LastStage: if it is the only one.
    :raises PlaceMissing: if opportunities stand there and no other stage is named.
    """
    check_may(by, Act.SET_PIPELINE)
    stages = {each.pk: each for each in _hold_all()}
    stage = stages[stage.pk]
    if not stage.is_active or (to is not None and not stages[to.pk].is_active):
        raise StageRetired
    if sum(each.is_active for each in stages.values()) == 1:
        raise LastStage
    held = Opportunity.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "customer"
    )
    there = list(held.open().filter(stage=stage.code).order_by("pk"))
    if there and (to is None or to.pk == stage.pk):
        raise PlaceMissing
    stage.is_active = False
    stage.save(update_fields=["is_active"])
    forget()
    records = [_moved(each, to, by, at) for each in there if to]
    event = PipelineStageRetired(
        stage_id=stage.pk, code=stage.code, to=to.code if to else "", moved=len(there)
    )
    records.append(Record(event=event, about=stage))
    record_many(records, by=by, at=at, caused_by=caused_by)
    return stage


def _moved(opportunity: Opportunity, to: PipelineStage, by: User, at: datetime) -> Record:
    came_from = opportunity.stage
    opportunity.save(update_fields=put(opportunity, to.code, at, by=by, outcome=Outcome.RETIRED))
    return Record(
        event=OpportunityAdvanced(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=came_from,
            to=to.code,
        ),
        about=opportunity,
        also=[opportunity.customer],
    )


@transaction.atomic
def restore_stage(
    *, stage: PipelineStage, by: User, at: datetime, caused_by: Entry | None = None
) -> PipelineStage:
    """
    Use a retired stage again; it stands where it stood among the others.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SET_PIPELINE)
    stage = PipelineStage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    if stage.is_active:
        return stage
    stage.is_active = True
    stage.save(update_fields=["is_active"])
    event = PipelineStageRestored(stage_id=stage.pk, code=stage.code)
    record(event, about=stage, by=by, at=at, caused_by=caused_by)
    return stage
