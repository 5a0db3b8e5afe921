"""
Builds with what their reports said, tests, and the gates that products and modules must keep.

A run keeps which tests passed as one packed list of ids, and a row only for what failed, was flaky
or passed again after failing. Weeks of a test hold what its passes are counted and timed by. So
rows grow with failures and with tests by week, not with passes by run.
"""

from twintrack.rnd.quality.models.builds import (
    Build,
    CoverageRun,
    FileCoverage,
    ModuleTally,
    TestRun,
)
from twintrack.rnd.quality.models.cases import TestCase, TestResult, TestWeek
from twintrack.rnd.quality.models.gates import GateVerdict, QualityGate

__all__ = [
    "Build",
    "CoverageRun",
    "FileCoverage",
    "GateVerdict",
    "ModuleTally",
    "QualityGate",
    "TestCase",
    "TestResult",
    "TestRun",
    "TestWeek",
]
