"""The gate that releases ask for themselves: notes for customers in both languages."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.note_lines import make_notes
from twintrack.rnd.releases.notes import CHINESE, ENGLISH, LANGUAGES, foreign_lines, news
from twintrack.rnd.releases.queries import read_notes


def register_own_gates() -> None:
    """Ask for notes before a release ships; called while the app starts."""
    register_gate(
        "notes", gettext_lazy("Notes are written in both languages"), judge_notes, place=50
    )


def judge_notes(release: Release, _user: User, _target: Decimal | None) -> GateFact:
    """Say whether customers can read what is new, in Chinese and in English, and all of it."""
    url = f"{reverse('release-detail', args=[release.number])}?tab=notes"
    missing = _missing(release)
    if missing:
        return GateFact(verdict=Verdict.FAILING, sentence=missing, url=url)
    return GateFact(verdict=Verdict.OK, sentence=_("Chinese and English stand."), url=url)


def _missing(release: Release) -> str:
    written = read_notes(release)
    empty = [each for each in LANGUAGES if each not in written or not written[each].body.strip()]
    if len(empty) == len(LANGUAGES):
        return _("Nothing is written yet.")
    if ENGLISH in empty:
        return _("The English notes are missing.")
    if CHINESE in empty:
        return _("The Chinese notes are missing.")
    foreign = _foreign(written[ENGLISH].body, written[CHINESE].body)
    if foreign:
        return foreign
    added, _gone = news(written[CHINESE].base, make_notes(release, CHINESE))
    if added:
        said = ngettext(
            "%(n)d requirement came in since they were made.",
            "%(n)d requirements came in since they were made.",
            len(added),
        )
        return said % {"n": len(added)}
    return ""


def _foreign(english: str, chinese: str) -> str:
    many = len(foreign_lines(english, ENGLISH))
    if many:
        said = ngettext(
            "%(n)d line of the English notes is not in English yet.",
            "%(n)d lines of the English notes are not in English yet.",
            many,
        )
        return said % {"n": many}
    many = len(foreign_lines(chinese, CHINESE))
    if many:
        said = ngettext(
            "%(n)d line of the Chinese notes is not in Chinese yet.",
            "%(n)d lines of the Chinese notes are not in Chinese yet.",
            many,
        )
        return said % {"n": many}
    return ""
