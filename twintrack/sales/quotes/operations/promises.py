"""Name days in a draft: each needs a commitment before the customer reads it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.quotes.events import QuotePromised
from twintrack.sales.quotes.models import QuotePromise, QuoteVersion
from twintrack.sales.quotes.operations.holding import concerned, hold_draft, told_of


class PromiseImpossible(Refusal):
    """A promise without words, or of a day that is over."""

    message = _("Say what is promised, and by which day that lies ahead and within ten years.")
    status = 422


def _told(version: QuoteVersion, came_from: list[str]) -> QuotePromised:
    return QuotePromised(**told_of(version), came_from=came_from, to=_standing(version))


def _standing(version: QuoteVersion) -> list[str]:
    return [
        " ".join(filter(None, (each.due_on.isoformat(), each.text, each.commitment)))
        for each in version.promises.all()
    ]


@transaction.atomic
def add_promise(
    *,
    version: QuoteVersion,
    text: str,
    due_on: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuotePromise:
    """
    Name a day for something in a draft.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises PromiseImpossible: if it says nothing, or its day is over.
    """
    check_may(by, Act.WRITE_QUOTES)
    text = " ".join(text.split())[:200]
    if not text or not 0 <= (due_on - timezone.localdate(at)).days <= 3653:
        raise PromiseImpossible
    version = hold_draft(version)
    came_from = _standing(version)
    promise = QuotePromise.objects.create(version=version, text=text, due_on=due_on)
    event = _told(version, came_from)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return promise


@transaction.atomic
def remove_promise(
    *,
    version: QuoteVersion,
    promise_id: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Take a day out of a draft; nothing happens where it is gone already.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold_draft(version)
    came_from = _standing(version)
    gone, _kinds = version.promises.filter(pk=promise_id).delete()
    if not gone:
        return version
    event = _told(version, came_from)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def link_promise(
    *,
    version: QuoteVersion,
    promise_id: int,
    commitment: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Name the commitment that stands behind a day of a draft, or none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold_draft(version)
    came_from = _standing(version)
    commitment = "".join(commitment.split())[:20]
    changed = version.promises.filter(pk=promise_id).exclude(commitment=commitment)
    if not changed.update(commitment=commitment):
        return version
    event = _told(version, came_from)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version
