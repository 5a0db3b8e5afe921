"""Say what stands on the head of papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.documents.events import LetterheadChanged
from twintrack.foundation.documents.models import Letterhead
from twintrack.foundation.documents.queries import FIELDS, letterhead_now
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User


class HeadImpossible(Refusal):
    """Nobody knows who writes."""

    message = _("The company has a name in both languages.")
    status = 422


@transaction.atomic
def change_letterhead(
    *,
    before: Mapping[str, str],
    values: Mapping[str, str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Letterhead:
    """
    Change what stands on the head of papers; those that were sent keep theirs.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HeadImpossible: if the company would have no name, or there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    """
    check_may(by, Act.SET_LETTERHEAD)
    if not set(values) <= set(FIELDS):
        raise HeadImpossible
    # One row: whoever comes second waits for the first.
    head, _is_new = Letterhead.objects.select_for_update(no_key=True).get_or_create(
        pk=1, defaults=letterhead_now()
    )
    current = {name: getattr(head, name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return head
    for name, value in to.items():
        setattr(head, name, value)
    if not (head.name_zh.strip() and head.name_en.strip()):
        raise HeadImpossible
    head.save()
    event = LetterheadChanged(
        fields=sorted(to), came_from={name: current[name] for name in to}, to=dict(to)
    )
    record(event, about=head, by=by, at=at, caused_by=caused_by)
    return head
