"""Hold an opportunity at the stage that a person saw."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import stage_label


class ClosedAlready(Refusal):
    """The opportunity is won or lost."""

    message = _("This opportunity is closed. Reopen it first.")


class NotClosed(Refusal):
    """The opportunity is still open."""

    message = _("This opportunity is open.")


class StageNotOpen(Refusal):
    """Won and lost are not stages to move to; they are decided."""

    message = _("Choose one of the open stages.")
    status = 422


def hold(opportunity: Opportunity) -> Opportunity:
    """Lock an opportunity, as it is now."""
    found: Opportunity = Opportunity.objects.select_for_update(no_key=True).get(pk=opportunity.pk)
    return found


def hold_at(opportunity: Opportunity, before: str, attempted: str) -> Opportunity:
    """
    Lock an opportunity that must be open, and at the stage that the person saw.

    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    """
    opportunity = hold(opportunity)
    if opportunity.stage != before:
        raise StaleEdit(
            field="stage",
            current=opportunity.get_stage_display(),
            attempted=stage_label(attempted),
        )
    if not opportunity.is_open:
        raise ClosedAlready
    return opportunity
