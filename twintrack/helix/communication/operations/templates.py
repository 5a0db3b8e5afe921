"""Write the templates that plans begin with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.communication.drafts import unknown_places
from twintrack.helix.communication.events import (
    TemplateAdded,
    TemplateStepAdded,
    TemplateStepChanged,
    TemplateStepMoved,
    TemplateStepRemoved,
)
from twintrack.helix.communication.models import PlanTemplate, TemplateStep
from twintrack.helix.communication.queries import find_template
from twintrack.ui.words import listed

TEXTS = ("title_zh", "title_en", "body_zh", "body_en")
FIELDS = ("kind", "role", "offset_days", *TEXTS)


class TemplateKnown(Refusal):
    """There is a template for this kind of milestone and segment."""

    message = _("There is a template for this kind of milestone and these customers already.")


class PlaceUnknown(Refusal):
    """A text names in braces what nobody can fill in."""

    status = 422

    def __init__(self, places: list[str]) -> None:
        text = _("Nothing is known by this name: %(places)s. Choose from what is filled in.")
        super().__init__(text % {"places": listed(f"{{{place}}}" for place in places)})


class LastStep(Refusal):
    """A template needs a step."""

    message = _("A template needs at least one step.")


@transaction.atomic
def change_template_step(
    *,
    step: TemplateStep,
    values: dict[str, str | int],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TemplateStep:
    """
    Write a template's step anew; plans that run keep what they have.

    `values` may hold the texts, `kind`, `role` and `offset_days`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PlaceUnknown: if a text names what cannot be filled in.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    _check_places(values)
    step = TemplateStep.objects.select_for_update(no_key=True).get(pk=step.pk)
    for field, value in values.items():
        setattr(step, field, value)
    step.save(update_fields=list(values))
    record(
        TemplateStepChanged(template_id=step.template_id, position=step.position),
        about=step.template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return step


@transaction.atomic
def add_template(
    *,
    milestone_kind: str,
    segment: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PlanTemplate:
    """
    Give customers of a segment a template of their own; it begins as a copy of the general one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TemplateKnown: if there is one already.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    if PlanTemplate.objects.filter(milestone_kind=milestone_kind, segment=segment).exists():
        raise TemplateKnown
    general = find_template(milestone_kind, "")
    template: PlanTemplate = PlanTemplate.objects.create(
        milestone_kind=milestone_kind, segment=segment
    )
    if general is not None:
        TemplateStep.objects.bulk_create(
            TemplateStep(
                template=template,
                position=step.position,
                **{field: getattr(step, field) for field in FIELDS},
            )
            for step in general.steps.order_by("position")
        )
    record(
        TemplateAdded(template_id=template.pk, milestone_kind=milestone_kind, segment=segment),
        about=template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return template


@transaction.atomic
def add_template_step(
    *,
    template: PlanTemplate,
    values: dict[str, str | int],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TemplateStep:
    """
    Add a step to the end of a template; `values` as for a change.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PlaceUnknown: if a text names what cannot be filled in.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    _check_places(values)
    template = PlanTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    last = template.steps.aggregate(last=Max("position"))["last"] or 0
    step = TemplateStep.objects.create(template=template, position=last + 1, **values)
    record(
        TemplateStepAdded(template_id=template.pk, position=step.position),
        about=template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return step


@transaction.atomic
def remove_template_step(
    *, step: TemplateStep, by: User, at: datetime, caused_by: Entry | None = None
) -> PlanTemplate:
    """
    Take a step out of a template; plans that run keep theirs.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LastStep: if it is the only one.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    template = PlanTemplate.objects.select_for_update(no_key=True).get(pk=step.template_id)
    if template.steps.count() == 1:
        raise LastStep
    event = TemplateStepRemoved(
        template_id=template.pk,
        position=step.position,
        title_zh=step.title_zh,
        title_en=step.title_en,
    )
    template.steps.get(pk=step.pk).delete()
    _number(list(template.steps.order_by("position")))
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template


@transaction.atomic
def move_template_step(
    *,
    step: TemplateStep,
    to: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TemplateStep:
    """
    Put a step of a template at another position, counted from 1; the others make room.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    template = PlanTemplate.objects.select_for_update(no_key=True).get(pk=step.template_id)
    steps = list(template.steps.order_by("position"))
    step = next(each for each in steps if each.pk == step.pk)
    came_from = step.position
    to = max(1, min(len(steps), to))
    if to == came_from:
        return step
    steps.remove(step)
    steps.insert(to - 1, step)
    _number(steps)
    record(
        TemplateStepMoved(template_id=template.pk, came_from=came_from, to=to),
        about=template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return step


def _check_places(values: dict[str, str | int]) -> None:
    unknown = unknown_places(str(values[field]) for field in TEXTS if field in values)
    if unknown:
        raise PlaceUnknown(unknown)


def _number(steps: list[TemplateStep]) -> None:
    """Number steps in order; one by one, for no two may stand at a position meanwhile."""
    pending = {
        each: position for position, each in enumerate(steps, start=1) if each.position != position
    }
    beyond = max((each.position for each in steps), default=0) + len(steps)
    for number, each in enumerate(pending, start=1):
        each.position = beyond + number
        each.save(update_fields=["position"])
    for each, position in pending.items():
        each.position = position
        each.save(update_fields=["position"])
