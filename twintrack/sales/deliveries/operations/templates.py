"""Set up by which templates deliveries are planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.events import DeliveryTemplateAdded, DeliveryTemplateChanged
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.sales.deliveries.operations.holding import DeliveryFieldUnknown
from twintrack.sales.deliveries.plans import Plan, unsound_part, write_plan

WRONG = {
    "phase": _("Each phase is named in both languages, and there is at least one."),
    "task": _(
        "Each task is named in both languages, belongs to a phase, and takes 1 to 400 working "
        "days; there is at least one."
    ),
    "order": _("A task begins after one that stands above it."),
    "deliverable": _("Each deliverable and criterion is named in both languages, in a phase."),
}


class PlanUnsound(Refusal):
    """A template by which nothing can be planned."""

    status = 422

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(WRONG[part])


class NameMissing(Refusal):
    """A template is called something in both languages."""

    message = _("Name the template in both languages.")
    status = 422


def _check(name_zh: str, name_en: str, plan: Plan) -> None:
    if not name_zh.strip() or not name_en.strip():
        raise NameMissing
    part = unsound_part(plan)
    if part:
        raise PlanUnsound(part)


@transaction.atomic
def add_template(
    *,
    name_zh: str,
    name_en: str,
    plan: Plan,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTemplate:
    """
    Let deliveries be planned by one template more.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NameMissing: if it has no name in one of the languages.
    :raises PlanUnsound: if nothing can be planned by it.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    _check(name_zh, name_en, plan)
    template: DeliveryTemplate = DeliveryTemplate.objects.create(
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        content=write_plan(plan),
        position=DeliveryTemplate.objects.count() + 1,
    )
    event = DeliveryTemplateAdded(
        template_id=template.pk, name_zh=template.name_zh, name_en=template.name_en
    )
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template


@transaction.atomic
def change_template(
    *,
    template: DeliveryTemplate,
    revision: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTemplate:
    """
    Change `name_zh`, `name_en`, `is_active` or `plan`; deliveries that run stay as they are.

    `revision` is the one that the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DeliveryFieldUnknown: if another field is named.
    :raises StaleEdit: if somebody changed it in between.
    :raises NameMissing: if it would have no name in one of the languages.
    :raises PlanUnsound: if nothing could be planned by it.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    if not set(values) <= {"name_zh", "name_en", "is_active", "plan"}:
        raise DeliveryFieldUnknown
    template = DeliveryTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    current = {name: getattr(template, name) for name in values}
    to = {name: value for name, value in values.items() if value != current[name]}
    if not to:
        return template
    if revision != template.revision:
        raise StaleEdit(field="plan", current=template.revision, attempted=revision)
    plan = to.pop("plan", None)
    for name, value in to.items():
        setattr(template, name, value.strip() if isinstance(value, str) else value)
    _check(template.name_zh, template.name_en, plan or template.plan)
    if plan is not None:
        template.content = write_plan(plan)
    template.revision += 1
    template.save()
    event = DeliveryTemplateChanged(
        template_id=template.pk,
        name_zh=template.name_zh,
        name_en=template.name_en,
        fields=sorted([*to, *(["plan"] if plan is not None else [])]),
    )
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template
