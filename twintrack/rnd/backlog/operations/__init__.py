"""Move requirements through their life."""

from twintrack.rnd.backlog.operations.demand import set_demand
from twintrack.rnd.backlog.operations.planning import OtherProject, move_date, plan_for
from twintrack.rnd.backlog.operations.progress import StateNotReachable, advance
from twintrack.rnd.backlog.operations.proposals import Proposal, propose
from twintrack.rnd.backlog.operations.reviews import (
    BuiltAlready,
    Decision,
    ReasonMissing,
    decide,
    score,
)

__all__ = [
    "BuiltAlready",
    "Decision",
    "OtherProject",
    "Proposal",
    "ReasonMissing",
    "StateNotReachable",
    "advance",
    "decide",
    "move_date",
    "plan_for",
    "propose",
    "score",
    "set_demand",
]
