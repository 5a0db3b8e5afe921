"""
Process charts: what of a course is ordinary variation, and what is a finding.

`process_chart` walks a course once. Each point is judged by limits learned from the points
before it. A shift is told by two to five points together (a finite moving average: the best there
is for what shall be found within a few points, Guépié, Fillatre and Nikiforov 2012), a spike by one
distant point.
"""

from twintrack.algorithms.control.scores import Kind, Reading
from twintrack.algorithms.control.walk import (
    DAILY,
    WEEKLY,
    Pace,
    Placed,
    ProcessChart,
    Signal,
    SignalKind,
    process_chart,
)

__all__ = [
    "DAILY",
    "WEEKLY",
    "Kind",
    "Pace",
    "Placed",
    "ProcessChart",
    "Reading",
    "Signal",
    "SignalKind",
    "process_chart",
]
