"""Move opportunities through their stages; what a stage asks for is given in the same go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Contact
from twintrack.sales.customers.operations import ContactDetails, add_contact
from twintrack.sales.pipeline.criteria import Asked, ask_for, stages_between
from twintrack.sales.pipeline.events import OpportunityAdvanced
from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import Opportunity, PipelineStage, StagePassage
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations.details import change
from twintrack.sales.pipeline.operations.holding import StageNotOpen, hold_at
from twintrack.sales.pipeline.operations.passing import put
from twintrack.sales.pipeline.operations.people import add_member, place_contact
from twintrack.ui.words import listed


class CriteriaMissing(Refusal):
    """A stage asks for what is not known yet."""

    status = 422

    def __init__(self, asked: Collection[Asked]) -> None:
        self.asked = list(asked)
        text = _("Missing for “%(stage)s”: %(criteria)s.")
        if not any(each.is_required for each in self.asked):
            text = _("Missing for “%(stage)s”: %(criteria)s. Give it, or say why you go on anyway.")
        names = listed(each.check.label for each in self.asked)
        super().__init__(text % {"stage": self.asked[-1].stage.name, "criteria": names})


class StageSkipped(Refusal):
    """A stage that every opportunity has to pass would be left out."""

    status = 422

    def __init__(self, stages: Iterable[PipelineStage]) -> None:
        text = _("“%(stages)s” cannot be skipped. Move there first.")
        super().__init__(text % {"stages": listed(each.name for each in stages)})


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is filled in while an opportunity moves; what is not given stays as it is."""

    amount: Decimal | None = None
    currency: str | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    expected_close_on: date | None = None
    products: Collection[Product] | None = None
    decision_maker: Contact | None = None
    # A person at the customer whom nobody knew yet.
    new_decision_maker: str = ""
    presales: User | None = None

    def values(self) -> dict[str, Any]:
        """Give those that are fields of the opportunity itself."""
        fields = ("amount", "currency", "next_step", "next_step_on", "expected_close_on")
        values = {field: getattr(self, field) for field in fields}
        found = {field: value for field, value in values.items() if value not in (None, "")}
        if self.products:
            found["products"] = list(self.products)
        return found


NOTHING = Given()


@transaction.atomic
def advance(
    *,
    opportunity: Opportunity,
    before: str,
    to: str,
    given: Given = NOTHING,
    anyway: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Move an open opportunity to another open stage; `before` is the stage the person saw.

    `given` is what is filled in on the way, kept only if it moves; `anyway` says why it moves
    although something that is only advised is missing. What was skipped asks as well.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StageNotOpen: if it is to be won or lost this way, or the stage is retired.
    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    :raises StageSkipped: if a stage is left out that may not be.
    :raises CriteriaMissing: if something required is missing, or something advised unexplained.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if to not in [each.code for each in open_stages()]:
        raise StageNotOpen
    with together():
        opportunity = hold_at(opportunity, before, to)
        if to == before:
            return opportunity
        _check_skipped(opportunity, to)
        opportunity = _fill(opportunity, given, by=by, at=at, caused_by=caused_by)
        missing = [
            each
            for each in ask_for(opportunity, to=to, on=timezone.localdate(at))
            if not each.is_met
        ]
        if any(each.is_required for each in missing) or (missing and not anyway.strip()):
            raise CriteriaMissing(missing)
        opportunity.save(update_fields=put(opportunity, to, at, by=by))
        record(
            OpportunityAdvanced(
                opportunity_id=opportunity.pk,
                number=opportunity.number,
                customer_id=opportunity.customer_id,
                came_from=str(before),
                to=str(to),
                reason=anyway.strip() if missing else "",
                unmet=[each.check.code for each in missing],
            ),
            about=opportunity,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[opportunity.customer],
        )
    return opportunity


def _check_skipped(opportunity: Opportunity, to: str) -> None:
    between = [
        each for each in stages_between(opportunity.stage, to)[:-1] if not each.may_be_skipped
    ]
    if not between:
        return
    passages = StagePassage.objects.filter(opportunity=opportunity)
    passed = set(passages.values_list("stage", flat=True))
    skipped = [each for each in between if each.code not in passed]
    if skipped:
        raise StageSkipped(skipped)


def _fill(opportunity: Opportunity, given: Given, **who: Any) -> Opportunity:
    values = given.values()
    if values:
        opportunity = change(opportunity=opportunity, before={}, values=values, **who)
    decider = given.decision_maker
    if given.new_decision_maker.strip() and decider is None:
        known = ContactDetails(name=given.new_decision_maker.strip())
        decider = add_contact(customer=opportunity.customer, details=known, **who)
    if decider:
        place_contact(
            opportunity=opportunity,
            contact=decider,
            influence=Influence.DECISION_MAKER,
            **who,
        )
    if given.presales:
        add_member(opportunity=opportunity, person=given.presales, part=Part.PRESALES, **who)
    return opportunity
