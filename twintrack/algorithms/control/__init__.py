"""
Process charts: what of a course is ordinary variation, and what is a finding.

`process_chart` walks a course once. Each point is judged by limits learned from the points
before it; a shift is a sum of distances to one side (a cumulative sum, Page 1954), a spike one
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
