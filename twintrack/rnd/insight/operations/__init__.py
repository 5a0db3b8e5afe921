"""Writes: findings and what becomes of them, and what is expected of measures."""

from twintrack.rnd.insight.operations.expecting import set_measure
from twintrack.rnd.insight.operations.finding import (
    Found,
    assign_finding,
    improve,
    make_finding,
    move_finding,
)

__all__ = ["Found", "assign_finding", "improve", "make_finding", "move_finding", "set_measure"]
