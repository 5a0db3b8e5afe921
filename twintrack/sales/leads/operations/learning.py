"""Learn from the leads that ended which of the open ones may become customers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.algorithms.forecasting.logistic import Case, back_test, fit_score
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.leads import queries
from twintrack.sales.leads.events import LeadScoreFitted
from twintrack.sales.leads.lifecycle import NO_OUTCOME, State
from twintrack.sales.leads.models import Lead, LeadModel


def _cases() -> list[Case]:
    ended = Lead.objects.filter(state__in=(State.CONVERTED, State.DISQUALIFIED))
    leads = list(ended.exclude(reason__in=NO_OUTCOME).order_by("created_at", "pk"))
    traits = queries.traits_of_leads(leads)
    return [
        Case(
            began=lead.created_at.toordinal(),
            traits=traits[lead.pk].for_score(),
            happened=lead.state == State.CONVERTED,
        )
        for lead in leads
    ]


@transaction.atomic
def fit_score_now(*, by: User, at: datetime, caused_by: Entry | None = None) -> LeadModel:
    """
    Learn a score from all leads that ended, judge it on the later ones, and keep both.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SET_LEAD_RULES)
    cases = _cases()
    verdict = back_test(cases)
    kept = LeadModel(fitted_at=at, cases=len(cases), converted=sum(each.happened for each in cases))
    if verdict is not None:
        score = fit_score(cases)
        kept.judged, kept.loss, kept.base_loss = verdict.judged, verdict.loss, verdict.base_loss
        kept.area, kept.tells_apart, kept.base = verdict.area, verdict.tells_apart, score.base
        kept.effects = [[*trait, effect] for trait, effect in sorted(score.effects.items())]
    kept.save()
    event = LeadScoreFitted(
        model_id=kept.pk,
        cases=kept.cases,
        converted=kept.converted,
        tells_apart=kept.tells_apart,
    )
    record(event, about=kept, by=by, at=at, caused_by=caused_by)
    return kept
