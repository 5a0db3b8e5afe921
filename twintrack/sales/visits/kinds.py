"""Visits as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.sales.visits.models import Visit


def _concerned(visit: Visit) -> tuple[int, ...]:
    return (visit.owner_id, *visit.colleagues.values_list("pk", flat=True))


def register_kinds() -> None:
    """Register visits, and what they are set up by."""
    register(
        ObjectKind(
            code="visit",
            prefix="V",
            model="visits.Visit",
            track="sales",
            icon="map-pin",
            label=_("Visit"),
            url=lambda visit: reverse("visit-detail", args=[visit.number]),
            title=lambda visit: visit.purpose,
            visible=lambda visits, user: visits.visible_to(user),
            search_text=lambda visit: (visit.purpose, f"{visit.customer.name} {visit.place}"),
            looked_after_by=_concerned,
            talk_hint=_("The customer never sees this."),
        )
    )
    for code, model, label in (
        ("visit_template", "NoteTemplate", _("Note template")),
        ("visit_target", "VisitTarget", _("Visit target")),
    ):
        register(
            ObjectKind(
                code=code,
                prefix="",
                model=f"visits.{model}",
                track="sales",
                icon="settings",
                label=label,
                url=lambda _row: reverse("visit-settings"),
                title=str,
                visible=lambda rows, user: rows.visible_to(user),
            )
        )
    register_labelled("visit", Act.MANAGE_VISITS)
    register_turns("visit.planned", "visit.checked_in", "visit.finished", "visit.cancelled")
    register_link(
        LinkKind(
            source="visit",
            target="feedback",
            label=_("heard there"),
            model="visits.VisitFeedback",
            source_field="visit_id",
            target_field="feedback_id",
            made_by=("visit.feedback_heard",),
            told_of="source",
        )
    )
