"""What people do with projects and their milestones."""

from twintrack.hub.projects.operations.milestones import (
    MilestoneDetails,
    NotReached,
    NotYet,
    ReachedAlready,
    add_milestone,
    change_milestone,
    move_forecast,
    reach,
    reopen,
)
from twintrack.hub.projects.operations.projects import (
    DatesCrossed,
    OwnerUnfit,
    ProjectDetails,
    ProjectWording,
    change_project,
    hand_over,
    move_project,
    open_project,
)

__all__ = [
    "DatesCrossed",
    "MilestoneDetails",
    "NotReached",
    "NotYet",
    "OwnerUnfit",
    "ProjectDetails",
    "ProjectWording",
    "ReachedAlready",
    "add_milestone",
    "change_milestone",
    "change_project",
    "hand_over",
    "move_forecast",
    "move_project",
    "open_project",
    "reach",
    "reopen",
]
