"""What a person did within the hour and may take back, whatever kind of object it was about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.objects.kinds import code_of
from twintrack.foundation.people.models import User

WITHIN = timedelta(hours=1)


class ChangedSince(Refusal):
    """What was done cannot be taken back any more."""

    message = _("It was changed again in the meantime, so there is nothing left to take back.")


class TooLate(Refusal):
    """Others have long gone on from there."""

    message = _("This was more than an hour ago. Change it back by hand.")


def entries_to_undo(
    *, first: int, last: int, kinds: Collection[str], among: QuerySet[Any], by: User, at: datetime
) -> list[Entry]:
    """
    List what a person did to the objects of a query set, of the ledger entries `first` to `last`.

    :raises NotThere: if there is nothing of these kinds.
    :raises TooLate: if it was more than an hour ago.
    """
    mine = Entry.objects.filter(pk__gte=first, pk__lte=last, actor=by, kind__in=kinds)
    of_them = mine.filter(about_kind=code_of(among.model), about_id__in=among.values("pk"))
    entries = list(of_them.order_by("pk"))
    if not entries:
        raise NotThere
    if at - entries[0].happened_at > WITHIN:
        raise TooLate
    return entries
