"""Visits, their notes, and how many there are to be."""

from twintrack.sales.visits.models.notes import NotePart, NoteSection, NoteTemplate
from twintrack.sales.visits.models.targets import VisitTarget
from twintrack.sales.visits.models.visits import Visit, VisitFeedback, VisitQuerySet

__all__ = [
    "NotePart",
    "NoteSection",
    "NoteTemplate",
    "Visit",
    "VisitFeedback",
    "VisitQuerySet",
    "VisitTarget",
]
