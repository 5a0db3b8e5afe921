"""What people and reactions do with communication plans and their templates."""

from twintrack.helix.communication.operations.plans import (
    MilestoneAhead,
    TemplateMissing,
    move,
    pause,
    start,
    start_missing,
)
from twintrack.helix.communication.operations.steps import (
    CannotTakeStep,
    PlanPausedNow,
    StepClosedAlready,
    StepOpen,
    close_step,
    reassign_step,
    reopen_step,
)
from twintrack.helix.communication.operations.templates import (
    LastStep,
    PlaceUnknown,
    TemplateKnown,
    add_template,
    add_template_step,
    change_template_step,
    move_template_step,
    remove_template_step,
)

__all__ = [
    "CannotTakeStep",
    "LastStep",
    "MilestoneAhead",
    "PlaceUnknown",
    "PlanPausedNow",
    "StepClosedAlready",
    "StepOpen",
    "TemplateKnown",
    "TemplateMissing",
    "add_template",
    "add_template_step",
    "change_template_step",
    "close_step",
    "move",
    "move_template_step",
    "pause",
    "reassign_step",
    "remove_template_step",
    "reopen_step",
    "start",
    "start_missing",
]
