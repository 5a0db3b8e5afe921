"""Write the notes of a release: from its requirements, and by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.releases.events import ReleaseNotesWritten
from twintrack.rnd.releases.models import Release, ReleaseNotes
from twintrack.rnd.releases.note_lines import make_notes
from twintrack.rnd.releases.notes import LANGUAGES, merge
from twintrack.rnd.releases.operations.locking import locked

MOST = 50_000


class LanguageUnknown(NotThere):
    """Notes are written in Chinese and in English."""

    message = _("Notes are written in Chinese and in English.")


class NotesTooLong(Refusal):
    """Nobody would read so long a text."""

    message = _("Notes are at most 50,000 characters long.")
    status = 422


@transaction.atomic
def draft_notes(
    *, release: Release, by: User, at: datetime, caused_by: Entry | None = None
) -> list[ReleaseNotes]:
    """
    Make the notes of a release anew in both languages; what was written by hand stays.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.PLAN_RELEASES)
    release = locked(release)
    drafts = [_draft(release, language, at=at) for language in LANGUAGES]
    added = [each.added for each in drafts if each.added is not None]
    if added:
        record(
            _written(release, added=max(added), is_generated=True),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return [each.notes for each in drafts]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The notes of one language, and how many lines came in; nothing where they were up to date."""

    notes: ReleaseNotes
    added: int | None = None


def _draft(release: Release, language: str, *, at: datetime) -> Draft:
    known = release.notes.filter(language=language).first()
    notes = known or ReleaseNotes(release=release, language=language, edited_at=at)
    fresh = make_notes(release, language)
    if known and fresh == known.base:
        return Draft(notes=notes)
    merged = merge(notes.base, notes.body, fresh)
    notes.body, notes.base, notes.edited_at = merged.text, fresh, at
    notes.save()
    return Draft(notes=notes, added=len(merged.added))


@transaction.atomic
def write_notes(
    *,
    release: Release,
    language: str,
    before: str,
    body: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ReleaseNotes:
    """
    Write the notes of a release in one language by hand; `before` is what the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LanguageUnknown: if notes are not written in that language.
    :raises NotesTooLong: if nobody would read it.
    :raises StaleEdit: if somebody wrote on them in between.
    """
    check_may(by, Act.PLAN_RELEASES)
    if language not in LANGUAGES:
        raise LanguageUnknown
    body, before = _clean(body), _clean(before)
    if len(body) > MOST:
        raise NotesTooLong
    release = locked(release)
    known = release.notes.filter(language=language).first()
    notes = known or ReleaseNotes(release=release, language=language)
    if notes.body not in (before, body):
        raise StaleEdit(field="body", current=notes.body, attempted=body)
    if notes.body == body:
        return notes
    notes.body, notes.edited_by, notes.edited_at = body, by, at
    notes.save()
    record(_written(release, language=language), about=release, by=by, at=at, caused_by=caused_by)
    return notes


def _clean(text: str) -> str:
    """Write line ends as one sign: browsers send two."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _written(
    release: Release, *, language: str = "", added: int = 0, is_generated: bool = False
) -> ReleaseNotesWritten:
    return ReleaseNotesWritten(
        release_id=release.pk,
        number=release.number,
        name=release.name,
        language=language,
        added=added,
        is_generated=is_generated,
    )
