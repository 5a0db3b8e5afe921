"""Kinds of projects and milestones, and the life of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    RND = "rnd", _("R&D project")
    DELIVERY = "delivery", _("Delivery")
    PRESALES = "presales", _("Presales")
    GENERAL = "general", _("General")


class MilestoneKind(models.TextChoices):
    CORE_TESTED = "core_module_tested", _("Core module tested")
    BETA_READY = "beta_ready", _("Beta ready")
    RELEASE_READY = "release_ready", _("Release ready")
    CUSTOM = "custom", _("Other")


class ProjectState(models.TextChoices):
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


NEXT_STATES: dict[ProjectState, tuple[ProjectState, ...]] = {
    ProjectState.ACTIVE: (
        ProjectState.ON_HOLD,
        ProjectState.COMPLETED,
        ProjectState.CANCELLED,
    ),
    ProjectState.ON_HOLD: (ProjectState.ACTIVE, ProjectState.CANCELLED),
    ProjectState.COMPLETED: (ProjectState.ACTIVE,),
    ProjectState.CANCELLED: (ProjectState.ACTIVE,),
}
