"""Write down what was said, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.visits.events import VisitFinished, VisitNoteChanged
from twintrack.sales.visits.lifecycle import VisitState
from twintrack.sales.visits.models import NotePart, NoteSection, NoteTemplate, Visit
from twintrack.sales.visits.operations.holding import (
    NotAhead,
    NotBegun,
    NotHeldYet,
    check_goes,
    hold,
)
from twintrack.sales.visits.operations.planning import concerned


class NoteMissing(Refusal):
    """The template asks for something that was not written."""

    message = _("Write down at least what the template asks for.")
    status = 422


class SectionUnknown(Refusal):
    """Something was written under a heading that the template does not have."""

    message = _("This template does not have this section.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What was said, by the ids of the template's sections, and what comes next."""

    template: NoteTemplate
    texts: Mapping[int, str] = field(default_factory=dict)
    next_step: str = ""
    next_step_on: date | None = None


def _check(noted: Noted) -> dict[NoteSection, str]:
    sections = {each.pk: each for each in noted.template.sections.all() if each.is_active}
    if not noted.texts.keys() <= sections.keys():
        raise SectionUnknown
    texts = {sections[pk]: text.strip() for pk, text in noted.texts.items()}
    if any(each.is_required and not texts.get(each) for each in sections.values()):
        raise NoteMissing
    if bool(noted.next_step.strip()) != bool(noted.next_step_on):
        raise pipeline.StepHalf
    return {section: text for section, text in texts.items() if text}


def _write(visit: Visit, noted: Noted, texts: Mapping[NoteSection, str]) -> None:
    visit.parts.all().delete()
    NotePart.objects.bulk_create(
        NotePart(visit=visit, section=section, text=text) for section, text in texts.items()
    )
    visit.template = noted.template
    visit.next_step, visit.next_step_on = noted.next_step.strip(), noted.next_step_on


def _hand_step_on(
    visit: Visit, noted: Noted, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    """Let what comes next be the next step of the opportunity, as long as that is open."""
    deal = visit.opportunity
    if deal is None or not deal.is_open or not noted.next_step.strip():
        return
    pipeline.change(
        opportunity=deal,
        before={},
        values={"next_step": noted.next_step.strip(), "next_step_on": noted.next_step_on},
        by=by,
        at=at,
        caused_by=caused_by,
    )


@transaction.atomic
def finish(
    *, visit: Visit, noted: Noted, by: User, at: datetime, caused_by: Entry | None = None
) -> Visit:
    """
    Note a visit as held, with what was said; without a check-in it counts when it was planned.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises GoesSomebodyElse: if the person neither makes the visit nor goes along.
    :raises NotAhead: if it is done or cancelled.
    :raises NotBegun: if it has not begun.
    :raises NoteMissing: if the template asks for something that is not written.
    :raises SectionUnknown: if the template has no such section.
    :raises StepHalf: if a next step lacks its day, or its words.
    """
    check_may(by, Act.MANAGE_VISITS)
    texts = _check(noted)
    with together():
        visit = hold(visit)
        check_goes(visit, by)
        if visit.state in {VisitState.DONE, VisitState.CANCELLED}:
            raise NotAhead
        if visit.checked_in_at is None and visit.starts_at > at:
            raise NotBegun
        visit.held_at = visit.checked_in_at or visit.starts_at
        visit.state, visit.done_at = VisitState.DONE, at
        _write(visit, noted, texts)
        visit.save()
        _hand_step_on(visit, noted, by=by, at=at, caused_by=caused_by)
        record(
            VisitFinished(
                visit_id=visit.pk,
                number=visit.number,
                customer_id=visit.customer_id,
                opportunity_id=visit.opportunity_id,
                held_at=visit.held_at,
                next_step=visit.next_step,
                next_step_on=visit.next_step_on,
            ),
            about=visit,
            by=by,
            at=at,
            caused_by=caused_by,
            also=concerned(visit),
        )
    return visit


def _as_written(visit: Visit) -> dict[str, str]:
    parts = visit.parts.select_related("section").order_by("section__position", "pk")
    written = {f"{each.section.name_zh} / {each.section.name_en}": each.text for each in parts}
    day = visit.next_step_on.isoformat() if visit.next_step_on else ""
    return written | {"next_step": visit.next_step, "next_step_on": day}


@transaction.atomic
def rewrite(
    *, visit: Visit, noted: Noted, by: User, at: datetime, caused_by: Entry | None = None
) -> Visit:
    """
    Write the note of a finished visit anew; what stood there before stays in the ledger.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises GoesSomebodyElse: if the person neither made the visit nor went along.
    :raises NotHeldYet: if it is not done.
    :raises NoteMissing: if the template asks for something that is not written.
    :raises SectionUnknown: if the template has no such section.
    :raises StepHalf: if a next step lacks its day, or its words.
    """
    check_may(by, Act.MANAGE_VISITS)
    texts = _check(noted)
    with together():
        visit = hold(visit)
        check_goes(visit, by)
        if visit.state != VisitState.DONE:
            raise NotHeldYet
        came_from, stepped = _as_written(visit), (visit.next_step, visit.next_step_on)
        _write(visit, noted, texts)
        visit.save(update_fields=["template", "next_step", "next_step_on"])
        to = _as_written(visit)
        if to == came_from:
            return visit
        if (visit.next_step, visit.next_step_on) != stepped:
            _hand_step_on(visit, noted, by=by, at=at, caused_by=caused_by)
        record(
            VisitNoteChanged(
                visit_id=visit.pk,
                number=visit.number,
                customer_id=visit.customer_id,
                came_from=came_from,
                to=to,
            ),
            about=visit,
            by=by,
            at=at,
            caused_by=caused_by,
            also=concerned(visit),
        )
    return visit
