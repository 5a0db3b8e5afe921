"""Writes: what measures came to as it was known, and what they should come to."""

from twintrack.sales.kpis.operations.freezing import Value, freeze
from twintrack.sales.kpis.operations.targets import (
    TargetTooNarrow,
    TargetUnreachable,
    set_target,
)

__all__ = ["TargetTooNarrow", "TargetUnreachable", "Value", "freeze", "set_target"]
