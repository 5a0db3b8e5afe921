"""
What the notes of releases are made of, as far as apps above know it.

The app that holds requirements registers how they are told to customers.
"""

from __future__ import annotations

from collections.abc import Callable

from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.notes import NoteLine, compose

# Lists what customers are told of a release.
Source = Callable[[Release], list[NoteLine]]
_sources: list[Source] = []


def register_note_lines(source: Source) -> None:
    """Say what customers are told of releases; called from an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def make_notes(release: Release, language: str) -> str:
    """Write what is known now of a release as notes, with the headings of a language."""
    return compose((line for source in _sources for line in source(release)), language)
