"""What early warning rules do by themselves: warn, see that it is over, learn whether it was so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.risks.events import WarningCleared, WarningJudged
from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.models import Outcome, Risk
from twintrack.hub.risks.operations.raising import told
from twintrack.hub.risks.rules import Rule, Signal


@transaction.atomic
def warn(
    *, rule: Rule, signal: Signal, by: User, at: datetime, caused_by: Entry | None = None
) -> Risk:
    """Raise the risk that a rule sees; what it warned of already stays as it is."""
    about = {"rule": rule.code, "subject_kind": rule.subject, "subject_id": signal.subject_id}
    known = Risk.objects.filter(**about, cleared_at=None).first()
    if known is not None:
        return known
    risk: Risk = Risk.objects.create(
        **about,
        number=next_number("RISK"),
        kind=rule.kind,
        product_id=signal.product_id,
        probability=min(max(signal.probability, 1), 99),
        impact_days=min(max(signal.impact_days, 0), 999),
        owner_id=signal.owner_id,
        evidence=dict(signal.evidence),
        created_by=by,
        created_at=at,
        updated_at=at,
    )
    record(told(risk), about=risk, by=by, at=at, caused_by=caused_by)
    return risk


@transaction.atomic
def clear(*, risk: Risk, by: User, at: datetime, caused_by: Entry | None = None) -> Risk:
    """Note that a rule does not see any more what it warned of; what nobody took up is over."""
    risk = Risk.objects.select_for_update(no_key=True).get(pk=risk.pk)
    if risk.cleared_at is not None:
        return risk
    risk.cleared_at = risk.updated_at = at
    if risk.state == RiskState.OPEN:
        risk.state, risk.closed_at = RiskState.CLOSED, at
    risk.save(update_fields=["cleared_at", "updated_at", "state", "closed_at"])
    event = WarningCleared(risk_id=risk.pk, number=risk.number, rule=risk.rule)
    record(event, about=risk, by=by, at=at, caused_by=caused_by)
    return risk


@transaction.atomic
def judge(
    *, risk: Risk, was_right: bool | None, by: User, at: datetime, caused_by: Entry | None = None
) -> Risk:
    """Keep whether a warning was right, or with None that nobody will know; asked once."""
    risk = Risk.objects.select_for_update(no_key=True).get(pk=risk.pk)
    if risk.judged_at is not None:
        return risk
    outcomes = {True: Outcome.RIGHT.value, False: Outcome.WRONG.value, None: ""}
    risk.outcome, risk.judged_at = outcomes[was_right], at
    risk.save(update_fields=["outcome", "judged_at"])
    event = WarningJudged(risk_id=risk.pk, number=risk.number, rule=risk.rule, outcome=risk.outcome)
    record(event, about=risk, by=by, at=at, caused_by=caused_by)
    return risk
