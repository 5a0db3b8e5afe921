"""What deals need, and which deals need a requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import search
from twintrack.helix.handoffs.queries import list_awaited
from twintrack.helix.needs.fitting import Judged, judge
from twintrack.helix.needs.models import Need
from twintrack.rnd.backlog.lifecycle import FROZEN
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.opportunities import IS_OPEN

SHOWN = 12
LOOKED_AT = 60
RELATED = (
    "opportunity",
    *(
        f"requirement{merged}{end}"
        for merged in ("", "__merged_into")
        for end in ("", "__milestone", "__release", "__owner")
    ),
)


def list_needs(opportunity: Opportunity, *, for_user: User) -> QuerySet[Need]:
    """List what an opportunity needs, as far as the person may see the requirements."""
    needs: QuerySet[Need] = Need.objects.visible_to(for_user).filter(opportunity=opportunity)
    return needs.select_related(*RELATED).order_by("pk")


def read_needs(opportunity: Opportunity, *, for_user: User, on: date) -> list[Judged]:
    """Judge what an opportunity needs, what must be had and is worst first."""
    found = [judge(each, on=on) for each in list_needs(opportunity, for_user=for_user)]
    return sorted(found, key=lambda judged: judged.place)


def get_need(opportunity: Opportunity, pk: int, *, for_user: User) -> Need:
    """
    Find something that an opportunity needs.

    :raises NotThere: if there is none, or the person may not see the requirement.
    """
    found: Need | None = list_needs(opportunity, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def worst_of(ids: Collection[int], *, for_user: User, on: date) -> dict[int, Judged]:
    """Give of each opportunity what it must have and is worst, for all cards of a board at once."""
    needs = Need.objects.visible_to(for_user).filter(opportunity__in=ids, is_must=True)
    found: dict[int, list[Judged]] = defaultdict(list)
    for each in needs.select_related(*RELATED):
        found[each.opportunity_id].append(judge(each, on=on))
    return {pk: min(judged, key=lambda one: one.place) for pk, judged in found.items()}


def list_deals(requirement: Requirement, *, for_user: User) -> QuerySet[Need]:
    """List the open deals that need a requirement, or one that was merged into it."""
    needs: QuerySet[Need] = Need.objects.visible_to(for_user)
    of_it = needs.filter(requirement=requirement) | needs.filter(
        requirement__merged_into=requirement
    )
    still = of_it.filter(opportunity__in=Opportunity.objects.filter(IS_OPEN).values("pk"))
    related = (*RELATED, "opportunity__customer", "opportunity__owner")
    return still.select_related(*related).order_by("opportunity__expected_close_on", "pk")


def offer_requirements(opportunity: Opportunity, text: str, *, for_user: User) -> list[Requirement]:
    """
    Find requirements that a deal may need by number, words or pinyin initials.

    Without a word those are offered that the customer's own feedback stands behind.
    """
    if not text:
        ids = list(list_awaited(opportunity.customer).values_list("pk", flat=True)[:LOOKED_AT])
    else:
        hits = search(text, for_user=for_user, limit=LOOKED_AT)
        ids = [hit.pk for hit in hits if hit.kind == "requirement"]
    needed = Need.objects.filter(opportunity=opportunity).values("requirement")
    visible = Requirement.objects.visible_to(for_user).exclude(state__in=FROZEN)
    found: dict[int, Requirement] = visible.exclude(pk__in=needed).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found][:SHOWN]
