"""Keep the lists that losses are counted by: reasons, and competitors."""

from __future__ import annotations

from collections.abc import Mapping
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
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.events import (
    CompetitorAdded,
    CompetitorRenamed,
    LostReasonAdded,
    LostReasonChanged,
)
from twintrack.sales.pipeline.models import Competitor, LostReason


class CompetitorKnown(Refusal):
    """Another competitor is called so."""

    message = _("There is a competitor of this name already.")


@transaction.atomic
def add_reason(
    *, name_zh: str, name_en: str, by: User, at: datetime, caused_by: Entry | None = None
) -> LostReason:
    """
    Let losses be counted by one reason more.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SET_PIPELINE)
    last = LostReason.objects.aggregate(last=Max("position"))["last"] or 0
    base = slugify(name_en).replace("-", "_")[:24] or "reason"
    taken = set(LostReason.objects.values_list("code", flat=True))
    codes = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))]
    reason: LostReason = LostReason.objects.create(
        code=next(code for code in codes if code not in taken),
        name_zh=name_zh,
        name_en=name_en,
        position=last + 1,
    )
    event = LostReasonAdded(reason_id=reason.pk, code=reason.code, name_zh=name_zh, name_en=name_en)
    record(event, about=reason, by=by, at=at, caused_by=caused_by)
    return reason


@transaction.atomic
def change_reason(
    *,
    reason: LostReason,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> LostReason:
    """
    Call a reason otherwise, or offer it no more: `name_zh`, `name_en`, `is_active`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of them in between.
    """
    check_may(by, Act.SET_PIPELINE)
    reason = LostReason.objects.select_for_update(no_key=True).get(pk=reason.pk)
    current = {name: getattr(reason, name) for name in ("name_zh", "name_en", "is_active")}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return reason
    for name, value in to.items():
        setattr(reason, name, value)
    reason.save(update_fields=list(to))
    event = LostReasonChanged(
        reason_id=reason.pk,
        code=reason.code,
        fields=sorted(to),
        came_from={name: str(current[name]) for name in to},
        to={name: str(value) for name, value in to.items()},
    )
    record(event, about=reason, by=by, at=at, caused_by=caused_by)
    return reason


@transaction.atomic
def know_competitor(
    *, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Competitor:
    """
    Find a competitor by name, however it is written; one that nobody knew is added.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    name = " ".join(name.split())
    known: Competitor | None = Competitor.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    competitor: Competitor = Competitor.objects.create(name=name)
    event = CompetitorAdded(competitor_id=competitor.pk, name=name)
    record(event, about=competitor, by=by, at=at, caused_by=caused_by)
    return competitor


@transaction.atomic
def rename_competitor(
    *, competitor: Competitor, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Competitor:
    """
    Call a competitor otherwise.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CompetitorKnown: if another one is called so.
    """
    check_may(by, Act.SET_PIPELINE)
    name = " ".join(name.split())
    competitor = Competitor.objects.select_for_update(no_key=True).get(pk=competitor.pk)
    if Competitor.objects.filter(name__iexact=name).exclude(pk=competitor.pk).exists():
        raise CompetitorKnown
    came_from = competitor.name
    if name == came_from:
        return competitor
    competitor.name = name
    competitor.save(update_fields=["name"])
    event = CompetitorRenamed(competitor_id=competitor.pk, came_from=came_from, to=name)
    record(event, about=competitor, by=by, at=at, caused_by=caused_by)
    return competitor
