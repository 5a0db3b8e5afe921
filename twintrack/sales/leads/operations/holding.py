"""What every change of a lead begins with: the row is held, as it stands now."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.leads.models import Lead


class LeadClosed(Refusal):
    """The lead has ended; who ended it is said."""

    message = _("This lead is closed already.")

    @classmethod
    def by(cls, lead: Lead) -> LeadClosed:
        """Say who closed it, and as what."""
        words = _("%(who)s closed this lead already: %(state)s.")
        named = {"who": lead.closed_by, "state": lead.get_state_display()}
        return cls(words % named)


class OwnerUnfit(Refusal):
    """The person may not look after leads."""

    message = _("This person cannot look after leads. Choose somebody from sales.")
    status = 422


def hold(lead: Lead) -> Lead:
    """Hold a lead until the transaction ends, and give it as it stands."""
    # Read after the wait: what a held row is joined with would be as it was before.
    Lead.objects.select_for_update(no_key=True).get(pk=lead.pk)
    rows = Lead.objects.select_related("owner", "closed_by", "customer")
    found: Lead = rows.get(pk=lead.pk)
    return found


def hold_open(lead: Lead) -> Lead:
    """
    Hold a lead that must still be open.

    :raises LeadClosed: if it is not.
    """
    lead = hold(lead)
    if not lead.is_open:
        raise LeadClosed.by(lead)
    return lead


def hold_all(leads: Iterable[Lead]) -> list[Lead]:
    """Hold several leads, by id, as everybody does."""
    ids = sorted({each.pk for each in leads})
    list(Lead.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    return list(Lead.objects.filter(pk__in=ids).select_related("owner").order_by("pk"))


def check_owner(person: User | None) -> None:
    """
    Refuse an owner who may not work on leads.

    :raises OwnerUnfit: if they may not.
    """
    if person is not None and (person.is_service or not may(person, Act.MANAGE_LEADS)):
        raise OwnerUnfit
