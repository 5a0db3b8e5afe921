"""Hand quotes in, and approve them or send them back: who is asked, rules say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.quotes.approval import Ask
from twintrack.sales.quotes.events import (
    QuoteApproved,
    QuoteSentBack,
    QuoteStepApproved,
    QuoteSubmitted,
    QuoteWithdrawn,
)
from twintrack.sales.quotes.lifecycle import ApprovalState, QuoteState
from twintrack.sales.quotes.models import QuoteApproval, QuoteVersion
from twintrack.sales.quotes.operations.holding import (
    concerned,
    hold,
    hold_draft,
    hold_opportunity,
    told_of,
)
from twintrack.sales.quotes.operations.reckoning import reckon_again
from twintrack.sales.quotes.queries.approvals import may_decide, who_is_asked


class NothingOffered(Refusal):
    """A quote without lines."""

    message = _("The quote has no lines yet. Add what you offer first.")
    status = 422


class ValidityOver(Refusal):
    """The last day to accept it is over already."""

    message = _("The day until which the quote holds is over. Choose a later one first.")
    status = 422


class ApprovalOver(Refusal):
    """Nobody is asked any more."""

    message = _("This quote does not wait for an approval any more.")


class NotAsked(NotAllowed):
    """Another role is asked."""

    message = _("Another role is asked to approve this quote now.")


class OwnQuote(NotAllowed):
    """Neither who owns it nor who handed it in approves it."""

    message = _("Somebody else has to approve what you handed in.")


@transaction.atomic
def submit(
    *, version: QuoteVersion, by: User, at: datetime, caused_by: Entry | None = None
) -> QuoteVersion:
    """
    Hand a draft in; where no rule asks for an approval it is approved at once.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises NothingOffered: if it has no lines.
    :raises ValidityOver: if the day until which it holds is over.
    :raises OpportunityLost: if its opportunity is lost.
    :raises CurrencyLeft: if its opportunity is in another currency by now.
    :raises RateMissing: if its currency has no rate to compare amounts by.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold_draft(version)
    if not version.lines.exists():
        raise NothingOffered
    if version.valid_until < timezone.localdate(at):
        raise ValidityOver
    hold_opportunity(version)
    totals = reckon_again(version)
    asks = who_is_asked(version, on=timezone.localdate(at))
    last = version.approvals.last()
    _ask(version, asks, turn=last.turn + 1 if last else 1)
    version.state = QuoteState.IN_APPROVAL if asks else QuoteState.APPROVED
    version.submitted_at, version.submitted_by = at, by
    version.approved_at = None if asks else at
    version.save(update_fields=["state", "submitted_at", "submitted_by", "approved_at"])
    event = QuoteSubmitted(
        **told_of(version),
        currency=version.currency,
        net=totals.net,
        discount=totals.discount_percent,
        roles=[ask.role for ask in asks],
    )
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


def _ask(version: QuoteVersion, asks: list[Ask], *, turn: int) -> None:
    QuoteApproval.objects.bulk_create(
        QuoteApproval(
            version=version,
            turn=turn,
            step=ask.step,
            role=ask.role,
            reasons=[
                {
                    "name_zh": why.name_zh,
                    "name_en": why.name_en,
                    "kind": why.kind,
                    "threshold": str(why.threshold),
                    "found": None if why.found is None else str(why.found),
                }
                for why in ask.reasons
            ],
        )
        for ask in asks
    )


def _asked(version: QuoteVersion, seen: int, by: User) -> tuple[QuoteVersion, list[QuoteApproval]]:
    """
    Hold a version that waits for this person; gives the steps that wait, the first of them theirs.

    :raises ApprovalOver: if it waits no more.
    :raises StaleEdit: if it was handed in anew since the person saw it.
    :raises NotAsked: if another role is asked.
    :raises OwnQuote: if the person owns it or handed it in.
    """
    version = hold(version)
    if version.state != QuoteState.IN_APPROVAL:
        raise ApprovalOver
    waiting = list(version.approvals.filter(state=ApprovalState.WAITING))
    if not may_decide(by, waiting[0].role):
        raise NotAsked
    if version.is_of(by) and Role.ADMIN not in by.roles:
        raise OwnQuote
    if version.revision != seen:
        raise StaleEdit(field="revision", current=version.revision, attempted=seen)
    return version, waiting


def _decide(step: QuoteApproval, state: ApprovalState, note: str, by: User, at: datetime) -> None:
    step.state, step.note, step.decided_by, step.decided_at = state, note, by, at
    step.save(update_fields=["state", "note", "decided_by", "decided_at"])


@transaction.atomic
def approve(
    *,
    version: QuoteVersion,
    seen: int,
    note: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Approve a quote for the role that is asked; `seen` is the revision that the person read.

    :raises ApprovalOver: if it waits no more.
    :raises StaleEdit: if it was handed in anew in between.
    :raises NotAsked: if another role is asked.
    :raises OwnQuote: if the person owns it or handed it in.
    """
    version, waiting = _asked(version, seen, by)
    note = " ".join(note.split())[:300]
    mine, *rest = waiting
    _decide(mine, ApprovalState.APPROVED, note, by, at)
    event: QuoteApproved | QuoteStepApproved
    if rest:
        next_role = rest[0].role
        event = QuoteStepApproved(
            **told_of(version), role=mine.role, next_role=next_role, note=note
        )
    else:
        version.state, version.approved_at = QuoteState.APPROVED, at
        version.save(update_fields=["state", "approved_at"])
        event = QuoteApproved(**told_of(version), role=mine.role, note=note)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def send_back(
    *,
    version: QuoteVersion,
    seen: int,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Do not approve a quote and say why: it is a draft again.

    :raises ReasonMissing: if no reason is given.
    :raises ApprovalOver: if it waits no more.
    :raises StaleEdit: if it was handed in anew in between.
    :raises NotAsked: if another role is asked.
    :raises OwnQuote: if the person owns it or handed it in.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    version, waiting = _asked(version, seen, by)
    _decide(waiting[0], ApprovalState.REJECTED, reason, by, at)
    _drop(version)
    event = QuoteSentBack(**told_of(version), role=waiting[0].role, reason=reason)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


def _drop(version: QuoteVersion) -> None:
    """Let nobody be asked any more, and the version be a draft again."""
    version.approvals.filter(state=ApprovalState.WAITING).update(state=ApprovalState.WITHDRAWN)
    version.state, version.submitted_at, version.submitted_by = QuoteState.DRAFT, None, None
    version.save(update_fields=["state", "submitted_at", "submitted_by"])


@transaction.atomic
def withdraw(
    *, version: QuoteVersion, by: User, at: datetime, caused_by: Entry | None = None
) -> QuoteVersion:
    """
    Take a quote back that waits for approval or was approved and not sent: it is a draft again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ApprovalOver: if it is already with the customer, or still a draft.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold(version)
    if version.state not in (QuoteState.IN_APPROVAL, QuoteState.APPROVED):
        raise ApprovalOver
    version.approved_at = None
    version.save(update_fields=["approved_at"])
    _drop(version)
    event = QuoteWithdrawn(**told_of(version))
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version
